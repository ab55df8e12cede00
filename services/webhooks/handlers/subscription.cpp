#include "services/webhooks/handlers/subscription.h"

#include "models/domain/access.h"
#include "services/billing/addons/addoncheckouts.h"
#include "services/billing/stripestate.h"
#include "services/billing/subscriptionwriter.h"
#include "services/billing/tierprices.h"
#include "services/billing/vendorlookup.h"
#include "services/stripe/readers/subscription.h"
#include "services/webhooks/handlers/basesubscription.h"

namespace Orion
{

namespace
{

bool isDeletion(const StripeEvent &event)
{
    return event.type == QLatin1String("customer.subscription.deleted");
}

// Creation is the first event of a subscription and deletion the last, also within one second.
int rankOf(const StripeEvent &event)
{
    if (isDeletion(event))
        return 2;
    return event.type == QLatin1String("customer.subscription.created") ? 0 : 1;
}

QStringList priceIds(const StripeSubscription &subscription)
{
    QStringList ids;
    for (const StripeSubscriptionItem &item : subscription.items)
        ids.append(item.priceId);
    ids.removeAll(QString());
    return ids;
}

struct Purchase
{
    bool isAddon = false;
    bool isKnown = false;          // an add-on of which there is a row
    std::optional<qint64> addonId; // of the catalogue, when known
};

// An add-on says so in its metadata. One that does not is told by being known, or by its price.
Result<Purchase> whatWasBought(Session &session, const StripeSubscription &subscription)
{
    const QString kind = subscription.metadata.value(QStringLiteral("kind"));
    if (kind == QLatin1String("base"))
        return Purchase{};
    const auto known = isKnownAddon(session, subscription.id);
    if (!known)
        return fail(known.error());
    const auto addon = findAddon(session, subscription.metadata.value(QStringLiteral("addon_code")),
                                 priceIds(subscription));
    if (!addon)
        return fail(addon.error());
    return Purchase{kind == QLatin1String("addon") || *known || *addon, *known, *addon};
}

// An add-on is the vendor's from its first payment on.
bool awaitsFirstPayment(const StripeSubscription &subscription, const Purchase &purchase)
{
    return !purchase.isKnown && (subscription.status == QLatin1String("incomplete") ||
                                 subscription.status == QLatin1String("incomplete_expired"));
}

Result<Handled> leaveUnpaid(Session &session, const StripeSubscription &subscription,
                            qint64 vendorId)
{
    const bool isOver = subscription.status == QLatin1String("incomplete_expired");
    if (isOver) {
        if (const auto marked = markCheckoutUnpaid(session, subscription.id); !marked)
            return fail(marked.error());
    }
    return Handled{Verdict::Applied,
                   isOver ? QStringLiteral("The add-on's first payment never came.")
                          : QStringLiteral("The add-on's first payment has not arrived yet."),
                   vendorId,
                   {}};
}

Result<Handled> applyAddon(const EventContext &context, const StripeSubscription &subscription,
                           qint64 vendorId, const Purchase &purchase)
{
    if (!purchase.addonId)
        return Handled{Verdict::Later,
                       QStringLiteral("No add-on has this code or price. Add it to the catalogue."),
                       vendorId,
                       {}};
    if (awaitsFirstPayment(subscription, purchase))
        return leaveUnpaid(context.session, subscription, vendorId);
    AddonSubscription addon;
    addon.vendorId = vendorId;
    addon.addonId = *purchase.addonId;
    addon.status = statusFromStripe(subscription.status, subscription.collectionPaused);
    addon.stripeSubscriptionId = subscription.id;
    addon.stripeStatus = subscription.status;
    addon.domainName = subscription.metadata.value(QStringLiteral("domain_name"));
    addon.currency = subscription.currency;
    addon.cancelAt = subscription.cancelAt;
    if (addon.status && !isLive(*addon.status))
        addon.endedAt = endOf(subscription, context.event.created);
    if (!subscription.items.empty()) {
        const StripeSubscriptionItem &item = subscription.items.front();
        addon.quantity = std::max<qint64>(1, item.quantity);
        addon.priceCents = item.amount();
        addon.periodStart = item.periodStart;
        addon.periodEnd = item.periodEnd;
        if (addon.currency.isEmpty())
            addon.currency = item.currency;
    }
    if (const auto saved = saveAddon(context.session, addon); !saved)
        return fail(saved.error());
    return Handled{Verdict::Applied, {}, vendorId, {Topic::Addons, Topic::Vendors}};
}

Result<Handled> apply(const EventContext &context, const StripeSubscription &subscription)
{
    const auto vendor =
        vendorOf(context, {subscription.id,
                           subscription.customerId,
                           subscription.metadata.value(QStringLiteral("vendor_code")),
                           {}});
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return waitForVendor();
    const auto purchase = whatWasBought(context.session, subscription);
    if (!purchase)
        return fail(purchase.error());
    if (purchase->isAddon)
        return applyAddon(context, subscription, **vendor, *purchase);
    return applyBase(context, subscription, **vendor);
}

} // namespace

Result<Handled> handleSubscription(const EventContext &context)
{
    StripeSubscription subscription = readSubscription(context.event.object);
    if (subscription.id.isEmpty() || subscription.status.isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The event's subscription has no id or no status."));
    const bool deleted = isDeletion(context.event);
    if (deleted)
        subscription.status = QStringLiteral("canceled");
    const ObjectVersion version{subscription.id,       QStringLiteral("subscription"),
                                context.event.created, rankOf(context.event),
                                context.event.id,      deleted};
    return applyNewest(context, version, [&] { return apply(context, subscription); });
}

} // namespace Orion
