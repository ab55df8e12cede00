#pragma once

#include "services/jobs/ledger.h"
#include "ui/widgets/pointedchart.h"

#include <array>

class QBarCategoryAxis;
class QBarSet;
class QCategoryAxis;
class QLineSeries;

namespace Orion
{

// The last runs of a job: a bar for how long each took, in the colour of how it ended, and a line
// for its rows. Lives on the GUI thread.
class RunChart : public PointedChart
{
    Q_OBJECT

public:
    explicit RunChart(Theme &theme, QWidget *parent = nullptr);

    void showRuns(std::vector<JobRun> runs); // that are over, the oldest first
    const std::vector<JobRun> &runs() const { return m_runs; }

    std::chrono::milliseconds longest() const;  // what its axis ends with
    static QString describe(const JobRun &run); // "16 Nov 2026, 11:00: succeeded in 12 s, 480 rows"

    QSize sizeHint() const override { return {420, 96}; }

protected:
    int places() const override { return int(m_runs.size()); }
    QString textOf(int place) const override { return describe(m_runs[std::size_t(place)]); }

private:
    void buildAxes();
    void applyTheme();
    void showAxes();

    std::vector<JobRun> m_runs;
    std::array<QBarSet *, 3> m_sets{}; // succeeded, failed, cancelled or lost; the chart's
    QLineSeries *m_rows;
    QBarCategoryAxis *m_time;
    QCategoryAxis *m_durationAxis;
    QCategoryAxis *m_rowAxis;
};

} // namespace Orion
