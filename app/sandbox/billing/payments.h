#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Who decides whether a charge goes through.
enum class Charge
{
    ByCard,
    Declined, // whatever the card: the demo's platform has failing customers
};

enum class Payment
{
    Paid,
    Failed,
    Processing, // a bank debit, whose outcome comes later
};

// Why the amount could not be collected from the subscription's payment method now; nothing when
// it could. Free is always paid.
std::optional<ApiError> chargeFailure(const State &state, const QJsonObject &subscription,
                                      qint64 amountDue, Charge charge);

// Tries to collect an open invoice and tells everything that follows, but for the subscription's
// status. With mayRetry, a failure names the next attempt.
Payment attemptPayment(State &state, const QString &invoiceId, Charge charge, bool mayRetry);

// The outcome of a debit that was processing. Returns its invoice.
QString settleDebit(State &state, const QString &intentId);

// The buyer answers the bank's question: the invoice that waited for it is paid.
void authenticatePayment(State &state, const QString &invoiceId);

// The payment intent that collects the invoice; empty when none was made.
QJsonObject paymentIntentOf(const State &state, const QString &invoiceId);

// The attempts after which Stripe gives up a renewal.
inline constexpr int mostAttempts = 4;

} // namespace Orion::Sandbox
