#include "services/webhooks/processor.h"

#include <QLoggingCategory>
#include <QRandomGenerator>

#include "services/database/transaction.h"
#include "services/platform/clock.h"
#include "services/webhooks/batch/books.h"
#include "services/webhooks/binding.h"
#include "services/webhooks/dispatcher.h"
#include "services/webhooks/queue.h"

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcWebhooks, "orion.webhooks")

// Together: any failure undoes the whole batch; no savepoints are paid for. Guarded: a failing
// event undoes only itself.
enum class Mode
{
    Together,
    Guarded
};

// One claimed batch on its way through a transaction. Lives on the stack of processBatch().
class Batch
{
public:
    Batch(Session &session, const ProcessorOptions &options, const QDateTime &now, Mode mode)
        : m_session(session)
        , m_options(options)
        , m_now(now)
        , m_mode(mode)
        , m_books(session, now)
    {}

    Result<BatchOutcome> run(int limit, QueueShare share);

private:
    struct Work
    {
        ClaimedEvent claimed;
        Result<StripeEvent> event;
    };

    Result<void> prepare(const std::vector<Work> &batch);
    Result<Handled> applyGuarded(const StripeEvent &event);
    Result<Handled> apply(const StripeEvent &event, Books &books);
    Result<void> conclude(const Work &work);
    void mark(const ClaimedEvent &claimed, const Handled &handled);
    void retry(const ClaimedEvent &claimed, const QString &reason,
               const std::optional<qint64> &vendorId);
    void giveUp(const ClaimedEvent &claimed, const QString &reason,
                const std::optional<qint64> &vendorId);

    Session &m_session;
    const ProcessorOptions &m_options;
    const QDateTime m_now;
    const Mode m_mode;
    Books m_books;
    std::optional<StripeBinding> m_binding;
    BatchOutcome m_outcome;
    std::vector<EventMark> m_marks;
};

Result<StripeEvent> readPayload(const ClaimedEvent &claimed)
{
    if (!claimed.payload)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("The event's payload is no longer kept, so it cannot be applied "
                                   "again. Run orion-companion stripe sync instead."));
    return readEvent(*claimed.payload);
}

Result<BatchOutcome> Batch::run(int limit, QueueShare share)
{
    const auto claimed = claimEvents(m_session, limit, m_now, share);
    if (!claimed)
        return fail(claimed.error());
    if (claimed->empty())
        return m_outcome;
    std::vector<Work> batch;
    for (const ClaimedEvent &event : *claimed)
        batch.push_back({event, readPayload(event)});
    if (const auto prepared = prepare(batch); !prepared)
        return fail(prepared.error());
    for (const Work &work : batch) {
        if (const auto concluded = conclude(work); !concluded)
            return fail(concluded.error());
    }
    if (const auto flushed = m_books.flush(); !flushed)
        return fail(flushed.error());
    if (const auto marked = markEvents(m_session, m_marks, m_now); !marked)
        return fail(marked.error());
    m_outcome.claimed = int(claimed->size());
    m_outcome.topics.insert(Topic::Webhooks);
    return m_outcome;
}

// Locks what the events are about, and reads it when they share one set of books.
Result<void> Batch::prepare(const std::vector<Work> &batch)
{
    QStringList keys;
    QStringList objects;
    QStringList subscriptions;
    for (const Work &work : batch) {
        if (!work.event)
            continue;
        keys += lockKeys(*work.event);
        objects.append(work.event->objectId);
        subscriptions.append(subscriptionOf(*work.event));
    }
    if (const auto locked = lockKeysInOrder(m_session, keys); !locked)
        return locked;
    if (m_mode == Mode::Guarded)
        return {};
    objects.removeAll(QString());
    subscriptions.removeAll(QString());
    if (const auto loaded = m_books.versions.load(objects); !loaded)
        return loaded;
    return m_books.subscriptions.load(subscriptions);
}

Result<void> Batch::conclude(const Work &work)
{
    if (!work.event) {
        // Trying again would read the same.
        giveUp(work.claimed, work.event.error().message, std::nullopt);
        return {};
    }
    const auto handled =
        m_mode == Mode::Guarded ? applyGuarded(*work.event) : apply(*work.event, m_books);
    if (handled) {
        mark(work.claimed, *handled);
        return {};
    }
    if (m_mode == Mode::Together || m_session.isBroken())
        return fail(handled.error());
    const Error &error = handled.error();
    qCWarning(lcWebhooks).noquote() << work.event->type << work.event->id
                                    << "could not be applied:" << error.message << error.detail;
    retry(work.claimed, error.message, std::nullopt);
    return {};
}

