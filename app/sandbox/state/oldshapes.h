#pragma once

#include "app/sandbox/state/store.h"

namespace Orion::Sandbox
{

// Whether endpoints of the version get the shapes from before 2025-03-31.basil.
bool hasOldShapes(const QString &version);

// Subscriptions and invoices as they were written then: the period on the subscription, the
// subscription, payment and tax on the invoice, the price on its lines. Other objects as they are.
QJsonObject inOldShape(const Store &store, const QJsonObject &object);

} // namespace Orion::Sandbox
