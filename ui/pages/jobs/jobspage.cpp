#include "ui/pages/jobs/jobspage.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include "services/billing/rights.h"
#include "services/database/changes.h"
#include "services/platform/clock.h"
#include "ui/pages/jobs/jobcontrol.h"
#include "ui/pages/jobs/jobpanel.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/pages/jobs/rundetail.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/tableheader.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

namespace
{

constexpr std::chrono::seconds idleStep{15};
constexpr std::chrono::seconds liveStep{1}; // companions note their progress about as often
constexpr int mostJobsShown = 8;            // more scroll

// All jobs are one page: there are few.
Result<Page<JobOverview>> allJobsPage(Session &session, const PageRequest &)
{
    auto jobs = listJobs(session);
    if (!jobs)
        return fail(jobs.error());
    std::ranges::stable_sort(*jobs, {}, [](const JobOverview &job) { return jobRank(job.job); });
    return Page<JobOverview>{std::move(*jobs), {}};
}

} // namespace

JobsPage::JobsPage(PageContext context, QWidget *parent)
    : ConsolePage(context, parent)
    , m_source(context.runner, allJobsPage)
    , m_model(new JobTableModel(
          m_source, jobColumns(context.clock, context.theme),
          [](const JobOverview &job) { return job.job; }, this))
    , m_control(new JobControl(context, this))
{
    buildUi();
    connectSignals();
    connectControl();
    m_clockwork.setInterval(idleStep);
    m_clockwork.start();
}

void JobsPage::buildUi()
{
    Theme &theme = context().theme;
    auto *header = new PageHeader(theme, tr("Jobs"), this);
    header->setNote(tr("What companions do by themselves"));
    m_notice = new Notice(theme, this);
    m_listCard = new Card(theme, {}, this);
    m_listCard->setContentMargins(0, 0);
    m_list = new PagedTableView(theme, *m_model, m_listCard);
    m_list->table()->setAccessibleName(tr("Jobs"));
    m_list->setEmpty(QStringLiteral("jobs"), tr("No jobs yet"),
                     tr("Jobs show here once a companion serves this database: start "
                        "orion-companion serve."));
    m_listCard->content()->addWidget(m_list);

    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(Space::two);
    m_panel = new JobPanel(context(), *m_control, m_splitter);
    auto *detailCard = new Card(theme, {}, m_splitter);
    m_detail = new RunDetail(context(), detailCard);
    detailCard->content()->addWidget(m_detail);
    detailCard->setMinimumWidth(340);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({800, 360});

    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    m_layout->setSpacing(12);
    m_layout->addWidget(header);
    m_layout->addWidget(m_notice);
    m_layout->addWidget(m_listCard);
    m_layout->addWidget(m_splitter, 1);
    setFocusProxy(m_list);
    fitList();
}

void JobsPage::connectSignals()
{
    connect(m_list, &PagedTableView::shown, this, &JobsPage::markReady);
    connect(m_list, &PagedTableView::shown, this, &JobsPage::fitList);
    connect(m_list, &PagedTableView::currentChanged, this, &JobsPage::showCurrent);
    connect(m_list, &PagedTableView::opened, this,
            [this] { m_panel->list()->table()->setFocus(); });
    connect(m_model, &PagedModel::loaded, this, &JobsPage::takeLoaded);
    connect(m_model, &PagedModel::reloadFailed, this, &ConsolePage::failed);
    connect(m_panel, &JobPanel::runShown, this, &JobsPage::showRun);
    connect(m_detail, &RunDetail::closeRequested, this, &JobsPage::closeDetail);
    connect(&m_clockwork, &QTimer::timeout, this, [this] {
        if (isActive() && isAnythingOpen())
            refresh();
        else
            updateTimes();
    });
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        connect(shortcut, &QShortcut::activated, m_panel->runButton(), &QPushButton::click);
    }
}

