#include "services/stripe/operations/stripeoperations.h"

#include "services/platform/clock.h"
#include "services/stripe/operations/operationrecord.h"
#include "services/stripe/operations/outcomelookup.h"

#include <QLoggingCategory>

#include <set>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcOperations, "orion.stripe.operations")

// Stripe keeps keys for 24 hours; behind that the same key would do it a second time.
constexpr qint64 keyLifetime = 23 * 3600; // seconds

StripeError withoutAnswer(StripeErrorKind kind, const QString &message)
{
    StripeError error;
    error.kind = kind;
    error.message = message;
    return error;
}

// Whether an error settles it. A key that is refused says nothing about the attempt before.
bool settles(const StripeError &error, const OperationRecord &record)
{
    const bool isAboutTheKey = error.kind == StripeErrorKind::Authentication ||
                               error.kind == StripeErrorKind::NotConfigured;
    return error.isFinal() && !(isAboutTheKey && record.attempts > 1);
}

void add(RecoveryOutcome &sum, const RecoveryOutcome &more)
{
    sum.finished += more.finished;
    sum.failed += more.failed;
    sum.abandoned += more.abandoned;
    sum.left += more.left;
}

} // namespace

StripeOperations::StripeOperations(StripeApi &stripe, const Clock &clock, OperationEffects effects)
    : m_stripe(stripe)
    , m_clock(clock)
    , m_effects(std::move(effects))
{}

Result<StripeAnswer> StripeOperations::run(Session &session, const OperationPlan &plan) const
{
    if (!m_stripe.isConfigured())
        return fail(toError(withoutAnswer(StripeErrorKind::NotConfigured, {})));
    OperationRecord record = OperationRecords::make(plan, m_clock.now());
    const auto lock = OperationRecords::store(session, record);
    if (!lock)
        return fail(lock.error());
    const auto answer = callStripe(record, plan.priority);
    if (const auto recorded = recordOutcome(session, record, answer); !recorded)
        return fail(recorded.error());
    if (!answer)
        return fail(toError(answer.error()));
    return *answer;
}

// A deletion that was done leaves nothing to delete for its repetition.
StripeResult<StripeAnswer> StripeOperations::callStripe(const OperationRecord &record,
                                                        StripePriority priority) const
{
    auto answer = m_stripe.call(record.call(priority));
    if (answer || record.method != "DELETE" || answer.error().kind != StripeErrorKind::NotFound)
        return answer;
    const auto found = lookUpOutcome(m_stripe, record, priority);
    if (!found)
        return tl::unexpected(found.error());
    return *found ? StripeResult<StripeAnswer>(**found) : answer;
}

Result<void> StripeOperations::recordOutcome(Session &session, const OperationRecord &record,
                                             const StripeResult<StripeAnswer> &answer) const
{
    const QDateTime now = m_clock.now();
    if (answer) {
        const auto effect = m_effects.find(record.operation.kind);
        return OperationRecords::succeed(
            session, record, *answer, effect == m_effects.end() ? nullptr : &effect->second, now);
    }
    if (settles(answer.error(), record))
        return OperationRecords::end(session, record, QStringLiteral("failed"), answer.error(),
                                     now);
    return OperationRecords::keepPending(session, record, answer.error(), now);
}

Result<RecoveryOutcome> StripeOperations::abandon(Session &session,
                                                  const OperationRecord &record) const
{
    qCWarning(lcOperations).noquote()
        << "Operation" << record.operation.kind << record.operation.id << "from"
        << record.operation.createdAt.toString(Qt::ISODate)
        << "left no trace at Stripe and is too old to be repeated; it is abandoned.";
    const auto ended = OperationRecords::end(
        session, record, QStringLiteral("abandoned"),
        withoutAnswer(StripeErrorKind::Connection,
                      QStringLiteral("Stripe shows no trace of it; too old to be repeated.")),
        m_clock.now());
    if (!ended)
        return fail(ended.error());
    return RecoveryOutcome{.abandoned = 1};
}

// What Stripe did the database could not take over: to be tried again, since Stripe answers the
// same once more.
Result<RecoveryOutcome> StripeOperations::leave(Session &session, const OperationRecord &record,
                                                const Error &error) const
{
    if (error.code == ErrorCode::DatabaseUnavailable)
        return fail(error);
    qCWarning(lcOperations).noquote() << "Operation" << record.operation.kind << record.operation.id
                                      << "cannot be recorded:" << error.message << error.detail;
    const auto kept = OperationRecords::keepPending(
        session, record, withoutAnswer(StripeErrorKind::Api, error.message), m_clock.now());
    if (!kept)
        return fail(kept.error());
    return RecoveryOutcome{.left = 1};
}

