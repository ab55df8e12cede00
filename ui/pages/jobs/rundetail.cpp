#include "ui/pages/jobs/rundetail.h"

#include <QLabel>
#include <QLocale>

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
    : DetailPane(context.theme, parent)
    , m_context(context)
{
    buildUi();
    clear();
}

void RunDetail::buildUi()
{
    m_error = new QLabel(content());
    m_error->setObjectName(QStringLiteral("errorBox"));
    m_message = new QLabel(content());
    for (QLabel *label : {m_error, m_message}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    buildFacts();
    add(m_error);
    add(m_message);
    add(m_facts);
    addStretch();
}

void RunDetail::buildFacts()
{
    m_facts = new KeyValueGrid(content());
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
    showState();
    state()->showEmpty(QStringLiteral("jobs"), tr("No run selected"),
                       tr("Choose a run to see who asked for it and how it ended."));
}

void RunDetail::showRun(const JobRun &run)
{
    m_runId = run.id;
    showContent();
    setTitle(tr("Run of %1").arg(Formats::shortDateTime(run.startedAt)));
    badge()->setLook(lookOfRun(run.state));
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

} // namespace Orion
