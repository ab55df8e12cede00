#include "app/companion/webhookintake.h"

#include "app/companion/unavailable.h"
#include "services/database/session.h"
#include "services/stripe/signature.h"

#include <QLoggingCategory>

#include <algorithm>
#include <iterator>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcIntake, "orion.webhooks.intake")

const char eventsName[] = "orion_webhook_intake_total";
const char eventsHelp[] = "Webhook requests by what became of them.";

} // namespace

WebhookIntake::WebhookIntake(ConnectionSettings database, const std::vector<Secret> &secrets,
                             const Clock &clock, Metrics &metrics, RightOfWay &way,
                             std::function<void()> onStored, Limits limits)
    : m_database(std::move(database))
    , m_clock(clock)
    , m_way(way)
    , m_onStored(std::move(onStored))
    , m_limits(limits)
    , m_received(Http::Response::json({{QStringLiteral("received"), true}}))
    , m_accepted(metrics.counter(eventsName, eventsHelp, {{"outcome", "stored"}}))
    , m_duplicates(metrics.counter(eventsName, eventsHelp, {{"outcome", "duplicate"}}))
    , m_refused(metrics.counter(eventsName, eventsHelp, {{"outcome", "refused"}}))
    , m_unavailable(metrics.counter(eventsName, eventsHelp, {{"outcome", "unavailable"}}))
    , m_batchSizes(metrics.histogram("orion_webhook_batch_size", "Events stored by one commit.",
                                     {1, 2, 4, 8, 16, 32, 64}))
{
    for (const Secret &secret : secrets)
        m_secrets.append(secret.reveal());
    metrics.gauge("orion_webhook_waiting", "Webhook requests that wait for their commit.",
                  [this] { return double(waiting()); });
    m_thread = std::thread([this] { work(); });
}

WebhookIntake::~WebhookIntake()
{
    stop();
}

void WebhookIntake::stop()
{
    refuseNew();
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

std::size_t WebhookIntake::waiting() const
{
    const std::scoped_lock lock(m_mutex);
    return m_waiting.events.size();
}

void WebhookIntake::receive(const Http::Request &request, const Http::Responder &respond)
{
    if (m_refusing) {
        m_unavailable.add();
        respond(unavailable(QStringLiteral("shutting_down"),
                            QStringLiteral("The companion is shutting down.")));
        return;
    }
    const auto genuine =
        verifySignature(request.header("stripe-signature"), request.body, m_secrets, m_clock.now());
    if (!genuine) {
        refuse(request, respond, genuine.error());
        return;
    }
    auto event = parseEvent(request.body);
    if (!event) {
        refuse(request, respond, event.error());
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_stopping && m_waiting.events.size() < m_limits.waiting) {
            m_waiting.events.push_back(std::move(*event));
            m_waiting.responders.push_back(respond);
            m_wake.notify_one();
            return;
        }
    }
    m_unavailable.add();
    respond(unavailable(QStringLiteral("too_busy"), QStringLiteral("Too many events wait.")));
}

void WebhookIntake::refuse(const Http::Request &request, const Http::Responder &respond,
                           const Error &error)
{
    if (const auto leftOut = m_refusals.admit()) {
        qCWarning(lcIntake).noquote()
            << "Refused a webhook of" << request.body.size() << "bytes from" << request.peer << "-"
            << error.message << Http::RefusalLog::note(*leftOut);
    }
    if (error.code == ErrorCode::PaymentSystemNotConfigured) {
        m_unavailable.add();
        respond(unavailable(QStringLiteral("webhook_secret_missing"),
                            QStringLiteral("No webhook signing secret is configured.")));
        return;
    }
    m_refused.add();
    respond(Http::problem(error));
}

void WebhookIntake::work()
{
    // Made and destroyed here, for a connection belongs to its thread.
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion intake"));
    Batch batch;
    m_way.take();
    while (take(batch)) {
        m_batchSizes.observe(batch.events.size());
        store(*session, batch);
        batch.events.clear();
        batch.responders.clear();
    }
    m_way.release();
}

bool WebhookIntake::take(Batch &batch)
{
    std::unique_lock lock(m_mutex);
    const auto isOver = [this] { return m_stopping || !m_waiting.events.empty(); };
    if (!isOver()) {
        m_way.release();
        m_wake.wait(lock, isOver);
        m_way.take();
    }
    if (m_waiting.events.size() <= m_limits.batch) {
        std::swap(batch, m_waiting);
        return !batch.events.empty();
    }
    const auto moveFront = [count = std::ptrdiff_t(m_limits.batch)](auto &from, auto &to) {
        to.assign(std::make_move_iterator(from.begin()),
                  std::make_move_iterator(from.begin() + count));
        from.erase(from.begin(), from.begin() + count);
    };
    moveFront(m_waiting.events, batch.events);
    moveFront(m_waiting.responders, batch.responders);
    return true;
}

void WebhookIntake::store(Session &session, Batch &batch)
{
    // A connection that was open may have died unnoticed since; storing is idempotent, so one more
    // attempt on a new one spares Stripe a retry.
    const bool wasOpen = !session.isBroken();
    auto stored = storeEvents(session, batch.events);
    if (!stored && stored.error().code == ErrorCode::DatabaseUnavailable && wasOpen)
        stored = storeEvents(session, batch.events);
    if (!stored && stored.error().code != ErrorCode::DatabaseUnavailable && batch.events.size() > 1)
    {
        storeSingly(session, batch);
        return;
    }
    if (stored)
        noteStored(*stored);
    const Result<void> outcome = stored ? Result<void>() : fail(stored.error());
    for (const Http::Responder &respond : batch.responders)
        answer(respond, outcome);
}

// One event that the database does not take must not refuse its neighbours.
void WebhookIntake::storeSingly(Session &session, Batch &batch)
{
    for (std::size_t i = 0; i < batch.events.size(); ++i) {
        const auto stored = storeEvents(session, std::span(&batch.events[i], 1));
        if (stored)
            noteStored(*stored);
        answer(batch.responders[i], stored ? Result<void>() : fail(stored.error()));
    }
}

void WebhookIntake::noteStored(const std::vector<bool> &isNew)
{
    const auto added = quint64(std::ranges::count(isNew, true));
    m_accepted.add(added);
    m_duplicates.add(isNew.size() - added);
    if (added > 0)
        m_onStored();
    if (m_databaseAway)
        qCInfo(lcIntake) << "The database is back; webhooks are stored again.";
    m_databaseAway = false;
}

void WebhookIntake::answer(const Http::Responder &respond, const Result<void> &stored)
{
    if (stored) {
        respond(m_received);
        return;
    }
    const Error &error = stored.error();
    const bool isAway = error.code == ErrorCode::DatabaseUnavailable;
    if (!isAway || !m_databaseAway)
        qCWarning(lcIntake).noquote()
            << "A webhook is answered with 503:" << error.message << error.detail;
    m_databaseAway = m_databaseAway || isAway;
    m_unavailable.add();
    respond(unavailable(errorCodeName(ErrorCode::DatabaseUnavailable),
                        QStringLiteral("The event could not be stored.")));
}

} // namespace Orion
