#include "models/domain/enums.h"

namespace Orion
{

namespace
{

// Looks a word up among the values, through the same toText() that writes it.
template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<Enum, N> &values, const QString &text)
{
    for (const Enum value : values) {
        if (toText(value) == text)
            return value;
    }
    return std::nullopt;
}

} // namespace

QString toText(SubscriptionStatus status)
{
    switch (status) {
    case SubscriptionStatus::Trial:
        return QStringLiteral("trial");
    case SubscriptionStatus::Active:
        return QStringLiteral("active");
    case SubscriptionStatus::PastDue:
        return QStringLiteral("past_due");
    case SubscriptionStatus::Cancelled:
        return QStringLiteral("cancelled");
    case SubscriptionStatus::Expired:
        return QStringLiteral("expired");
    case SubscriptionStatus::Paused:
        return QStringLiteral("paused");
    case SubscriptionStatus::Incomplete:
        return QStringLiteral("incomplete");
    }
    return {};
}

std::optional<SubscriptionStatus> subscriptionStatusFromText(const QString &text)
{
    return find(allSubscriptionStatuses, text);
}

bool isLive(SubscriptionStatus status)
{
    return status != SubscriptionStatus::Cancelled && status != SubscriptionStatus::Expired;
}

QString toText(WebhookStatus status)
{
    switch (status) {
    case WebhookStatus::Received:
        return QStringLiteral("received");
    case WebhookStatus::Processed:
        return QStringLiteral("processed");
    case WebhookStatus::Ignored:
        return QStringLiteral("ignored");
    case WebhookStatus::Superseded:
        return QStringLiteral("superseded");
    case WebhookStatus::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

std::optional<WebhookStatus> webhookStatusFromText(const QString &text)
{
    return find(allWebhookStatuses, text);
}

QString toText(BillingInterval interval)
{
    return interval == BillingInterval::Year ? QStringLiteral("year") : QStringLiteral("month");
}

std::optional<BillingInterval> billingIntervalFromText(const QString &text)
{
    return find(std::array{BillingInterval::Month, BillingInterval::Year}, text);
}

QString toText(UsageMetric metric)
{
    switch (metric) {
    case UsageMetric::Orders:
        return QStringLiteral("orders");
    case UsageMetric::Products:
        return QStringLiteral("products");
    case UsageMetric::TeamMembers:
        return QStringLiteral("team_members");
    }
    return {};
}

std::optional<UsageMetric> usageMetricFromText(const QString &text)
{
    return find(std::array{UsageMetric::Orders, UsageMetric::Products, UsageMetric::TeamMembers},
                text);
}

} // namespace Orion
