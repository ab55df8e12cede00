#include "services/billing/vendordirectory.h"

#include "services/billing/invoiceledger.h"
#include "services/billing/vendorquery.h"
#include "services/database/session.h"

namespace Orion
{

namespace
{

constexpr int recent = 10;

Result<std::optional<Subscription>> currentSubscription(Session &session, qint64 vendorId)
{
    static const QString sql = QStringLiteral(
        "select s.id, s.vendor_id, s.tier_id, t.code, t.name, s.status, s.is_annual,"
        " coalesce(s.stripe_customer_id, v.stripe_customer_id), s.stripe_subscription_id,"
        " s.stripe_status, s.stripe_price_id, s.price_unknown, s.price_cents, s.currency,"
        " s.period_start, s.period_end, s.trial_ends_at, s.cancel_at, s.past_due_since,"
        " s.payment_retry_count, s.has_payment_method from billing.vendor_subscriptions s"
        " join billing.subscription_tiers t on t.id = s.tier_id"
        " join billing.vendors v on v.id = s.vendor_id"
        " where s.vendor_id = ? and s.is_current");
    return session.selectOne(sql, {vendorId}, [](const Row &row) {
        Subscription found;
        found.id = row.integer(0);
        found.vendorId = row.integer(1);
        found.tierId = row.integer(2);
        found.tierCode = row.text(3);
        found.tierName = row.text(4);
        found.status =
            subscriptionStatusFromText(row.text(5)).value_or(SubscriptionStatus::Expired);
        found.isAnnual = row.boolean(6);
        found.stripeCustomerId = row.text(7);
        found.stripeSubscriptionId = row.text(8);
        found.stripeStatus = row.text(9);
        found.stripePriceId = row.text(10);
        found.priceUnknown = row.boolean(11);
        found.priceCents = row.optionalInteger(12);
        found.currency = row.text(13);
        found.periodStart = row.time(14);
        found.periodEnd = row.time(15);
        found.trialEndsAt = row.time(16);
        found.cancelAt = row.time(17);
        found.pastDueSince = row.time(18);
        found.paymentRetryCount = int(row.integer(19));
        found.hasPaymentMethod = row.boolean(20);
        return found;
    });
}

Result<std::vector<WebhookEvent>> recentEvents(Session &session, qint64 vendorId)
{
    static const QString sql = QStringLiteral(
        "select id, event_id, event_type, status, attempts, last_error, object_id, created_at,"
        " received_at, processed_at from billing.stripe_webhook_events"
        " where vendor_id = ? order by id desc limit ?");
    return session.select(sql, {vendorId, recent}, [](const Row &row) {
        WebhookEvent event;
        event.id = row.integer(0);
        event.eventId = row.text(1);
        event.eventType = row.text(2);
        event.status = webhookStatusFromText(row.text(3)).value_or(WebhookStatus::Received);
        event.attempts = int(row.integer(4));
        event.lastError = row.text(5);
        event.objectId = row.text(6);
        event.createdAt = row.time(7);
        event.receivedAt = row.time(8);
        event.processedAt = row.time(9);
        return event;
    });
}

Result<std::vector<SubscriptionChange>> recentChanges(Session &session, qint64 vendorId)
{
    static const QString sql = QStringLiteral(
        "select c.occurred_at, o.name, n.name, c.old_status, c.new_status, c.old_mrr_cents,"
        " c.new_mrr_cents, c.currency, c.cause, c.actor from billing.subscription_changes c"
        " left join billing.subscription_tiers o on o.id = c.old_tier_id"
        " left join billing.subscription_tiers n on n.id = c.new_tier_id"
        " where c.vendor_id = ? order by c.occurred_at desc, c.id desc limit ?");
    return session.select(sql, {vendorId, recent}, [](const Row &row) {
        return SubscriptionChange{row.time(0), row.text(1),    row.text(2),    row.text(3),
                                  row.text(4), row.integer(5), row.integer(6), row.text(7),
                                  row.text(8), row.text(9)};
    });
}

Result<VendorSummary> summaryOf(Session &session, const QString &vendorCode, const QDateTime &now)
{
    const VendorStatement statement = selectSummaries(
        {QStringLiteral("select id, null as key from billing.vendors where vendor_code = ?"),
         {vendorCode}},
        false, now);
    const auto found =
        session.selectOne(statement.sql, statement.arguments,
                          [&now](const Row &row) { return readSummary(row, now).summary; });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is no vendor %1. Reload the list.").arg(vendorCode));
    return **found;
}

} // namespace

Result<VendorDetail> getVendor(Session &session, const QString &vendorCode, const QDateTime &now)
{
    VendorDetail detail;
    auto summary = summaryOf(session, vendorCode, now);
    if (!summary)
        return fail(summary.error());
    detail.summary = std::move(*summary);
    const qint64 id = detail.summary.vendorId;

    auto subscription = currentSubscription(session, id);
    if (!subscription)
        return fail(subscription.error());
    detail.subscription = std::move(*subscription);

    InvoiceFilter filter;
    filter.vendorId = id;
    auto invoices = listInvoices(session, filter, {recent, {}});
    if (!invoices)
        return fail(invoices.error());
    detail.invoices = std::move(invoices->rows);

    auto events = recentEvents(session, id);
    if (!events)
        return fail(events.error());
    detail.events = std::move(*events);

    auto changes = recentChanges(session, id);
    if (!changes)
        return fail(changes.error());
    detail.changes = std::move(*changes);
    return detail;
}

} // namespace Orion
