#pragma once

#include "services/stripe/client/stripeapi.h"

#include <QCryptographicHash>

namespace Orion
{

// The idempotency key of something that setup makes. The same wish on the same state of things at
// Stripe gives the same key, in whatever process: a call that was cut off and is repeated makes
// nothing twice. What was made since, or is gone, gives another.
inline QByteArray setupKey(const StripeCall &call, const QByteArray &seen)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(call.path.toUtf8() + '\n' + call.parameters.encoded() + '\n' + seen);
    return "orion-setup-" + hash.result().toHex().left(40);
}

} // namespace Orion
