#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <chrono>

namespace Orion
{

// How far a signature's time may lie from ours, in either direction.
inline constexpr std::chrono::seconds defaultSignatureTolerance{300};

// Checks a Stripe-Signature header ("t=…,v1=…[,v1=…]") against the bytes of the body exactly as
// they were received. One v1 that fits one of the secrets is enough; other schemes are ignored.
// Secrets are trimmed; an empty one is never used as a key. Any thread.
//
// Stripe's own libraries refuse only what is too old. A time too far ahead is refused here as well:
// it would stay replayable until then, and it means that one of the two clocks is wrong.
//
// Errors: PaymentSystemNotConfigured without a usable secret, else SignatureInvalid; the message
// says why, and never repeats header, body or secret.
Result<void> verifySignature(const QByteArray &header, const QByteArray &body,
                             const QList<QByteArray> &secrets, const QDateTime &now,
                             std::chrono::seconds tolerance = defaultSignatureTolerance);

// The header that Stripe would send with the body: "t=…,v1=…". For the sandbox and tests.
QByteArray signPayload(const QByteArray &body, const QByteArray &secret, const QDateTime &time);

} // namespace Orion
