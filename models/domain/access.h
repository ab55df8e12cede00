#pragma once

#include "models/domain/enums.h"

#include <QDateTime>

#include <chrono>

namespace Orion
{

// Our status for one of Stripe's, with pause_collection set or not. Nothing for a status that we
// do not know: it is kept as Stripe wrote it and grants no access.
std::optional<SubscriptionStatus> statusFromStripe(const QString &stripeStatus,
                                                   bool collectionPaused);

// What decides whether a vendor may create products, take orders and add team members.
struct AccessFacts
{
    SubscriptionStatus status = SubscriptionStatus::Expired;
    QString stripeStatus;   // empty for a local trial
    QDateTime trialEndsAt;  // UTC; of a local trial
    QDateTime pastDueSince; // UTC; invalid when not past due
};

inline constexpr std::chrono::days defaultPaymentGrace{7};

// Past due keeps access for the grace period; a local trial until it ends; an unknown Stripe
// status never has any.
bool hasAccess(const AccessFacts &facts, const QDateTime &now,
               std::chrono::days grace = defaultPaymentGrace);

} // namespace Orion
