#include "services/billing/addons/addoncheckouts.h"

namespace Orion
{

namespace
{

const QString openSql = QStringLiteral(R"(
select stripe_session_id, vendor_id, addon_id, stripe_price_id, quantity, domain_name
from billing.checkout_sessions
where vendor_id = ? and addon_id = ? and coalesce(domain_name, '') = ? and state = 'open')");

const QString insertSql = QStringLiteral(R"(
insert into billing.checkout_sessions
    (stripe_session_id, vendor_id, addon_id, stripe_price_id, quantity, domain_name)
values (?, ?, ?, ?, ?, nullif(?, '')) on conflict (stripe_session_id) do nothing)");

const QString awaitsSql = QStringLiteral(R"(
select exists (
    select from billing.checkout_sessions c
    where vendor_id = ? and addon_id = ? and coalesce(domain_name, '') = ?
      and state = 'completed' and stripe_subscription_id is not null
      and not exists (select from billing.vendor_addons a
                      where a.stripe_subscription_id = c.stripe_subscription_id)))");

const QString unpaidSql = QStringLiteral(R"(
update billing.checkout_sessions set state = 'expired', updated_at = now()
where stripe_subscription_id = ? and addon_id is not null and state = 'completed')");

// A completed checkout holds the domain until its subscription is told of, which then does. One
// whose outcome is not known yet may be open at Stripe.
const QString holdersSql = QStringLiteral(R"(
select vendor_id, '' from billing.vendor_addons
where domain_name = ? and status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
union all
select c.vendor_id, case when c.state = 'open' then c.stripe_session_id else '' end
from billing.checkout_sessions c
where c.domain_name = ? and (c.state = 'open' or c.state = 'completed' and not exists (
    select from billing.vendor_addons a
    where a.stripe_subscription_id = c.stripe_subscription_id))
union all
select vendor_id, '' from billing.stripe_operations
where state = 'pending' and kind = 'addon_checkout.create' and context->>'domain_name' = ?)");

// A null QString would be bound as NULL, which equals nothing.
QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

Result<void> written(const Result<qint64> &done)
{
    return done ? Result<void>() : fail(done.error());
}

} // namespace

Result<std::optional<AddonCheckout>> openAddonCheckout(Session &session, qint64 vendorId,
                                                       qint64 addonId, const QString &domainName)
{
    return session.selectOne(openSql, {vendorId, addonId, notNull(domainName)}, [](const Row &row) {
        return AddonCheckout{row.text(0), row.integer(1), row.integer(2),
                             row.text(3), row.integer(4), row.text(5)};
    });
}

Result<void> recordAddonCheckout(Session &session, const AddonCheckout &checkout)
{
    return written(session.execute(insertSql, {checkout.sessionId, checkout.vendorId,
                                               checkout.addonId, checkout.stripePriceId,
                                               checkout.quantity, notNull(checkout.domainName)}));
}

Result<bool> awaitsAddon(Session &session, qint64 vendorId, qint64 addonId,
                         const QString &domainName)
{
    const auto awaits = session.selectOne(awaitsSql, {vendorId, addonId, notNull(domainName)},
                                          [](const Row &row) { return row.boolean(0); });
    if (!awaits)
        return fail(awaits.error());
    return awaits->value_or(false);
}

Result<void> markCheckoutUnpaid(Session &session, const QString &stripeSubscriptionId)
{
    return written(session.execute(unpaidSql, {stripeSubscriptionId}));
}

Result<std::vector<DomainHolder>> holdersOfDomain(Session &session, const QString &domain)
{
    return session.select(holdersSql, {domain, domain, domain}, [](const Row &row) {
        return DomainHolder{row.integer(0), row.text(1)};
    });
}

} // namespace Orion
