#pragma once

#include "models/domain/webhookactivity.h"

#include <QChartView>

#include <array>

class QBarCategoryAxis;
class QBarSet;
class QValueAxis;

namespace Orion
{

class Theme;

// The events of the last minutes, a stacked bar a minute: applied, waiting, failed. Pointing at a
// bar, or walking with the arrow keys, tells its numbers. Lives on the GUI thread.
class ActivityChart : public QChartView
{
    Q_OBJECT

public:
    explicit ActivityChart(Theme &theme, QWidget *parent = nullptr);

    void showMinutes(const std::vector<WebhookMinute> &minutes);

    double highest() const;                               // of the axis
    static QString describe(const WebhookMinute &minute); // "10:24: 31 received, 2 failed"

    QSize sizeHint() const override { return {420, 66}; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void buildAxes();
    void applyTheme();
    void showAxes();
    void point(int index); // -1: at none
    int minuteAt(const QPoint &position) const;

    Theme &m_theme;
    std::vector<WebhookMinute> m_minutes;
    std::array<QBarSet *, 3> m_sets{}; // applied, waiting, failed; the chart's
    QBarCategoryAxis *m_time;
    QValueAxis *m_count;
    int m_pointed = -1;
};

} // namespace Orion
