#pragma once

#include "services/jobs/joboverview.h"
#include "ui/pages/jobs/jobcolumns.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicepagesource.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;

namespace Orion
{

class ElidedLabel;
class JobControl;
class Notice;
class PagedTableView;
class RunChart;

// One job: what it does, what goes on, and its history as a chart and a list. Lives on the GUI
// thread, owned by the jobs page.
class JobPanel : public Card
{
    Q_OBJECT

public:
    JobPanel(const PageContext &context, JobControl &control, QWidget *parent = nullptr);

    // Another job, or the same one as it stands now. others: as for progressText().
    void showJob(const JobOverview &job, const QString &others);
    void reload();             // the history
    void updateTimes();        // what is written relative to now
    void selectRun(qint64 id); // as soon as it is loaded; 0: none

    QString job() const { return m_job.job; }
    RunTableModel *history() const { return m_history; }
    PagedTableView *list() const { return m_list; }
    RunChart *chart() const { return m_chart; }
    Notice *progress() const { return m_progress; }
    QPushButton *runButton() const { return m_run; }

Q_SIGNALS:
    void runShown(const Orion::JobRun *run); // chosen or changed; null: none

private:
    void buildUi();
    QWidget *buildHeader();
    QWidget *buildChart();
    void connectSignals();
    void begin();
    void takeLoaded();
    void showCurrent();
    void updateButton();
    void updateColors();

    PageContext m_context;
    JobControl &m_control;
    JobOverview m_job;
    QString m_others;
    ServicePageSource<JobRun> m_source;
    RunTableModel *m_history;
    bool m_selectNewest = false; // of a job that was just chosen
    QLabel *m_title;
    ElidedLabel *m_summary;
    QPushButton *m_run;
    Notice *m_progress;
    QWidget *m_chartBox;
    RunChart *m_chart;
    QLabel *m_legend;
    PagedTableView *m_list;
};

} // namespace Orion
