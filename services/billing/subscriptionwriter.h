#pragma once

#include "models/domain/result.h"
#include "models/domain/vendor.h"
#include "services/database/session.h"

#include <optional>

namespace Orion
{

// Why a subscription changed: an event, an operation or a job, and on whose behalf.
struct ChangeCause
{
    QString cause;        // event type, operation, job
    QString actor;        // stripe, a job, a person
    QString eventId;      // empty unless an event
    QDateTime occurredAt; // UTC
};

// Reading the rows here locks them until the transaction ends.
Result<std::optional<Subscription>> lockSubscription(Session &session,
                                                     const QString &stripeSubscriptionId);
Result<std::optional<Subscription>> lockLiveSubscription(Session &session, qint64 vendorId);

// The vendor's live subscription, else its last, without locking it.
Result<std::optional<Subscription>> currentSubscription(Session &session, qint64 vendorId);

// Inserts (id 0) or updates the row of a base subscription, with its subscription_changes row when
// tier, status, price or MRR changed. Gives the row's id. Everything but vendor and payment
// standing is written as it stands in the record; call inside a transaction. hasPaymentMethod is
// the subscription's own: its customer's is added to it.
Result<qint64> saveSubscription(Session &session, const std::optional<Subscription> &before,
                                const Subscription &after, const ChangeCause &cause);

// An add-on that a vendor bought, as its own Stripe subscription tells it.
struct AddonSubscription
{
    qint64 vendorId = 0;
    qint64 addonId = 0;
    std::optional<SubscriptionStatus> status; // nothing: a word of Stripe's that we do not know
    QString stripeSubscriptionId;
    QString stripeStatus;
    QString domainName; // empty for add-ons without one
    qint64 quantity = 1;
    std::optional<qint64> priceCents; // per interval, minor units
    QString currency;
    QDateTime periodStart;
    QDateTime periodEnd;
    QDateTime cancelAt;
    QDateTime endedAt;
};

Result<void> saveAddon(Session &session, const AddonSubscription &addon);

// Whether a Stripe subscription is known as an add-on.
Result<bool> isKnownAddon(Session &session, const QString &stripeSubscriptionId);

} // namespace Orion
