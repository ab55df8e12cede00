#pragma once

#include "models/domain/result.h"
#include "services/database/advisorylock.h"
#include "services/stripe/client/stripeapi.h"

#include <QUuid>

#include <functional>
#include <map>
#include <optional>

namespace Orion
{

class Clock;
struct OperationRecord;

// Something that Stripe is to do, as decided by a service.
struct OperationPlan
{
    QString kind; // "checkout.create": names the effect
    std::optional<qint64> vendorId;
    QString actor; // on whose behalf
    QByteArray method = "POST";
    QString path;
    StripeForm parameters; // without the operation's id
    // Where the operation's id is added as …[operation_id]: "metadata",
    // "subscription_data[metadata]". Empty for calls that take no metadata.
    QStringList metadataNames = {QStringLiteral("metadata")};
    QJsonObject context = {}; // what the effect needs beside the answer
    StripePriority priority = StripePriority::Interactive;
};

// A row of billing.stripe_operations, as far as effects look at it.
struct StripeOperation
{
    qint64 id = 0;
    QUuid operationId;
    QString kind;
    std::optional<qint64> vendorId;
    QString actor;
    QJsonObject context;
    QDateTime createdAt; // UTC
};

// What a finished operation changes in the database. Runs in the transaction that records the
// outcome: both happen once, whatever crashes. Must not call Stripe.
using OperationEffect = std::function<Result<void>(
    Session &session, const StripeOperation &operation, const QJsonObject &answer)>;
using OperationEffects = std::map<QString, OperationEffect>; // by kind; kinds without one are fine

struct RecoveryOutcome
{
    int finished = 0;  // done, by now or before the crash
    int failed = 0;    // refused by Stripe for good
    int abandoned = 0; // too old to be repeated, and Stripe shows no trace of it
    int left = 0;      // no answer, or behind one without: still pending
};

// Writes what is intended, with its idempotency key, into billing.stripe_operations; calls Stripe;
// records the outcome. No transaction is open during the call. While a process runs an operation
// its session holds an advisory lock on it; whoever finds a pending one without a holder finishes
// it with the same key, in the order of the vendor's operations. After 23 hours, when Stripe may
// have forgotten the key, the outcome is looked for at Stripe by metadata[operation_id]; where
// there is none the operation is abandoned, for nobody expects it any more and whoever does asks
// anew.
//
// Of an answer only ids and the status are kept. Calls that are harmless to repeat and whose answer
// must not lie around (portal sessions, previews) need no operation: they go to StripeApi.
class StripeOperations
{
public:
    // What it is given outlives it.
    StripeOperations(StripeApi &stripe, const Clock &clock, OperationEffects effects);

    // Runs the plan to its end. Not inside a transaction. Errors: those of toError(StripeError);
    // the operation then is failed, or stays pending when it is not known whether Stripe did it.
    Result<StripeAnswer> run(Session &session, const OperationPlan &plan) const;

    // Finishes the vendor's pending operations. Call it under the vendor's lock before deciding on
    // a new one, and decide on none while any is left. Errors: Conflict when somebody runs one.
    Result<RecoveryOutcome> settleVendor(Session &session, qint64 vendorId) const;

    // The same for everybody's, the oldest first. For the companion's start and a timer.
    Result<RecoveryOutcome> recover(Session &session, int limit) const;

    StripeApi &stripe() const { return m_stripe; }

private:
    StripeResult<StripeAnswer> callStripe(const OperationRecord &record,
                                          StripePriority priority) const;
    Result<void> recordOutcome(Session &session, const OperationRecord &record,
                               const StripeResult<StripeAnswer> &answer) const;
    Result<RecoveryOutcome> abandon(Session &session, const OperationRecord &record) const;
    Result<RecoveryOutcome> leave(Session &session, const OperationRecord &record,
                                  const Error &error) const;
    Result<RecoveryOutcome> finish(Session &session, const OperationRecord &record,
                                   StripePriority priority) const;
    Result<std::optional<RecoveryOutcome>> finishOrphan(Session &session, qint64 id,
                                                        StripePriority priority) const;
    Result<RecoveryOutcome> settle(Session &session, qint64 vendorId,
                                   StripePriority priority) const;
    Result<RecoveryOutcome> recoverVendor(Session &session, qint64 vendorId) const;

    StripeApi &m_stripe;
    const Clock &m_clock;
    const OperationEffects m_effects;
};

// Serialises what is done to one vendor across all companions and consoles: an advisory lock of the
// session, held without a transaction and so across calls to Stripe, until the scope ends or the
// connection is lost. The same session may take it again.
class VendorLock
{
public:
    // Waits for a few seconds. Errors: Conflict when somebody else holds it for longer.
    static Result<VendorLock> take(Session &session, qint64 vendorId);

    // Nothing when somebody else holds it.
    static Result<std::optional<VendorLock>> tryTake(Session &session, qint64 vendorId);

private:
    explicit VendorLock(AdvisoryLock lock);

    AdvisoryLock m_lock;
};

} // namespace Orion
