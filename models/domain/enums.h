#pragma once

#include <QString>

#include <array>
#include <optional>

// The closed sets of words that the database, the API and the console share. toText() gives the
// word as stored; the …FromText() functions give nothing for a word that is not of the set.
namespace Orion
{

enum class SubscriptionStatus
{
    Trial,
    Active,
    PastDue,
    Cancelled,
    Expired,
    Paused,
    Incomplete
};
inline constexpr std::array allSubscriptionStatuses{
    SubscriptionStatus::Trial,  SubscriptionStatus::Active,     SubscriptionStatus::PastDue,
    SubscriptionStatus::Paused, SubscriptionStatus::Incomplete, SubscriptionStatus::Cancelled,
    SubscriptionStatus::Expired};
QString toText(SubscriptionStatus status);
std::optional<SubscriptionStatus> subscriptionStatusFromText(const QString &text);

// Live: the vendor has at most one such subscription (trial active past_due paused incomplete).
bool isLive(SubscriptionStatus status);

enum class WebhookStatus
{
    Received,
    Processed,
    Ignored,
    Superseded,
    Failed
};
inline constexpr std::array allWebhookStatuses{WebhookStatus::Received, WebhookStatus::Processed,
                                               WebhookStatus::Ignored, WebhookStatus::Superseded,
                                               WebhookStatus::Failed};
QString toText(WebhookStatus status);
std::optional<WebhookStatus> webhookStatusFromText(const QString &text);

enum class BillingInterval
{
    Month,
    Year
};
QString toText(BillingInterval interval);
std::optional<BillingInterval> billingIntervalFromText(const QString &text);

enum class UsageMetric
{
    Orders,
    Products,
    TeamMembers
};
QString toText(UsageMetric metric);
std::optional<UsageMetric> usageMetricFromText(const QString &text);

} // namespace Orion
