#include "services/catalogue/subscriptionrows.h"

#include "services/database/idlist.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Orion
{

namespace
{

const QString rowsSql = QStringLiteral(R"(
select s.stripe_subscription_id, false, v.vendor_code, s.tier_id, t.code, s.status,
       s.stripe_status, s.stripe_customer_id, s.stripe_price_id, s.price_unknown, 1,
       s.period_start, s.period_end, s.trial_ends_at, s.cancel_at
from billing.vendor_subscriptions s
join billing.vendors v on v.id = s.vendor_id
join billing.subscription_tiers t on t.id = s.tier_id
where s.stripe_subscription_id = any (string_to_array(?, chr(31)))
union all
select a.stripe_subscription_id, true, v.vendor_code, a.addon_id, p.code, a.status,
       a.stripe_status, null, null, false, a.quantity, a.period_start, a.period_end, null,
       a.cancel_at
from billing.vendor_addons a
join billing.vendors v on v.id = a.vendor_id
join billing.addon_products p on p.id = a.addon_id
where a.stripe_subscription_id = any (string_to_array(?, chr(31))))");

const QString addonsSql =
    QStringLiteral("select stripe_price_id, addon_id from billing.addon_prices"
                   " where stripe_price_id = any (string_to_array(?, chr(31)))");

const QString seenScript = QStringLiteral(R"(
create temporary table if not exists stripe_seen (
    stripe_id text primary key, vendor_id bigint, is_live boolean, is_base boolean);
truncate pg_temp.stripe_seen)");

const QString noteSql = QStringLiteral(R"(
insert into pg_temp.stripe_seen (stripe_id, vendor_id, is_live, is_base)
select r.id, coalesce(
           (select vendor_id from billing.vendor_subscriptions where stripe_subscription_id = r.id),
           (select id from billing.vendors where stripe_customer_id = r.customer),
           (select id from billing.vendors where vendor_code = r.vendor)),
       r.live, r.base
from jsonb_to_recordset(?::jsonb)
    as r (id text, vendor text, customer text, live boolean, base boolean)
on conflict do nothing)");

const QString unseenSql = QStringLiteral(R"(
select stripe_id, is_addon, vendor_code from (
    (select s.stripe_subscription_id as stripe_id, false as is_addon, s.vendor_id
     from billing.vendor_subscriptions s
     where s.stripe_subscription_id > ? and not exists (
         select from pg_temp.stripe_seen seen where seen.stripe_id = s.stripe_subscription_id)
     order by s.stripe_subscription_id limit ?)
    union all
    (select a.stripe_subscription_id, true, a.vendor_id from billing.vendor_addons a
     where a.stripe_subscription_id > ? and not exists (
         select from pg_temp.stripe_seen seen where seen.stripe_id = a.stripe_subscription_id)
     order by a.stripe_subscription_id limit ?)) unseen
join billing.vendors v on v.id = unseen.vendor_id
order by stripe_id limit ?)");

const QString doubleSql = QStringLiteral(R"(
select v.vendor_code, string_agg(s.stripe_id, ', ' order by s.stripe_id)
from pg_temp.stripe_seen s join billing.vendors v on v.id = s.vendor_id
where s.is_live and s.is_base
group by v.vendor_code having count(*) > 1 order by v.vendor_code)");

SubscriptionRow readRow(const Row &row)
{
    SubscriptionRow read;
    read.stripeId = row.text(0);
    read.isAddon = row.boolean(1);
    read.vendorCode = row.text(2);
    read.soldId = row.integer(3);
    read.soldCode = row.text(4);
    read.status = row.text(5);
    read.stripeStatus = row.text(6);
    read.customerId = row.text(7);
    read.priceId = row.text(8);
    read.priceUnknown = row.boolean(9);
    read.quantity = row.integer(10);
    read.periodStart = row.time(11);
    read.periodEnd = row.time(12);
    read.trialEndsAt = row.time(13);
    read.cancelAt = row.time(14);
    return read;
}

} // namespace

Result<QHash<QString, SubscriptionRow>> readSubscriptionRows(Session &session,
                                                             const QStringList &stripeIds)
{
    const QString ids = idList(stripeIds);
    QHash<QString, SubscriptionRow> rows;
    const auto read = session.forEach(rowsSql, {ids, ids}, [&](const Row &row) {
        rows.insert(row.text(0), readRow(row));
        return true;
    });
    if (!read)
        return fail(read.error());
    return rows;
}

Result<QHash<QString, qint64>> addonsOfPrices(Session &session, const QStringList &priceIds)
{
    QHash<QString, qint64> addons;
    const auto read = session.forEach(addonsSql, {idList(priceIds)}, [&](const Row &row) {
        addons.insert(row.text(0), row.integer(1));
        return true;
    });
    if (!read)
        return fail(read.error());
    return addons;
}

Result<void> forgetSeen(Session &session)
{
    return session.script(seenScript);
}

Result<void> noteSeen(Session &session, const std::vector<SeenSubscription> &seen)
{
    QJsonArray rows;
    for (const SeenSubscription &one : seen)
        rows.append(QJsonObject{{QStringLiteral("id"), one.stripeId},
                                {QStringLiteral("vendor"), one.vendorCode},
                                {QStringLiteral("customer"), one.customerId},
                                {QStringLiteral("live"), one.isLive},
                                {QStringLiteral("base"), one.isBase}});
    const auto noted = session.execute(
        noteSql, {QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact))});
    return noted ? Result<void>() : fail(noted.error());
}

Result<std::vector<SubscriptionRow>> unseenRows(Session &session, const QString &after, int limit)
{
    const QString from = after.isNull() ? QStringLiteral("") : after;
    return session.select(unseenSql, {from, limit, from, limit, limit}, [](const Row &row) {
        SubscriptionRow read;
        read.stripeId = row.text(0);
        read.isAddon = row.boolean(1);
        read.vendorCode = row.text(2);
        return read;
    });
}

Result<std::vector<DoubleSubscription>> doubleSubscriptions(Session &session)
{
    return session.select(doubleSql, {}, [](const Row &row) {
        return DoubleSubscription{row.text(0), row.text(1)};
    });
}

} // namespace Orion
