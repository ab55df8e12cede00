#include "services/billing/subscriptionrow.h"

namespace Orion
{

QString subscriptionColumns()
{
    return QStringLiteral(
        "id, vendor_id, tier_id, status, is_annual, stripe_customer_id, stripe_subscription_id, "
        "stripe_status, stripe_item_id, stripe_price_id, price_unknown, price_cents, currency, "
        "period_start, period_end, trial_ends_at, cancel_at, cancel_reason, ended_at, "
        "past_due_since, payment_retry_count, has_payment_method, created_at");
}

Subscription readSubscriptionRow(const Row &row)
{
    Subscription read;
    read.id = row.integer(0);
    read.vendorId = row.integer(1);
    read.tierId = row.integer(2);
    read.status = subscriptionStatusFromText(row.text(3)).value_or(SubscriptionStatus::Incomplete);
    read.isAnnual = row.boolean(4);
    read.stripeCustomerId = row.text(5);
    read.stripeSubscriptionId = row.text(6);
    read.stripeStatus = row.text(7);
    read.stripeItemId = row.text(8);
    read.stripePriceId = row.text(9);
    read.priceUnknown = row.boolean(10);
    read.priceCents = row.optionalInteger(11);
    read.currency = row.text(12);
    read.periodStart = row.time(13);
    read.periodEnd = row.time(14);
    read.trialEndsAt = row.time(15);
    read.cancelAt = row.time(16);
    read.cancelReason = row.text(17);
    read.endedAt = row.time(18);
    read.pastDueSince = row.time(19);
    read.paymentRetryCount = int(row.integer(20));
    read.hasPaymentMethod = row.boolean(21);
    read.createdAt = row.time(22);
    return read;
}

} // namespace Orion
