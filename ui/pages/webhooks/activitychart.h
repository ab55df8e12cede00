#pragma once

#include "models/domain/webhookactivity.h"

#include "ui/widgets/pointedchart.h"

#include <array>

class QBarCategoryAxis;
class QBarSet;
class QValueAxis;

namespace Orion
{

// The events of the last minutes, a stacked bar a minute: applied, waiting, failed. Lives on the
// GUI thread.
class ActivityChart : public PointedChart
{
    Q_OBJECT

public:
    explicit ActivityChart(Theme &theme, QWidget *parent = nullptr);

    void showMinutes(const std::vector<WebhookMinute> &minutes);

    double highest() const;                               // of the axis
    static QString describe(const WebhookMinute &minute); // "10:24: 31 received, 2 failed"

    QSize sizeHint() const override { return {420, 66}; }

protected:
    int places() const override { return int(m_minutes.size()); }
    QString textOf(int place) const override { return describe(m_minutes[std::size_t(place)]); }

private:
    void buildAxes();
    void applyTheme();
    void showAxes();

    std::vector<WebhookMinute> m_minutes;
    std::array<QBarSet *, 3> m_sets{}; // applied, waiting, failed; the chart's
    QBarCategoryAxis *m_time;
    QValueAxis *m_count;
};

} // namespace Orion
