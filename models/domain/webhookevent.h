#pragma once

#include "models/domain/enums.h"

#include <QDateTime>
#include <QString>

namespace Orion
{

// A row of billing.stripe_webhook_events, without its payload. Times are UTC.
struct WebhookEvent
{
    qint64 id = 0; // the order of arrival
    QString eventId;
    QString eventType;
    QString apiVersion;
    WebhookStatus status = WebhookStatus::Received;
    int attempts = 0;
    QString lastError;
    QString objectId;   // what the event is about: sub_…, in_…, cus_…
    QString vendorCode; // empty while unknown
    QString vendorName;
    QString source;      // webhook, recovery, demo
    QDateTime createdAt; // when it happened at Stripe, whole seconds
    QDateTime receivedAt;
    QDateTime processedAt;
    QDateTime nextAttemptAt; // of a received event that is tried again later
};

} // namespace Orion
