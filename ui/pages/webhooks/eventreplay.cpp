#include "ui/pages/webhooks/eventreplay.h"

#include <QLocale>

#include "services/billing/rights.h"
#include "services/database/changes.h"
#include "services/webhooks/replay.h"
#include "services/webhooks/webhooklog.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"

namespace Orion
{

namespace
{

// Tells the companion, which applies them, and other consoles.
Result<qint64> told(Session &session, Result<qint64> replayed)
{
    if (replayed) {
        if (const auto notified = notifyChanges(session, {Topic::Webhooks}); !notified)
            return fail(notified.error());
    }
    return replayed;
}

} // namespace

EventReplay::EventReplay(PageContext context, QWidget *page)
    : QObject(page)
    , m_context(context)
    , m_page(page)
{}

bool EventReplay::isAllowed() const
{
    return m_context.rights.replayEvents;
}

void EventReplay::ask(const QStringList &eventIds)
{
    if (!eventIds.isEmpty() && isAllowed())
        askAbout(eventIds.size(), [this, eventIds] { replay(eventIds); });
}

void EventReplay::askForAll(const WebhookFilter &filter)
{
    if (!isAllowed())
        return;
    m_context.runner.run(
        this, [filter](Session &session) { return countEvents(session, filter); },
        [this, filter](const Result<qint64> &count) {
            if (!count)
                Q_EMIT failed(count.error());
            else if (*count == 0)
                Q_EMIT replayed(0);
            else
                askAbout(*count, [this, filter] { replayAll(filter); });
        });
}

void EventReplay::askAbout(qint64 count, std::function<void()> replay)
{
    Question question;
    question.title =
        count == 1 ? tr("Replay this event?") : tr("Replay %Ln events?", nullptr, int(count));
    question.text =
        count == 1 ? tr("The queue takes it up again. If it was already applied, or is older than "
                        "what is known, it changes nothing.")
                   : tr("The queue takes them up again, in the order in which they arrived. Those "
                        "that were already applied, or are older than what is known, change "
                        "nothing.");
    question.choices = {tr("Cancel"), tr("Replay")};
    question.preferred = 1;
    m_context.dialogs.ask(m_page, question, [replay = std::move(replay)](int choice) {
        if (choice == 1)
            replay();
    });
}

void EventReplay::replay(const QStringList &eventIds)
{
    m_context.runner.run(
        this,
        [eventIds, actor = m_context.rights.role](Session &session) -> Result<qint64> {
            const auto replayed = replayEvents(session, eventIds, actor);
            return told(session, replayed ? Result<qint64>(*replayed) : fail(replayed.error()));
        },
        [this](const Result<qint64> &outcome) { tell(outcome); });
}

void EventReplay::replayAll(const WebhookFilter &filter)
{
    m_context.runner.run(
        this,
        [filter, actor = m_context.rights.role](Session &session) {
            return told(session, replayMatching(session, filter, actor));
        },
        [this](const Result<qint64> &outcome) { tell(outcome); });
}

void EventReplay::tell(const Result<qint64> &outcome)
{
    if (outcome)
        Q_EMIT replayed(*outcome);
    else
        Q_EMIT failed(outcome.error());
}

} // namespace Orion