void JobsPage::connectControl()
{
    connect(m_control, &JobControl::requested, this, [this](const QString &job, qint64 run) {
        m_awaited = {job, run};
        m_notice->hide();
        if (job == m_panel->job())
            m_panel->selectRun(run);
        refresh();
    });
    connect(m_control, &JobControl::cancelled, this, [this](bool inTime) {
        if (!inTime)
            m_notice->tell(Notice::Kind::Info,
                           tr("The run was over before it could be cancelled."));
        refresh();
    });
    connect(m_control, &JobControl::failed, this, [this](const Error &error) {
        m_notice->tell(Notice::Kind::Failure, ServiceTexts::shown(error.message));
        refresh();
    });
}

void JobsPage::refresh()
{
    m_model->reload();
    m_panel->reload();
}

QSet<Topic> JobsPage::topics() const
{
    return {Topic::Jobs};
}

void JobsPage::open(const QString &job)
{
    m_list->select(job);
}

void JobsPage::takeLoaded()
{
    fitList();
    if (m_model->rowOfKey(m_list->currentKey()) < 0 && m_model->rowCount() > 0)
        m_list->select(m_model->keyAt(0));
    else
        showCurrent();
    tellOutcome();
    const std::chrono::milliseconds step = isAnythingOpen() ? liveStep : idleStep;
    if (m_clockwork.intervalAsDuration() != step)
        m_clockwork.start(step);
}

void JobsPage::showCurrent()
{
    const int row = m_model->rowOfKey(m_list->currentKey());
    if (row >= 0)
        m_panel->showJob(m_model->rowAt(row), runningBeside(m_model->keyAt(row)));
}

void JobsPage::showRun(const JobRun *run)
{
    if (run)
        m_detail->showRun(*run);
    else
        m_detail->clear();
}

// As high as its rows; all of the page where there is only a state to show.
void JobsPage::fitList()
{
    const int rows = m_model->rowCount();
    m_splitter->setVisible(rows > 0);
    m_layout->setStretchFactor(m_listCard, rows > 0 ? 0 : 1);
    const int height =
        m_list->table()->header()->minimumHeight() + std::min(rows, mostJobsShown) * Space::row;
    m_list->setMinimumHeight(rows > 0 ? height : 0);
    m_list->setMaximumHeight(rows > 0 ? height : QWIDGETSIZE_MAX);
}

void JobsPage::closeDetail()
{
    m_panel->selectRun(0);
    m_detail->clear();
    m_panel->list()->table()->setFocus();
}

// How the run that the person asked for ended, wherever they look meanwhile.
void JobsPage::tellOutcome()
{
    const int row = m_awaited.run == 0 ? -1 : m_model->rowOfKey(m_awaited.job);
    if (row < 0)
        return;
    const JobOverview &job = m_model->rowAt(row);
    if (!job.ended || job.ended->id != m_awaited.run)
        return;
    const JobRun &run = *job.ended;
    if (run.state == toText(JobRunState::Lost) && run.attempt < mostAttempts)
        return; // it is begun again
    m_awaited = {};
    const QString title = jobTitle(run.job);
    const QString said = ServiceTexts::shown(run.message);
    const bool succeeded = run.state == toText(JobRunState::Succeeded);
    if (run.state == toText(JobRunState::Cancelled))
        m_notice->tell(Notice::Kind::Info, tr("%1: %2", "job, what its run says").arg(title, said));
    else
        m_notice->tell(succeeded ? Notice::Kind::Success : Notice::Kind::Failure,
                       tr("%1: %2. %3", "job, how its run ended, what it says")
                           .arg(title, lookOfRun(run.state).text, said)
                           .trimmed());
}

void JobsPage::updateTimes()
{
    m_list->table()->viewport()->update();
    m_panel->updateTimes();
}

bool JobsPage::isAnythingOpen() const
{
    return std::ranges::any_of(m_model->rows(),
                               [](const JobOverview &job) { return job.open.has_value(); });
}

QString JobsPage::runningBeside(const QString &job) const
{
    for (const JobOverview &other : m_model->rows()) {
        if (other.job != job && other.open && other.open->state == toText(JobRunState::Running))
            return other.job;
    }
    return {};
}

void JobsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_detail->runId() != 0)
        closeDetail();
    else
        ConsolePage::keyPressEvent(event);
}

} // namespace Orion
