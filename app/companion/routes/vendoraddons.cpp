#include "app/companion/routes/routes.h"

#include "app/companion/api/answers.h"
#include "app/companion/api/apirouter.h"
#include "app/companion/api/fields.h"
#include "services/billing/addons/addonservice.h"

#include <QJsonArray>

namespace Orion::Routes
{

namespace
{

const QString quantityField = QStringLiteral("quantity");

QJsonObject toJson(const AddonProduct &product)
{
    return {{QStringLiteral("code"), product.code},
            {QStringLiteral("name"), product.name},
            {QStringLiteral("category"), product.category},
            {QStringLiteral("price_cents"), product.priceCents},
            {QStringLiteral("currency"), product.currency},
            {QStringLiteral("billing_period"), toText(product.billingPeriod)}};
}

QJsonObject toJson(const VendorAddon &addon)
{
    return {{QStringLiteral("id"), addon.id},
            {QStringLiteral("code"), addon.code},
            {QStringLiteral("status"), toText(addon.status)},
            {QStringLiteral("domain_name"),
             addon.domainName.isEmpty() ? QJsonValue() : QJsonValue(addon.domainName)},
            {quantityField, addon.quantity},
            {QStringLiteral("period_end"), timeValue(addon.periodEnd)},
            {QStringLiteral("cancel_at"), timeValue(addon.cancelAt)}};
}

Result<qint64> idOf(const ApiCall &call)
{
    bool isNumber = false;
    const qint64 id = call.request.parameter(QStringLiteral("id")).toLongLong(&isNumber);
    if (!isNumber || id < 1)
        return fail(ErrorCode::NotFound, QStringLiteral("You have no add-on with this id."));
    return id;
}

Result<Http::Response> onSale(const ApiCall &call)
{
    const auto products = listAddons(call.session);
    if (!products)
        return fail(products.error());
    QJsonArray addons;
    for (const AddonProduct &product : *products)
        addons.append(toJson(product));
    return Http::Response::json({{QStringLiteral("addons"), addons}});
}

Result<Http::Response> owned(const ApiCall &call)
{
    const auto account = readAccount(call.session, call.principal.vendorCode);
    if (!account)
        return fail(account.error());
    const auto found = addonsOfVendor(call.session, account->id);
    if (!found)
        return fail(found.error());
    QJsonArray addons;
    for (const VendorAddon &addon : *found)
        addons.append(toJson(addon));
    return Http::Response::json({{QStringLiteral("addons"), addons}});
}

Result<Http::Response> purchase(const ApiCall &call, const AddonService &service)
{
    Fields fields(call.body);
    AddonWish wish;
    wish.code = fields.text(QStringLiteral("addon_code"));
    wish.quantity = fields.optionalInteger(quantityField, 1, 100).value_or(1);
    wish.domainName = fields.optionalText(QStringLiteral("domain_name")).value_or(QString());
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    const auto link = service.purchase(call.session, call.principal.vendorCode, wish, call.actor());
    if (!link)
        return fail(link.error());
    return Http::Response::json({{QStringLiteral("checkout_url"), link->url}});
}

Result<Http::Response> changeQuantity(const ApiCall &call, const AddonService &service)
{
    const auto id = idOf(call);
    if (!id)
        return fail(id.error());
    Fields fields(call.body);
    const qint64 quantity = fields.integer(quantityField, 1, 100);
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    const auto addon = service.changeQuantity(call.session, call.principal.vendorCode, *id,
                                              quantity, call.actor());
    if (!addon)
        return fail(addon.error());
    return Http::Response::json(toJson(*addon));
}

Result<Http::Response> cancel(const ApiCall &call, const AddonService &service)
{
    const auto id = idOf(call);
    if (!id)
        return fail(id.error());
    const auto addon = service.cancel(call.session, call.principal.vendorCode, *id, call.actor());
    if (!addon)
        return fail(addon.error());
    return Http::Response::json(toJson(*addon));
}

} // namespace

void addVendorAddons(ApiRouter &api, const AddonService &service)
{
    using Action = Result<Http::Response> (*)(const ApiCall &, const AddonService &);
    const auto with = [&service](Action action) {
        return [&service, action](const ApiCall &call) { return action(call, service); };
    };
    const QString base = QStringLiteral("/api/v1/vendor/billing");
    const QString one = base + QStringLiteral("/addons/{id}");
    api.addVendor("GET", base + QStringLiteral("/addons"), ApiCost::Database, onSale);
    api.addVendor("GET", base + QStringLiteral("/my-addons"), ApiCost::Database, owned);
    api.addVendor("POST", base + QStringLiteral("/addons/purchase"), ApiCost::Stripe,
                  with(purchase));
    api.addVendor("PATCH", one, ApiCost::Stripe, with(changeQuantity));
    api.addVendor("DELETE", one, ApiCost::Stripe, with(cancel));
}

} // namespace Orion::Routes
