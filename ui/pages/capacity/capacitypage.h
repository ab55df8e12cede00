#pragma once

#include "services/capacity/capacityoverview.h"
#include "services/capacity/capacityservice.h"
#include "ui/shell/consolepage.h"

#include <QTimer>

#include <memory>

class QBoxLayout;
class QPushButton;
class QScrollArea;

namespace Orion
{

class AdvicePanel;
class Card;
class ChartExportMenu;
class HistoryCard;
class MetricTiles;
class Notice;
class PageHeader;
class SnapshotCapture;
class StateView;
struct AdviceTarget;

// How large the platform is, how it grows, when limits are reached, and what to do about it.
class CapacityPage : public ConsolePage
{
    Q_OBJECT

public:
    explicit CapacityPage(PageContext context, QWidget *parent = nullptr);

    void refresh() override;
    QSet<Topic> topics() const override;
    void open(const QString &metric) override; // as growthTrends() names it

    MetricTiles *tiles() const { return m_tiles; }
    HistoryCard *history() const { return m_history; }
    AdvicePanel *advice() const { return m_advice; }
    StateView *state() const { return m_state; }
    Notice *notice() const { return m_notice; }
    QPushButton *captureButton() const { return m_capture; }
    ChartExportMenu *exportMenu() const { return m_export; }
    QString note() const { return m_note; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildUi();
    void buildHeader();
    void connectSignals();
    void connectCapture();
    void connectExport();
    void loadOverview();
    void takeOverview(const CapacityOverview &overview);
    void showEmpty();
    void showOverviewFailed(const Error &error);
    void showContent(bool some);
    void takeFocus();
    void arrange();
    void loadHealth();
    void updateNote();
    void updateCapture();
    void follow(const AdviceTarget &target);
    void updateIcons();

    std::shared_ptr<CapacityService> m_service; // shared with what runs on workers
    SnapshotCapture *m_snapshots;
    CapacityOverview m_overview;
    quint64 m_overviewToken = 0; // of the question that was asked last
    bool m_isEmpty = false;      // there are no snapshots
    bool m_healthAsked = false;
    bool m_healthStale = false; // something changed since it was asked
    QString m_note;
    QString m_saved; // the file that was exported last
    PageHeader *m_header;
    ChartExportMenu *m_export;
    QPushButton *m_capture;
    Notice *m_notice;
    QScrollArea *m_area;
    QBoxLayout *m_body; // the advice stands beside the chart, or below it
    MetricTiles *m_tiles;
    Card *m_stateCard;
    StateView *m_state;
    HistoryCard *m_history;
    AdvicePanel *m_advice;
    QTimer m_clockwork; // ages and what is recommended move on though nobody tells
};

} // namespace Orion
