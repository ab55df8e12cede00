#pragma once

#include "ui/pages/jobs/jobcolumns.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicepagesource.h"

#include <QTimer>

class QSplitter;
class QVBoxLayout;

namespace Orion
{

class Card;
class JobControl;
class JobPanel;
class Notice;
class PagedTableView;
class RunDetail;

// The background jobs of the companions: when they run, what goes on and what became of it, and
// running them now.
class JobsPage : public ConsolePage
{
    Q_OBJECT

public:
    explicit JobsPage(PageContext context, QWidget *parent = nullptr);

    void refresh() override;
    QSet<Topic> topics() const override;
    void open(const QString &job) override;

    JobTableModel *model() const { return m_model; }
    PagedTableView *list() const { return m_list; }
    JobPanel *panel() const { return m_panel; }
    RunDetail *detail() const { return m_detail; }
    Notice *notice() const { return m_notice; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    // A run that the person asked for here.
    struct Awaited
    {
        QString job;
        qint64 run = 0; // 0: none
    };

    void buildUi();
    void connectSignals();
    void connectControl();
    void takeLoaded();
    void showCurrent();
    void showRun(const JobRun *run);
    void fitList();
    void closeDetail();
    void tellOutcome();
    void updateTimes();
    bool isAnythingOpen() const;
    QString runningBeside(const QString &job) const; // empty: nothing

    ServicePageSource<JobOverview> m_source;
    JobTableModel *m_model;
    JobControl *m_control;
    Card *m_listCard;
    PagedTableView *m_list;
    Notice *m_notice;
    QVBoxLayout *m_layout;
    QSplitter *m_splitter;
    JobPanel *m_panel;
    RunDetail *m_detail;
    Awaited m_awaited;
    QTimer m_clockwork; // times move on though nothing happens; faster while something runs
};

} // namespace Orion
