#pragma once

#include "app/sandbox/billing/itemchanges.h"

namespace Orion::Sandbox
{

// payment_behavior=pending_if_incomplete: the change waits in the subscription's pending_update
// until its invoice is paid, and is forgotten when that takes too long.

// Only some parameters can wait.
Answer<void> checkPendingParameters(const QJsonObject &parameters);

// What the present subscription shows while the update waits for the invoice.
QJsonObject withPendingUpdate(const Update &update, const QString &invoiceId);

bool isPendingInvoice(const QJsonObject &subscription, const QString &invoiceId);

// The invoice is paid: the change takes place.
void applyPendingUpdate(State &state, const QString &subscriptionId);

// The change is given up and its invoice voided. Does nothing where nothing waits.
void dropPendingUpdate(State &state, const QString &subscriptionId);

} // namespace Orion::Sandbox
