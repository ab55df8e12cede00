#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

#include <QUuid>

#include <functional>
#include <map>
#include <optional>

namespace Orion
{

class Clock;

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
using OperationEffect = std::function<Result<void>(Session &session,
                                                   const StripeOperation &operation,
                                                   const QJsonObject &answer)>;
using OperationEffects = std::map<QString, OperationEffect>; // by kind; kinds without one are fine

struct RecoveryOutcome
{
    int finished = 0; // done, by now or before the crash
    int failed = 0;   // refused by Stripe for good
    int left = 0;     // no answer: still pending
};

// Writes what is intended, with its idempotency key, into billing.stripe_operations; calls Stripe;
// records the outcome. No transaction is open during the call. While a process runs an operation
// its session holds an advisory lock on it; whoever finds a pending one without a holder finishes
// it with the same key. Any thread, each with its own session.
class StripeOperations
{
public:
    // What it is given outlives it.
    StripeOperations(StripeApi &stripe, const Clock &clock, OperationEffects effects);

    // Runs the plan to its end. Not inside a transaction. Errors: those of toError(StripeError);
    // the operation then is failed, or stays pending when it is not known whether Stripe did it.
    Result<StripeAnswer> run(Session &session, const OperationPlan &plan) const;

    // Finishes the vendor's pending operations that nobody runs. Call it under the vendor's lock
    // before deciding on a new one.
    Result<RecoveryOutcome> settleVendor(Session &session, qint64 vendorId) const;

    // The same for everybody's, the oldest first. For the companion's start and a timer.
    Result<RecoveryOutcome> recover(Session &session, int limit) const;

    StripeApi &stripe() const { return m_stripe; }

private:
    StripeApi &m_stripe;
    const Clock &m_clock;
    const OperationEffects m_effects;
};

// Serialises what is done to one vendor across all companions and consoles: an advisory lock of the
// session, held without a transaction and so across calls to Stripe, until the scope ends or the
// connection is lost.
class VendorLock
{
public:
    // Waits for a while (seconds). Errors: Conflict when somebody else holds it for longer.
    static Result<VendorLock> take(Session &session, qint64 vendorId);
    ~VendorLock();

    VendorLock(VendorLock &&other) noexcept;
    VendorLock &operator=(VendorLock &&) = delete;

private:
    VendorLock(Session &session, qint64 key);

    Session *m_session;
    qint64 m_key;
};

} // namespace Orion
