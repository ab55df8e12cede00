#include "models/domain/access.h"

namespace Orion
{

std::optional<SubscriptionStatus> statusFromStripe(const QString &stripeStatus,
                                                   bool collectionPaused)
{
    static const QHash<QString, SubscriptionStatus> table{
        {QStringLiteral("trialing"), SubscriptionStatus::Trial},
        {QStringLiteral("active"), SubscriptionStatus::Active},
        {QStringLiteral("past_due"), SubscriptionStatus::PastDue},
        {QStringLiteral("unpaid"), SubscriptionStatus::PastDue},
        {QStringLiteral("incomplete"), SubscriptionStatus::Incomplete},
        {QStringLiteral("incomplete_expired"), SubscriptionStatus::Expired},
        {QStringLiteral("paused"), SubscriptionStatus::Paused},
        {QStringLiteral("canceled"), SubscriptionStatus::Cancelled},
    };
    const auto found = table.constFind(stripeStatus);
    if (found == table.constEnd())
        return std::nullopt;
    if (collectionPaused && isLive(*found))
        return SubscriptionStatus::Paused;
    return *found;
}

bool hasAccess(const AccessFacts &facts, const QDateTime &now, std::chrono::days grace)
{
    const bool linkedToStripe = !facts.stripeStatus.isEmpty();
    if (linkedToStripe && !statusFromStripe(facts.stripeStatus, false))
        return false;

    switch (facts.status) {
    case SubscriptionStatus::Trial:
        return linkedToStripe || (facts.trialEndsAt.isValid() && now < facts.trialEndsAt);
    case SubscriptionStatus::Active:
        return true;
    case SubscriptionStatus::PastDue:
        return facts.pastDueSince.isValid() && now < facts.pastDueSince.addDays(grace.count());
    case SubscriptionStatus::Cancelled:
    case SubscriptionStatus::Expired:
    case SubscriptionStatus::Paused:
    case SubscriptionStatus::Incomplete:
        return false;
    }
    return false;
}

} // namespace Orion
