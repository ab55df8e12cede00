#include "services/webhooks/causes.h"

#include "services/stripe/readers/json.h"

#include <QUuid>

namespace Orion
{

namespace
{

using Finding = Result<std::optional<ChangeCause>>;

const QString byKeySql =
    QStringLiteral("select kind, actor from billing.stripe_operations where idempotency_key = ?");

const QString byIdSql =
    QStringLiteral("select kind, actor from billing.stripe_operations where operation_id = ?");

// The last word on whether the subscription is to end.
const QString endSql = QStringLiteral(R"(
select kind, actor from billing.stripe_operations
where vendor_id = ? and path = ? and state in ('pending', 'succeeded') and kind in
    ('subscription.cancel_now', 'subscription.cancel_at_period_end', 'subscription.reactivate')
order by id desc limit 1)");

// What was done to the subscription just now, where no event tells who did it.
const QString latestSql = QStringLiteral(R"(
select kind, actor from billing.stripe_operations
where vendor_id = ? and path = ? and state in ('pending', 'succeeded') and created_at > ?
order by id desc limit 1)");
constexpr qint64 justNow = 60; // seconds

Finding find(const EventContext &context, const QString &sql, const QVariantList &arguments)
{
    return context.session.selectOne(sql, arguments, [&](const Row &row) {
        return ChangeCause{row.text(0), row.text(1), context.event.id, context.event.created};
    });
}

Finding byMetadata(const EventContext &context, const StripeMetadata &metadata)
{
    const QUuid id(metadata.value(QStringLiteral("operation_id")));
    if (id.isNull())
        return std::nullopt;
    return find(context, byIdSql, {id.toString(QUuid::WithoutBraces)});
}

bool isRequestedEnd(const EventContext &context)
{
    const QJsonObject details = StripeJson::child(context.event.object, "cancellation_details");
    return context.event.type == QLatin1String("customer.subscription.deleted") &&
           StripeJson::text(details, "reason") == QLatin1String("cancellation_requested");
}

Result<ChangeCause> orStripe(const EventContext &context, const Finding &finding)
{
    if (!finding)
        return fail(finding.error());
    return finding->value_or(ChangeCause{context.event.type, QStringLiteral("stripe"),
                                         context.event.id, context.event.created});
}

} // namespace

Result<ChangeCause> causeOfSubscription(const EventContext &context, qint64 vendorId,
                                        const StripeSubscription &subscription, bool isNew)
{
    if (!context.event.idempotencyKey.isEmpty()) {
        const auto caused = find(context, byKeySql, {context.event.idempotencyKey});
        if (!caused || *caused)
            return orStripe(context, caused);
    }
    if (isNew)
        return orStripe(context, byMetadata(context, subscription.metadata));
    const QString path = QStringLiteral("/v1/subscriptions/") + subscription.id;
    if (context.event.isAnswer())
        return orStripe(context, find(context, latestSql,
                                      {vendorId, path, context.event.created.addSecs(-justNow)}));
    if (!isRequestedEnd(context))
        return orStripe(context, std::nullopt);
    const auto end = find(context, endSql, {vendorId, path});
    const bool isWithdrawn =
        end && *end && (*end)->cause == QLatin1String("subscription.reactivate");
    return orStripe(context, isWithdrawn ? Finding(std::nullopt) : end);
}

Result<ChangeCause> causeOfCheckout(const EventContext &context, const StripeMetadata &metadata)
{
    return orStripe(context, byMetadata(context, metadata));
}

} // namespace Orion