Result<Handled> Batch::applyGuarded(const StripeEvent &event)
{
    if (const auto saved = m_session.script(QStringLiteral("savepoint event")); !saved)
        return fail(saved.error());
    // Books of its own, which go with it when it fails.
    Books books(m_session, m_now);
    auto handled = apply(event, books);
    if (handled) {
        if (const auto flushed = books.flush(); !flushed)
            handled = fail(flushed.error());
    }
    if (!handled)
        m_binding.reset(); // it may go, too
    if (m_session.isBroken())
        return handled;
    const QString end =
        handled ? QStringLiteral("release savepoint event")
                : QStringLiteral("rollback to savepoint event; release savepoint event");
    if (const auto ended = m_session.script(end); !ended)
        return fail(ended.error());
    return handled;
}

Result<Handled> Batch::apply(const StripeEvent &event, Books &books)
{
    if (!m_binding || !isSettled(*m_binding, event)) {
        const auto binding = bindTo(m_session, event);
        if (!binding)
            return fail(binding.error());
        m_binding = *binding;
    }
    if (const auto reason = foreignReason(*m_binding, event))
        return Handled{Verdict::Ignored, *reason, std::nullopt, {}};
    return dispatch({m_session, event, m_now, books});
}

void Batch::mark(const ClaimedEvent &claimed, const Handled &handled)
{
    m_outcome.topics.insert(handled.topics.begin(), handled.topics.end());
    EventMark mark{claimed.rowId, WebhookStatus::Processed, handled.note, handled.vendorId, {}};
    switch (handled.verdict) {
    case Verdict::Applied:
        ++m_outcome.processed;
        break;
    case Verdict::Ignored:
        mark.status = WebhookStatus::Ignored;
        ++m_outcome.ignored;
        break;
    case Verdict::Superseded:
        mark.status = WebhookStatus::Superseded;
        ++m_outcome.superseded;
        break;
    case Verdict::Later:
        retry(claimed, handled.note, handled.vendorId);
        return;
    }
    m_marks.push_back(mark);
    using std::chrono::milliseconds;
    EventLag lag{std::nullopt, milliseconds(claimed.receivedAt.msecsTo(m_now))};
    if (claimed.wasDelivered)
        lag.delivery = milliseconds(claimed.createdAt.msecsTo(claimed.receivedAt));
    m_outcome.lags.push_back(lag);
}

void Batch::giveUp(const ClaimedEvent &claimed, const QString &reason,
                   const std::optional<qint64> &vendorId)
{
    ++m_outcome.failed;
    m_marks.push_back({claimed.rowId, WebhookStatus::Failed, reason, vendorId, {}});
    qCWarning(lcWebhooks).noquote()
        << claimed.eventId << "failed after" << claimed.attempts + 1 << "attempts:" << reason;
}

void Batch::retry(const ClaimedEvent &claimed, const QString &reason,
                  const std::optional<qint64> &vendorId)
{
    const int attempt = claimed.attempts + 1;
    if (attempt >= m_options.maxAttempts) {
        giveUp(claimed, reason, vendorId);
        return;
    }
    const auto wait =
        m_options.backoff.after(attempt, QRandomGenerator::global()->generateDouble());
    m_marks.push_back(
        {claimed.rowId, WebhookStatus::Received, reason, vendorId, m_now.addMSecs(wait.count())});
    ++m_outcome.retried;
}

} // namespace

WebhookProcessor::WebhookProcessor(const Clock &clock, ProcessorOptions options)
    : m_clock(clock)
    , m_options(options)
{}

Result<BatchOutcome> WebhookProcessor::processBatch(Session &session, int limit,
                                                    QueueShare share) const
{
    const auto attempt = [&](Mode mode) {
        return inTransaction(session, [&] {
            return Batch(session, m_options, m_clock.now(), mode).run(limit, share);
        });
    };
    auto outcome = attempt(Mode::Together);
    if (!outcome && outcome.error().code != ErrorCode::DatabaseUnavailable)
        outcome = attempt(Mode::Guarded);
    return outcome;
}

} // namespace Orion
