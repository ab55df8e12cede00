#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Who decides whether a charge goes through.
enum class Charge
{
    ByCard,
    Declined, // whatever the card: the demo's platform has failing customers
};

// Whether the invoice could be collected now. Free ones always can.
bool wouldBePaid(const State &state, const QJsonObject &subscription, qint64 amountDue,
                 Charge charge);

// Tries to collect an open invoice and tells everything that follows, but for the subscription's
// status. Returns whether it is paid.
bool attemptPayment(State &state, const QString &invoiceId, Charge charge);

// The attempts after which Stripe gives up a renewal.
inline constexpr int mostAttempts = 4;

} // namespace Orion::Sandbox
