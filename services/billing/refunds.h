#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/readers/charge.h"

#include <QStringList>

#include <optional>

namespace Orion
{

// What Stripe tells at a charge: that it was given back, or that its owner disputes it. Both are
// kept by the payment, and stand at the invoice from when it is known which one that is. Call
// inside a transaction, with the payment locked.

// The charge as it was told at a time. False: something newer is known. Within a second more is
// given back, not less.
Result<bool> saveRefund(Session &session, const StripeCharge &charge, const QDateTime &toldAt);

Result<void> saveDispute(Session &session, const StripeDispute &dispute, const QDateTime &now);

// Writes into billing_history what was given back of these payments.
Result<void> writeRefunds(Session &session, const QStringList &paymentIds);

// The vendor whose invoice was paid with it; nothing while that is not known.
Result<std::optional<qint64>> vendorOfPayment(Session &session, const QString &paymentId);

} // namespace Orion
