#pragma once

#include "services/capacity/capacityoverview.h"
#include "ui/shell/consolepage.h"
#include "ui/widgets/card.h"

#include <QTimer>

class QLabel;
class QTabBar;

namespace Orion
{

class Segmented;
class TimeChart;

// The chart of the chosen metric with its forecast, or of the tiers, with what can be chosen about
// it, and what the forecast says. Lives on the GUI thread, owned by the page.
class HistoryCard : public Card
{
    Q_OBJECT

public:
    enum class View
    {
        History,
        Tiers,
    };

    explicit HistoryCard(const PageContext &context, QWidget *parent = nullptr);

    void showOverview(const CapacityOverview &overview);

    // What to ask the service for.
    const MetricQuestion &question() const { return m_question; }
    void setMetric(PlatformMetric metric);

    // The days of the history that are in view.
    QDate firstDay() const { return m_first; }
    QDate lastDay() const { return m_last; }

    TimeChart *chart() const { return m_chart; }
    QTabBar *views() const { return m_views; }
    Segmented *measures() const { return m_measures; }
    Segmented *parts() const { return m_parts; } // of the tiers: how many, or percent
    Segmented *ranges() const { return m_ranges; }
    Segmented *horizons() const { return m_horizons; }
    QString sentence() const;
    QString caption() const;
    QString fileName() const; // for exports, without the suffix

Q_SIGNALS:
    void questionChanged();
    void periodChanged(); // of firstDay() and lastDay()

private:
    void buildUi();
    QWidget *buildTop();
    QWidget *buildBottom();
    void connectSignals();
    View view() const;
    void chooseRange(int days);
    void showView();
    void showTexts();
    void showRange();
    void followChart();

    PageContext m_context;
    MetricQuestion m_question;
    CapacityOverview m_overview;
    int m_rangeDays; // 0: all; as chosen, until somebody zooms
    bool m_isZoomed = false;
    bool m_isPlacing = false; // the days in view change by our doing
    QDate m_first;
    QDate m_last;
    QTabBar *m_views;
    Segmented *m_measures;
    Segmented *m_parts;
    TimeChart *m_chart;
    Segmented *m_ranges;
    QLabel *m_horizonName;
    Segmented *m_horizons;
    QLabel *m_sentence;
    QLabel *m_caption;
    QTimer m_followSoon; // panning moves many times a second
};

} // namespace Orion