// A pending operation, by the one who holds its lock.
Result<RecoveryOutcome> StripeOperations::finish(Session &session, const OperationRecord &record,
                                                 StripePriority priority) const
{
    StripeResult<StripeAnswer> answer = tl::unexpected(StripeError());
    if (record.operation.createdAt.secsTo(m_clock.now()) < keyLifetime) {
        answer = callStripe(record, priority);
    } else {
        const auto found = lookUpOutcome(m_stripe, record, priority);
        if (found && !*found)
            return abandon(session, record);
        if (found)
            answer = **found;
        else
            answer = tl::unexpected(found.error());
    }
    if (const auto recorded = recordOutcome(session, record, answer); !recorded)
        return leave(session, record, recorded.error());
    RecoveryOutcome outcome;
    if (answer)
        outcome.finished = 1;
    else if (settles(answer.error(), record))
        outcome.failed = 1;
    else
        outcome.left = 1;
    qCInfo(lcOperations).noquote() << "Operation" << record.operation.kind << record.operation.id
                                   << "from" << record.operation.createdAt.toString(Qt::ISODate)
                                   << (outcome.finished ? "is finished."
                                       : outcome.failed ? "was refused."
                                                        : "is left.");
    return outcome;
}

// Nothing when somebody runs it.
Result<std::optional<RecoveryOutcome>> StripeOperations::finishOrphan(Session &session, qint64 id,
                                                                      StripePriority priority) const
{
    const auto lock = OperationRecords::tryLock(session, id);
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return std::optional<RecoveryOutcome>();
    const auto record = OperationRecords::beginAttempt(session, id, m_clock.now());
    if (!record)
        return fail(record.error());
    if (!*record) // somebody was faster
        return std::optional(RecoveryOutcome());
    const auto outcome = finish(session, **record, priority);
    if (!outcome)
        return fail(outcome.error());
    return std::optional(*outcome);
}

// In the order in which they were decided, so that a late repetition never undoes a later one: what
// comes behind one without an answer waits with it.
Result<RecoveryOutcome> StripeOperations::settle(Session &session, qint64 vendorId,
                                                 StripePriority priority) const
{
    const auto pending = OperationRecords::pendingOfVendor(session, vendorId);
    if (!pending)
        return fail(pending.error());
    RecoveryOutcome sum;
    for (std::size_t i = 0; i < pending->size() && sum.left == 0; ++i) {
        const auto outcome = finishOrphan(session, pending->at(i), priority);
        if (!outcome)
            return fail(outcome.error());
        if (!*outcome)
            return fail(ErrorCode::Conflict,
                        QStringLiteral("Something else is being done for this vendor. Try again "
                                       "in a moment."));
        add(sum, **outcome);
        if (sum.left > 0)
            sum.left = int(pending->size() - i);
    }
    return sum;
}

Result<RecoveryOutcome> StripeOperations::settleVendor(Session &session, qint64 vendorId) const
{
    return settle(session, vendorId, StripePriority::Interactive);
}

// Whoever holds the vendor's lock settles its operations by himself.
Result<RecoveryOutcome> StripeOperations::recoverVendor(Session &session, qint64 vendorId) const
{
    const auto lock = VendorLock::tryTake(session, vendorId);
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return RecoveryOutcome();
    auto outcome = settle(session, vendorId, StripePriority::Background);
    if (!outcome && outcome.error().code == ErrorCode::Conflict)
        return RecoveryOutcome();
    return outcome;
}

Result<RecoveryOutcome> StripeOperations::recover(Session &session, int limit) const
{
    const auto due = OperationRecords::due(session, m_clock.now(), limit);
    if (!due)
        return fail(due.error());
    RecoveryOutcome sum;
    std::set<qint64> vendors;
    for (const OperationRecords::Pending &pending : *due) {
        if (pending.vendorId) {
            if (!vendors.insert(*pending.vendorId).second)
                continue;
            const auto outcome = recoverVendor(session, *pending.vendorId);
            if (!outcome)
                return fail(outcome.error());
            add(sum, *outcome);
        } else {
            const auto outcome = finishOrphan(session, pending.id, StripePriority::Background);
            if (!outcome)
                return fail(outcome.error());
            add(sum, outcome->value_or(RecoveryOutcome()));
        }
    }
    return sum;
}

} // namespace Orion
