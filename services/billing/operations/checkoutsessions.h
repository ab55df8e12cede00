#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace Orion
{

// A row of billing.checkout_sessions, of a tier's checkout.
struct CheckoutRecord
{
    QString sessionId;
    qint64 vendorId = 0;
    qint64 tierId = 0;
    QString stripePriceId;
    QDateTime trialEnd; // handed over; invalid: charged at once
};

Result<std::optional<CheckoutRecord>> openCheckoutOf(Session &session, qint64 vendorId);

// Remembers one that was made. Nothing when it is known.
Result<void> recordCheckout(Session &session, const CheckoutRecord &record);

// Of a tier or an add-on. Nothing for a session that is not known.
Result<void> markCheckoutExpired(Session &session, const QString &sessionId);
Result<void> markCheckoutCompleted(Session &session, const QString &sessionId,
                                   const QString &stripeSubscriptionId);

// The slow debit that should have paid a completed session failed, whichever of the two is heard of
// first.
Result<void> markDebitFailed(Session &session, const QString &sessionId,
                             const QString &stripeSubscriptionId);

// The sessions whose debit failed, and the subscriptions that wait for another payment: of those
// that were paid after all there is nothing to end.
struct UnpaidCheckout
{
    QString sessionId;
    QString stripeSubscriptionId;
};
Result<std::vector<UnpaidCheckout>> unpaidCheckoutsOf(Session &session, qint64 vendorId);
Result<void> markUnpaidEnded(Session &session, const QString &sessionId);

// Whether a completed checkout made a subscription that no event has told of yet.
Result<bool> awaitsSubscription(Session &session, qint64 vendorId);

} // namespace Orion
