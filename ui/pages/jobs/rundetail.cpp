#include "ui/pages/jobs/rundetail.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include "services/platform/clock.h"
#include "ui/pages/jobs/jobcolumns.h"
#include "ui/pages/jobs/jobwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/keyvaluegrid.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/stateview.h"

namespace Orion
{

RunDetail::RunDetail(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    buildUi();
    updateIcons();
    clear();
    connect(m_close, &QToolButton::clicked, this, &RunDetail::closeRequested);
    connect(&m_context.theme, &Theme::changed, this, &RunDetail::updateIcons);
}

void RunDetail::buildUi()
{
    m_state = new StateView(m_context.theme, this);
    m_body = new QWidget(this);
    m_error = new QLabel(m_body);
    m_error->setObjectName(QStringLiteral("errorBox"));
    m_message = new QLabel(m_body);
    for (QLabel *label : {m_error, m_message}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    buildFacts();

    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins({});
    body->setSpacing(12);
    body->addWidget(buildHeader());
    body->addWidget(m_error);
    body->addWidget(m_message);
    body->addWidget(m_facts);
    body->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_body, 1);
    layout->addWidget(m_state, 1);
}

QWidget *RunDetail::buildHeader()
{
    auto *header = new QWidget(m_body);
    m_title = new QLabel(header);
    m_title->setFont(m_context.theme.headingFont());
    m_badge = new StatusBadge(m_context.theme, header);
    m_close = new QToolButton(header);
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close"));

    auto *row = new QHBoxLayout(header);
    row->setContentsMargins({});
    row->setSpacing(Space::one);
    row->addWidget(m_title);
    row->addStretch();
    row->addWidget(m_badge);
    row->addWidget(m_close);
    return header;
}

void RunDetail::buildFacts()
{
    m_facts = new KeyValueGrid(m_body);
    m_by = m_facts->addText(tr("Asked by"));
    m_scheduled = m_facts->addText(tr("Due"));
    m_asked = m_facts->addText(tr("Asked for"));
    m_began = m_facts->addText(tr("Began"));
    m_ended = m_facts->addText(tr("Ended"));
    m_duration = m_facts->addText(tr("Duration"));
    m_rows = m_facts->addText(tr("Rows"));
    m_attempt = m_facts->addText(tr("Attempt"));
    m_host = m_facts->addText(tr("Companion"));
    m_cancelledBy = m_facts->addText(tr("Cancelled by"));
}

void RunDetail::clear()
{
    m_runId = 0;
    m_body->hide();
    m_state->setVisible(true);
    m_state->showEmpty(QStringLiteral("jobs"), tr("No run selected"),
                       tr("Choose a run to see who asked for it and how it ended."));
}

void RunDetail::showRun(const JobRun &run)
{
    m_runId = run.id;
    m_state->setVisible(false);
    m_body->show();
    m_title->setText(tr("Run of %1").arg(Formats::shortDateTime(run.startedAt)));
    m_badge->setLook(lookOfRun(run.state));
    const bool isBad =
        run.state == toText(JobRunState::Failed) || run.state == toText(JobRunState::Lost);
    const QString message = ServiceTexts::shown(run.message);
    m_error->setText(message);
    m_error->setVisible(isBad && !message.isEmpty());
    m_message->setText(message);
    m_message->setVisible(!isBad && !message.isEmpty());
    showTimes(run);
    m_by->setText(askedBy(run));
    m_rows->setText(QLocale().toString(run.processed));
    m_attempt->setText(QLocale().toString(run.attempt));
    m_facts->setRowVisible(m_attempt, run.attempt > 1);
    m_host->setText(Formats::orDash(run.host));
    m_cancelledBy->setText(run.cancelRequestedBy);
    m_facts->setRowVisible(m_cancelledBy, !run.cancelRequestedBy.isEmpty());
}

void RunDetail::showTimes(const JobRun &run)
{
    const bool hasBegun = run.state != toText(JobRunState::Requested);
    m_scheduled->setText(Formats::dateTime(run.scheduledFor));
    m_facts->setRowVisible(m_scheduled, run.requestedBy.isEmpty());
    m_asked->setText(Formats::dateTime(run.requestedAt));
    m_facts->setRowVisible(m_asked, run.requestedAt.isValid());
    m_began->setText(hasBegun ? Formats::dateTime(run.startedAt) : QStringLiteral("–"));
    m_ended->setText(Formats::dateTime(run.finishedAt));
    m_duration->setText(durationText(run, m_context.clock.now()));
}

QString RunDetail::errorText() const
{
    return m_error->isHidden() ? QString() : m_error->text();
}

void RunDetail::updateIcons()
{
    m_close->setIcon(m_context.theme.icon(QStringLiteral("close")));
}

} // namespace Orion
