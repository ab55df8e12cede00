#include "app/companion/api/subscriptionanswer.h"

#include "app/companion/api/answers.h"

#include <cmath>

namespace Orion
{

namespace
{

QJsonObject meter(const Usage &usage)
{
    const auto percent = usage.percent();
    return {{QStringLiteral("used"), usage.used},
            {QStringLiteral("limit"), orNull(usage.limit)},
            {QStringLiteral("remaining"), orNull(usage.remaining())},
            {QStringLiteral("percent"),
             percent ? QJsonValue(std::round(*percent * 10) / 10) : QJsonValue()}};
}

QJsonValue tierOf(const SubscriptionOverview &overview)
{
    if (overview.tierCode.isEmpty())
        return {};
    return QJsonObject{{QStringLiteral("code"), overview.tierCode},
                       {QStringLiteral("name"), overview.tierName}};
}

} // namespace

QJsonObject usageAnswer(const SubscriptionOverview &overview)
{
    return {{QStringLiteral("orders"), meter(overview.orders)},
            {QStringLiteral("products"), meter(overview.products)},
            {QStringLiteral("team_members"), meter(overview.teamMembers)}};
}

QJsonObject subscriptionAnswer(const SubscriptionOverview &overview)
{
    return {{QStringLiteral("vendor_code"), overview.vendorCode},
            {QStringLiteral("status"),
             overview.status ? QJsonValue(toText(*overview.status)) : QJsonValue()},
            {QStringLiteral("tier"), tierOf(overview)},
            {QStringLiteral("is_annual"), overview.isAnnual},
            {QStringLiteral("trial_ends_at"), timeValue(overview.trialEndsAt)},
            {QStringLiteral("period_start"), timeValue(overview.periodStart)},
            {QStringLiteral("period_end"), timeValue(overview.periodEnd)},
            {QStringLiteral("next_billing_date"), timeValue(overview.nextBillingDate)},
            {QStringLiteral("cancel_at"), timeValue(overview.cancelAt)},
            {QStringLiteral("payment_retry_count"), overview.paymentRetryCount},
            {QStringLiteral("has_payment_method"), overview.hasPaymentMethod},
            {QStringLiteral("usage"), usageAnswer(overview)}};
}

} // namespace Orion
