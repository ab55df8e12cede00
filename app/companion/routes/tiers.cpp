#include "app/companion/api/answers.h"
#include "app/companion/api/apirouter.h"
#include "app/companion/api/billinganswers.h"
#include "app/companion/api/fields.h"
#include "app/companion/routes/routes.h"
#include "services/billing/operations/billingservice.h"
#include "services/billing/operations/tieroffers.h"
#include "services/platform/clock.h"

#include <QJsonArray>

namespace Orion::Routes
{

namespace
{

QJsonObject offerJson(const TierOffer &offer)
{
    const Tier &tier = offer.tier;
    return {{QStringLiteral("code"), tier.code},
            {QStringLiteral("name"), tier.name},
            {QStringLiteral("price_monthly_cents"), orNull(tier.priceMonthlyCents)},
            {QStringLiteral("price_annual_cents"), orNull(tier.priceAnnualCents)},
            {QStringLiteral("currency"), tier.currency},
            {QStringLiteral("orders_per_month"), orNull(tier.ordersPerMonth)},
            {QStringLiteral("products_limit"), orNull(tier.productsLimit)},
            {QStringLiteral("team_members"), orNull(tier.teamMembers)},
            {QStringLiteral("features"), QJsonArray::fromStringList(tier.features)},
            {QStringLiteral("is_current"), offer.isCurrent},
            {QStringLiteral("can_upgrade"), offer.canUpgrade},
            {QStringLiteral("can_downgrade"), offer.canDowngrade}};
}

Result<Http::Response> listOffers(const Clock &clock, const ApiCall &call)
{
    const auto offers = offerTiers(call.session, call.principal.vendorCode, clock.now());
    if (!offers)
        return fail(offers.error());
    QJsonArray tiers;
    for (const TierOffer &offer : offers->tiers)
        tiers.append(offerJson(offer));
    const QJsonValue current =
        offers->currentTier.isEmpty() ? QJsonValue() : QJsonValue(offers->currentTier);
    return Http::Response::json(
        {{QStringLiteral("current_tier"), current}, {QStringLiteral("tiers"), tiers}});
}

Result<Http::Response> refused(const ChangeRefusal &refusal)
{
    if (refusal.over.empty())
        return fail(Error(refusal));
    QJsonArray over;
    for (const OverLimit &one : refusal.over)
        over.append(QJsonObject{{QStringLiteral("metric"), toText(one.metric)},
                                {QStringLiteral("used"), one.used},
                                {QStringLiteral("limit"), one.limit}});
    return problemWith(refusal, {{QStringLiteral("over"), over}});
}

Result<Http::Response> preview(const BillingService &billing, const ApiCall &call,
                               const TierWish &wish)
{
    const auto preview = billing.previewChange(call.session, call.principal.vendorCode, wish);
    if (!preview)
        return refused(preview.error());
    return previewAnswer(*preview);
}

Result<Http::Response> change(const BillingService &billing, const Clock &clock,
                              const ApiCall &call, const TierChangeRequest &request)
{
    const auto changed =
        billing.changeTier(call.session, call.principal.vendorCode, request, call.actor());
    if (!changed)
        return refused(changed.error());
    return changeAnswer(call.session, call.principal.vendorCode, *changed, clock.now());
}

Result<Http::Response> changeTier(const BillingService &billing, const Clock &clock,
                                  const ApiCall &call)
{
    Fields fields(call.body);
    const TierWish wish = readWish(fields);
    const bool isPreview = fields.optionalBoolean(QStringLiteral("preview")).value_or(false);
    const auto date = fields.optionalText(QStringLiteral("proration_date"), 40);
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    if (isPreview)
        return preview(billing, call, wish);
    const auto prorationDate = readTime(QStringLiteral("proration_date"), date);
    if (!prorationDate)
        return fail(prorationDate.error());
    return change(billing, clock, call, {wish, *prorationDate});
}

} // namespace

void addTiers(ApiRouter &api, const BillingService &billing, const Clock &clock)
{
    api.addVendor("GET", QStringLiteral("/api/v1/vendor/billing/tiers"), ApiCost::Database,
                  [&clock](const ApiCall &call) { return listOffers(clock, call); });
    api.addVendor(
        "POST", QStringLiteral("/api/v1/vendor/billing/change-tier"), ApiCost::Stripe,
        [&billing, &clock](const ApiCall &call) { return changeTier(billing, clock, call); });
}

} // namespace Orion::Routes
