#include "app/companion/gaprecovery.h"

#include "services/database/session.h"
#include "services/webhooks/backoff.h"

#include <QLoggingCategory>

#include <chrono>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcRecovery, "orion.webhooks.recovery")

constexpr std::chrono::seconds lookEvery{5};
const Backoff pauses{.first = std::chrono::seconds{5}, .longest = std::chrono::minutes{10}};

const char eventsName[] = "orion_webhook_recovered_total";
const char eventsHelp[] = "Events that had not come in and were got from Stripe's list.";
const char runsName[] = "orion_webhook_recoveries_total";
const char runsHelp[] = "Comparisons of Stripe's list of events with the inbox, by outcome.";

} // namespace

GapRecovery::GapRecovery(ConnectionSettings database, StripeApi &stripe, const Clock &clock,
                         Metrics &metrics, std::function<void()> stored)
    : m_database(std::move(database))
    , m_stripe(stripe)
    , m_clock(clock)
    , m_recovered(metrics.counter(eventsName, eventsHelp, {{"outcome", "stored"}}))
    , m_unreadable(metrics.counter(eventsName, eventsHelp, {{"outcome", "unreadable"}}))
    , m_succeeded(metrics.counter(runsName, runsHelp, {{"outcome", "succeeded"}}))
    , m_failed(metrics.counter(runsName, runsHelp, {{"outcome", "failed"}}))
    , m_stored(std::move(stored))
    , m_thread([this] { work(); })
{}

GapRecovery::~GapRecovery()
{
    stop();
}

void GapRecovery::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void GapRecovery::work()
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion gaps"));
    do {
        look(*session);
    } while (waitForNext());
}

bool GapRecovery::waitForNext()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, lookEvery, [this] { return m_stopping.load(); });
    return !m_stopping;
}

void GapRecovery::look(Session &session)
{
    m_toldAt = m_clock.now();
    const auto gap = watchForGap(session, m_toldAt, m_presence);
    if (!gap) {
        m_presence = Presence::Comes; // what happens until the database is back may be missing
        noteFailure(gap.error());
        return;
    }
    m_presence = Presence::Goes;
    // Without a key the gap waits for a companion that has one.
    if (!*gap || !m_stripe.isConfigured())
        m_lastFailure.clear(); // the database is back
    else if (!m_notBefore.isValid() || m_clock.now() >= m_notBefore)
        recover(session, **gap);
}

void GapRecovery::recover(Session &session, const EventGap &gap)
{
    m_counted = {};
    RecoveryOptions options;
    options.cause = m_hasStarted ? RecoveryCause::Outage : RecoveryCause::Start;
    options.gap = gap;
    options.isStopping = [this] { return m_stopping.load(); };
    const auto outcome =
        recoverEvents(session, m_stripe, m_clock, options,
                      [&](const RecoveryProgress &progress) { notePage(session, progress); });
    if (!outcome) {
        // One that another companion has in hand, or that the end of the program cuts off, has not
        // failed.
        if (outcome.error().code != ErrorCode::Conflict &&
            outcome.error().code != ErrorCode::Cancelled) {
            m_failed.add();
            noteFailure(outcome.error());
            m_notBefore = m_clock.now().addMSecs(pauses.after(++m_failures, 0).count());
        }
        return;
    }
    m_succeeded.add();
    m_failures = 0;
    m_notBefore = {};
    m_hasStarted = true;
    m_lastFailure.clear();
    qCInfo(lcRecovery).noquote() << "Recovered" << outcome->recovered << "of" << outcome->listed
                                 << "events that Stripe has had since"
                                 << outcome->since.toString(Qt::ISODate);
    if (!outcome->note.isEmpty())
        qCWarning(lcRecovery).noquote() << outcome->note;
}

void GapRecovery::notePage(Session &session, const RecoveryProgress &progress)
{
    m_recovered.add(quint64(progress.recovered - m_counted.recovered));
    m_unreadable.add(quint64(progress.unreadable - m_counted.unreadable));
    if (progress.recovered > m_counted.recovered)
        m_stored();
    m_counted = progress;
    // A long recovery must not look as if nobody were there.
    if (m_toldAt.addSecs(lookEvery.count()) > m_clock.now())
        return;
    m_toldAt = m_clock.now();
    if (!watchForGap(session, m_toldAt, Presence::Goes))
        m_presence = Presence::Comes;
}

void GapRecovery::noteFailure(const Error &error)
{
    if (error.message == m_lastFailure)
        return;
    m_lastFailure = error.message;
    qCWarning(lcRecovery).noquote()
        << "Whether events are missing cannot be told now:" << error.message << error.detail;
}

} // namespace Orion
