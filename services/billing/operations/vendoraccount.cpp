#include "services/billing/operations/vendoraccount.h"

#include "services/billing/subscriptionwriter.h"

namespace Orion
{

namespace
{

const QString vendorSql =
    QStringLiteral("select id, vendor_code, name, email, stripe_customer_id from billing.vendors "
                   "where vendor_code = ?");

const QString tierSql =
    QStringLiteral("select code, name from billing.subscription_tiers where id = ?");

} // namespace

Result<void> nameTier(Session &session, Subscription &subscription)
{
    const auto named = session.forEach(tierSql, {subscription.tierId}, [&](const Row &row) {
        subscription.tierCode = row.text(0);
        subscription.tierName = row.text(1);
        return true;
    });
    return named ? Result<void>() : fail(named.error());
}

Result<VendorAccount> readAccount(Session &session, const QString &vendorCode)
{
    auto found = session.selectOne(vendorSql, {vendorCode}, [](const Row &row) {
        return VendorAccount{row.integer(0), row.text(1), row.text(2),
                             row.text(3),    row.text(4), {}};
    });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no vendor with this code."));
    VendorAccount account = std::move(**found);
    auto subscription = currentSubscription(session, account.id);
    if (!subscription)
        return fail(subscription.error());
    account.subscription = std::move(*subscription);
    if (account.subscription) {
        if (const auto named = nameTier(session, *account.subscription); !named)
            return fail(named.error());
    }
    return account;
}

} // namespace Orion
