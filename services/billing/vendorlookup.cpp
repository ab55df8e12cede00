#include "services/billing/vendorlookup.h"

namespace Orion
{

namespace
{

const QString findSql = QStringLiteral(R"(
select vendor_id from (
    select 1 as clue, vendor_id from billing.vendor_subscriptions where stripe_subscription_id = ?
    union all
    select 1, vendor_id from billing.vendor_addons where stripe_subscription_id = ?
    union all
    select 2, id from billing.vendors where stripe_customer_id = ?
    union all
    select 3, vendor_id from billing.vendor_subscriptions where stripe_customer_id = ?
    union all
    select 4, id from billing.vendors where vendor_code = ?
    union all
    select 5, id from billing.vendors where vendor_code = ?) known
order by clue limit 1)");

const QString linkSql = QStringLiteral(R"(
update billing.vendors set stripe_customer_id = ?, updated_at = now()
where id = ? and stripe_customer_id is null
  and not exists (select from billing.vendors where stripe_customer_id = ?)
  and not exists (select from billing.stripe_objects where object_id = ? and deleted))");

const QString replaceSql = QStringLiteral(R"(
update billing.vendors set stripe_customer_id = ?, updated_at = now()
where id = ? and stripe_customer_id is distinct from ?
  and not exists (select from billing.vendors where stripe_customer_id = ?)
  and not exists (select from billing.stripe_objects where object_id = ? and deleted))");

const QString unlinkSql = QStringLiteral(R"(
update billing.vendors set stripe_customer_id = null, updated_at = now()
where stripe_customer_id = ? returning id)");

} // namespace

Result<std::optional<qint64>> findVendor(Session &session, const VendorClues &clues)
{
    return session.selectOne(findSql,
                             {clues.subscriptionId, clues.subscriptionId, clues.customerId,
                              clues.customerId, clues.vendorCode, clues.clientReferenceId},
                             [](const Row &row) { return row.integer(0); });
}

Result<void> linkCustomer(Session &session, qint64 vendorId, const QString &customerId)
{
    if (customerId.isEmpty())
        return {};
    const auto linked = session.execute(linkSql, {customerId, vendorId, customerId, customerId});
    return linked ? Result<void>() : fail(linked.error());
}

Result<void> replaceCustomer(Session &session, qint64 vendorId, const QString &customerId)
{
    if (customerId.isEmpty())
        return {};
    const auto replaced =
        session.execute(replaceSql, {customerId, vendorId, customerId, customerId, customerId});
    return replaced ? Result<void>() : fail(replaced.error());
}

Result<std::optional<qint64>> unlinkCustomer(Session &session, const QString &customerId)
{
    return session.selectOne(unlinkSql, {customerId},
                             [](const Row &row) { return row.integer(0); });
}

} // namespace Orion
