#pragma once

#include "models/domain/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace Orion
{

// The envelope of a Stripe event, in any API version.
struct StripeEvent
{
    QString id;
    QString type;
    QString apiVersion; // opaque; empty when the envelope names none
    QString account;    // of a connected account; empty for the account's own events
    bool livemode = false;
    QDateTime created;           // UTC, whole seconds
    QJsonObject object;          // data.object
    QString objectId;            // empty when the object has none
    QString idempotencyKey = {}; // of the request that caused it; empty when none did

    // Made from what Stripe answered when it was asked, not sent by it. Such ids begin with a sign
    // that comes after those of all events.
    bool isAnswer() const { return id.startsWith(u'~'); }
};

// Errors: InvalidArgument with a sentence: not UTF-8, not a JSON object, no id, no type, a field of
// the wrong kind.
Result<StripeEvent> readEvent(const QByteArray &json);

} // namespace Orion
