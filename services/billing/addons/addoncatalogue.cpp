#include "services/billing/addons/addoncatalogue.h"

namespace Orion
{

namespace
{

const QString productColumns = QStringLiteral(
    "select id, code, name, category, price_cents, currency, billing_period, stripe_price_id"
    " from billing.addon_products where is_active");

const QString productsSql = productColumns + QStringLiteral(" order by display_order");
const QString productSql = productColumns + QStringLiteral(" and code = ?");

const QString vendorColumns = QStringLiteral(
    "select a.id, p.code, p.category, a.status, a.domain_name, a.quantity, a.period_end,"
    " a.cancel_at, a.stripe_subscription_id from billing.vendor_addons a"
    " join billing.addon_products p on p.id = a.addon_id where a.vendor_id = ?");

const QString ofVendorSql = vendorColumns + QStringLiteral(" order by a.id desc");
const QString oneOfVendorSql = vendorColumns + QStringLiteral(" and a.id = ?");

AddonProduct readProduct(const Row &row)
{
    return {row.integer(0),
            row.text(1),
            row.text(2),
            row.text(3),
            row.integer(4),
            row.text(5),
            billingIntervalFromText(row.text(6)).value_or(BillingInterval::Month),
            row.text(7)};
}

VendorAddon readAddon(const Row &row)
{
    return {row.integer(0),
            row.text(1),
            row.text(2),
            subscriptionStatusFromText(row.text(3)).value_or(SubscriptionStatus::Incomplete),
            row.text(4),
            row.integer(5),
            row.time(6),
            row.time(7),
            row.text(8)};
}

} // namespace

Result<std::vector<AddonProduct>> listAddons(Session &session)
{
    return session.select(productsSql, {}, readProduct);
}

Result<AddonProduct> findAddonOnSale(Session &session, const QString &code)
{
    const auto found = session.selectOne(productSql, {code}, readProduct);
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no add-on with this code. GET "
                                                        "/addons lists those on sale."));
    return **found;
}

Result<std::vector<VendorAddon>> addonsOfVendor(Session &session, qint64 vendorId)
{
    return session.select(ofVendorSql, {vendorId}, readAddon);
}

Result<VendorAddon> addonOfVendor(Session &session, qint64 vendorId, qint64 addonId)
{
    const auto found = session.selectOne(oneOfVendorSql, {vendorId, addonId}, readAddon);
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("You have no add-on with this id."));
    return **found;
}

} // namespace Orion
