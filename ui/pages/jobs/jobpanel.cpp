#include "ui/pages/jobs/jobpanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "services/platform/clock.h"
#include "ui/pages/jobs/jobcontrol.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/pages/jobs/runchart.h"
#include "ui/pages/jobs/runprogress.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

namespace
{

constexpr std::size_t chartedRuns = 60;

QString runKey(const JobRun &run)
{
    return QString::number(run.id);
}

} // namespace

JobPanel::JobPanel(const PageContext &context, JobControl &control, QWidget *parent)
    : Card(context.theme, {}, parent)
    , m_context(context)
    , m_control(control)
    , m_source(context.runner)
    , m_history(new RunTableModel(m_source, historyColumns(context.clock), runKey, this))
{
    buildUi();
    connectSignals();
    updateColors();
}

void JobPanel::buildUi()
{
    m_progress = new Notice(m_context.theme, this);
    m_progress->setLasting(QStringLiteral("refresh"));
    m_list = new PagedTableView(m_context.theme, *m_history, this);
    m_list->table()->setAccessibleName(tr("Runs"));
    m_list->setEmpty(QStringLiteral("jobs"), tr("No runs yet"),
                     tr("Its runs show here as soon as a companion has begun one."));

    auto *top = new QVBoxLayout;
    top->setContentsMargins(Space::two, 12, Space::two, Space::half);
    top->setSpacing(Space::one);
    top->addWidget(buildHeader());
    top->addWidget(m_progress);
    top->addWidget(buildChart());
    setContentMargins(0, 0);
    content()->setSpacing(0);
    content()->addLayout(top);
    content()->addWidget(m_list, 1);
}

QWidget *JobPanel::buildHeader()
{
    auto *header = new QWidget(this);
    m_title = new QLabel(header);
    m_title->setFont(m_context.theme.headingFont());
    m_summary = new ElidedLabel(header);
    Formats::secondary(m_summary);
    m_run = new QPushButton(tr("Run now"), header);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_summary);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins({});
    row->addLayout(texts, 1);
    row->addWidget(m_run, 0, Qt::AlignTop);
    return header;
}

QWidget *JobPanel::buildChart()
{
    m_chartBox = new QWidget(this);
    m_chart = new RunChart(m_context.theme, m_chartBox);
    m_legend = Formats::muted(new QLabel(m_chartBox));
    m_legend->setFont(m_context.theme.smallFont());
    auto *column = new QVBoxLayout(m_chartBox);
    column->setContentsMargins({});
    column->setSpacing(2);
    column->addWidget(m_legend);
    column->addWidget(m_chart);
    m_chartBox->hide();
    return m_chartBox;
}

void JobPanel::connectSignals()
{
    connect(m_run, &QPushButton::clicked, this, [this] { m_control.run(m_job.job); });
    connect(m_progress, &Notice::actionClicked, this, [this] {
        if (m_job.open)
            m_control.cancel(*m_job.open);
    });
    connect(m_history, &PagedModel::loaded, this, &JobPanel::takeLoaded);
    connect(m_history, &PagedModel::stateChanged, this, [this](PagedModel::State state) {
        if (state == PagedModel::State::Failed)
            m_chartBox->hide(); // it is of the job before
    });
    connect(m_list, &PagedTableView::currentChanged, this, &JobPanel::showCurrent);
    connect(m_chart, &RunChart::picked, this,
            [this](int place) { m_list->select(runKey(m_chart->runs().at(std::size_t(place)))); });
    connect(&m_context.theme, &Theme::changed, this, &JobPanel::updateColors);
}

void JobPanel::showJob(const JobOverview &job, const QString &others)
{
    const bool isOther = job.job != m_job.job;
    m_job = job;
    m_others = others;
    if (isOther)
        begin();
    updateTimes();
    updateButton();
}

void JobPanel::begin()
{
    m_title->setText(jobTitle(m_job.job));
    m_summary->setFullText(jobSummary(m_job.job));
    m_selectNewest = true;
    m_list->select({});
    m_source.setQuery([job = m_job.job](Session &session, const PageRequest &request) {
        return jobHistory(session, job, request);
    });
    m_history->restart();
}

void JobPanel::reload()
{
    if (!m_job.job.isEmpty())
        m_history->reload();
}

void JobPanel::updateTimes()
{
    showProgress(*m_progress, m_job, m_others, m_context.clock.now(), m_control.isAllowed());
    m_list->table()->viewport()->update();
    if (m_job.open)
        showCurrent();
}

void JobPanel::selectRun(qint64 id)
{
    m_selectNewest = false;
    m_list->select(id == 0 ? QString() : QString::number(id));
}

// The chart shows what the list has; one run is no line.
void JobPanel::takeLoaded()
{
    std::vector<JobRun> ended;
    for (const JobRun &run : m_history->rows()) {
        if (run.finishedAt.isValid() && ended.size() < chartedRuns)
            ended.push_back(run);
    }
    std::ranges::reverse(ended);
    m_chartBox->setVisible(ended.size() > 1);
    m_chart->showRuns(std::move(ended));
    if (m_selectNewest && m_history->rowCount() > 0)
        selectRun(m_history->rowAt(0).id);
    showCurrent();
}

void JobPanel::showCurrent()
{
    const int row = m_history->rowOfKey(m_list->currentKey());
    Q_EMIT runShown(row < 0 ? nullptr : &m_history->rowAt(row));
}

void JobPanel::updateButton()
{
    m_run->setEnabled(m_control.isAllowed() && !m_job.open);
    m_run->setToolTip(!m_control.isAllowed() ? JobControl::whyNot()
                      : m_job.open           ? tr("It runs already, or has been asked to.")
                                             : tr("Run this job now (Ctrl+Enter)"));
}

void JobPanel::updateColors()
{
    Theme &theme = m_context.theme;
    m_run->setIcon(theme.icon(QStringLiteral("play")));
    const auto mark = [&theme](Token token, const QString &sign, const QString &text) {
        return QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp;%3")
            .arg(theme.color(token).name(), sign, text);
    };
    m_legend->setText(
        QStringList{mark(Token::Accent, QStringLiteral("■"), tr("Duration")),
                    mark(Token::Bad, QStringLiteral("■"), tr("failed")),
                    mark(Token::Warning, QStringLiteral("■"), tr("cancelled or lost")),
                    mark(Token::Text, QStringLiteral("—"), tr("Rows, on the right"))}
            .join(QStringLiteral("&nbsp;&nbsp;&nbsp; ")));
}

} // namespace Orion
