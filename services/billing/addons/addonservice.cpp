#include "services/billing/addons/addonservice.h"

#include "models/domain/access.h"
#include "models/domain/domainname.h"
#include "services/billing/addons/addoncheckouts.h"
#include "services/billing/operationeffects.h"
#include "services/billing/operations/billinglinks.h"
#include "services/billing/operations/checkoutcalls.h"
#include "services/database/advisorylock.h"
#include "services/stripe/readers/json.h"
#include "services/stripe/readers/subscription.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr qint64 mostAtOnce = 100;

Result<void> checkQuantity(bool isDomain, qint64 quantity)
{
    const qint64 most = isDomain ? 1 : mostAtOnce;
    if (quantity >= 1 && quantity <= most)
        return {};
    return fail(ErrorCode::InvalidArgument,
                isDomain ? QStringLiteral("quantity: a domain is bought once.")
                         : QStringLiteral("quantity: from 1 to %1.").arg(most));
}

Result<QString> domainOf(const AddonProduct &product, const QString &typed)
{
    if (product.isDomain())
        return normalizedDomain(typed);
    if (typed.isEmpty())
        return QString();
    return fail(ErrorCode::InvalidArgument, QStringLiteral("domain_name: only a domain has one."));
}

tl::unexpected<Error> domainTaken(const QString &domain)
{
    return fail(ErrorCode::Conflict,
                QStringLiteral("The domain %1 is taken. Choose another name.").arg(domain));
}

bool isOver(const StripeSubscription &subscription)
{
    return subscription.status == QLatin1String("canceled") ||
           subscription.status == QLatin1String("incomplete_expired");
}

// The row with what Stripe says over it: the webhook may be on its way.
VendorAddon withStripeState(VendorAddon addon, const StripeSubscription &subscription)
{
    addon.status =
        statusFromStripe(subscription.status, subscription.collectionPaused).value_or(addon.status);
    addon.cancelAt = isOver(subscription) ? QDateTime() : subscription.cancelAt;
    if (!subscription.items.empty()) {
        addon.quantity = std::max<qint64>(1, subscription.items.front().quantity);
        addon.periodEnd = subscription.items.front().periodEnd;
    }
    return addon;
}

QString pathOf(const VendorAddon &addon)
{
    return QStringLiteral("/v1/subscriptions/") + addon.stripeSubscriptionId;
}

OperationPlan planFor(qint64 vendorId, const QString &kind, const QString &path,
                      const QString &actor)
{
    OperationPlan plan;
    plan.kind = kind;
    plan.vendorId = vendorId;
    plan.actor = actor;
    plan.path = path;
    return plan;
}

} // namespace

// One purchase on its way: everything that was found out and checked.
struct AddonService::Purchase
{
    AddonProduct product;
    qint64 quantity = 1;
    QString domain; // normalised; empty without one
    Desk desk;
};

AddonService::AddonService(const StripeOperations &operations, const Clock &clock,
                           const BillingLinks &links, DomainAvailability &domains)
    : m_operations(operations)
    , m_clock(clock)
    , m_links(links)
    , m_domains(domains)
{}

Result<void> AddonService::requireStripe() const
{
    if (m_operations.stripe().isConfigured())
        return {};
    StripeError error;
    error.kind = StripeErrorKind::NotConfigured;
    return fail(toError(error));
}

Result<CheckoutLink> AddonService::purchase(Session &session, const QString &vendorCode,
                                            const AddonWish &wish, const QString &actor) const
{
    if (const auto required = requireStripe(); !required)
        return fail(required.error());
    const auto product = findAddonOnSale(session, wish.code);
    if (!product)
        return fail(product.error());
    if (const auto good = checkQuantity(product->isDomain(), wish.quantity); !good)
        return fail(good.error());
    const auto domain = domainOf(*product, wish.domainName);
    if (!domain)
        return fail(domain.error());
    if (product->stripePriceId.isEmpty())
        return fail(ErrorCode::StripePriceNotConfigured,
                    QStringLiteral("This add-on cannot be bought yet: it has no price at the "
                                   "payment system."));
    auto desk = openDesk(session, m_operations, m_clock, vendorCode);
    if (!desk)
        return fail(desk.error());
    if (decide(desk->state, BillingOperation::BuyAddon).course != Course::Do)
        return fail(refusal(desk->state, BillingOperation::BuyAddon));
    Purchase purchase{*product, wish.quantity, *domain, std::move(*desk)};
    return product->isDomain() ? buyDomain(session, purchase, actor)
                               : buy(session, purchase, actor);
}

// One vendor at a time looks whether a domain is still to be had, and gets a checkout for it.
Result<CheckoutLink> AddonService::buyDomain(Session &session, Purchase &purchase,
                                             const QString &actor) const
{
    const auto lock = AdvisoryLock::tryTake(session, QStringLiteral("domain ") + purchase.domain);
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Somebody is asking for the domain %1 at this moment. Try again "
                                   "in a moment.")
                        .arg(purchase.domain));
    return buy(session, purchase, actor);
}

Result<CheckoutLink> AddonService::buy(Session &session, Purchase &purchase,
                                       const QString &actor) const
{
    const auto reused = reuse(session, purchase, actor);
    if (!reused)
        return fail(reused.error());
    if (*reused)
        return **reused;
    if (const auto free = purchase.domain.isEmpty() ? checkNotOwned(session, purchase)
                                                    : checkDomain(session, purchase);
        !free)
        return fail(free.error());
    const auto ensured = ensureCustomer(session, m_operations, purchase.desk.account, actor);
    if (!ensured)
        return fail(ensured.error());
    return createCheckout(session, purchase, actor);
}

// The vendor's open session for the same thing, if it is for as many at the same price.
Result<std::optional<CheckoutLink>> AddonService::reuse(Session &session, const Purchase &purchase,
                                                        const QString &actor) const
{
    const qint64 vendorId = purchase.desk.account.id;
    const auto open = openAddonCheckout(session, vendorId, purchase.product.id, purchase.domain);
    if (!open)
        return fail(open.error());
    if (*open) {
        const QString &id = (*open)->sessionId;
        auto seen = lookAtCheckout(session, m_operations.stripe(), id);
        if (!seen)
            return fail(seen.error());
        if (seen->isOpen() && seen->isFor(purchase.desk.account.stripeCustomerId) &&
            (*open)->quantity == purchase.quantity &&
            (*open)->stripePriceId == purchase.product.stripePriceId)
            return CheckoutLink{seen->url, id};
        if (seen->isOpen())
            seen = expireCheckout(session, m_operations, vendorId, id, actor);
        if (!seen)
            return fail(seen.error());
        if (seen->isComplete())
            return fail(justPaid());
    }
    const auto awaits = awaitsAddon(session, vendorId, purchase.product.id, purchase.domain);
    if (!awaits)
        return fail(awaits.error());
    if (*awaits)
        return fail(justPaid());
    return std::nullopt;
}

Result<void> AddonService::checkNotOwned(Session &session, const Purchase &purchase) const
{
    const auto owned = addonsOfVendor(session, purchase.desk.account.id);
    if (!owned)
        return fail(owned.error());
    const bool has = std::ranges::any_of(*owned, [&](const VendorAddon &addon) {
        return addon.code == purchase.product.code && isLive(addon.status);
    });
    if (!has)
        return {};
    return fail(ErrorCode::Conflict, QStringLiteral("You have this add-on already. Change its "
                                                    "quantity instead of buying it again."));
}

// Whether anybody here has the domain or is buying it, then whether anybody in the world has.
Result<void> AddonService::checkDomain(Session &session, const Purchase &purchase) const
{
    const auto holders = holdersOfDomain(session, purchase.domain);
    if (!holders)
        return fail(holders.error());
    for (const DomainHolder &holder : *holders) {
        if (holder.openSessionId.isEmpty())
            return domainTaken(purchase.domain);
        const auto seen = lookAtCheckout(session, m_operations.stripe(), holder.openSessionId);
        if (!seen)
            return fail(seen.error());
        if (seen->isOpen() || seen->isComplete())
            return domainTaken(purchase.domain);
    }
    const auto availability = m_domains.check(purchase.domain);
    if (!availability)
        return fail(availability.error());
    return *availability == Availability::Free ? Result<void>() : domainTaken(purchase.domain);
}

Result<CheckoutLink> AddonService::createCheckout(Session &session, const Purchase &purchase,
                                                  const QString &actor) const
{
    const VendorAccount &account = purchase.desk.account;
    const QString data = QStringLiteral("subscription_data[metadata]");
    OperationPlan plan = planFor(account.id, OperationKind::createAddonCheckout,
                                 QStringLiteral("/v1/checkout/sessions"), actor);
    StripeForm &form = plan.parameters;
    form.add(QStringLiteral("mode"), QStringLiteral("subscription"))
        .add(QStringLiteral("customer"), account.stripeCustomerId)
        .add(QStringLiteral("client_reference_id"), account.code)
        .add(QStringLiteral("line_items[0][price]"), purchase.product.stripePriceId)
        .add(QStringLiteral("line_items[0][quantity]"), purchase.quantity)
        .add(QStringLiteral("success_url"), m_links.afterCheckout(account.code))
        .add(QStringLiteral("cancel_url"), m_links.afterCancelledCheckout(account.code));
    for (const QString &metadata : {QStringLiteral("metadata"), data}) {
        form.add(metadata + QStringLiteral("[kind]"), QStringLiteral("addon"))
            .add(metadata + QStringLiteral("[vendor_code]"), account.code)
            .add(metadata + QStringLiteral("[addon_code]"), purchase.product.code);
        if (!purchase.domain.isEmpty())
            form.add(metadata + QStringLiteral("[domain_name]"), purchase.domain);
    }
    plan.metadataNames = {QStringLiteral("metadata"), data};
    plan.context = {{QStringLiteral("addon_id"), purchase.product.id},
                    {QStringLiteral("price_id"), purchase.product.stripePriceId},
                    {QStringLiteral("quantity"), purchase.quantity},
                    {QStringLiteral("domain_name"), purchase.domain}};
    const auto answer = m_operations.run(session, plan);
    if (!answer)
        return fail(answer.error());
    return CheckoutLink{StripeJson::text(answer->object, "url"),
                        StripeJson::text(answer->object, "id")};
}

// Holds the vendor, finds the add-on and asks Stripe how it is.
Result<AddonService::Held> AddonService::hold(Session &session, const QString &vendorCode,
                                              qint64 addonId) const
{
    if (const auto required = requireStripe(); !required)
        return fail(required.error());
    const auto account = readAccount(session, vendorCode);
    if (!account)
        return fail(account.error());
    const auto known = addonOfVendor(session, account->id, addonId);
    if (!known)
        return fail(known.error());
    auto lock = holdVendor(session, m_operations, account->id);
    if (!lock)
        return fail(lock.error());
    StripeCall look;
    look.path = pathOf(*known);
    const auto answer = m_operations.stripe().call(look);
    if (!answer)
        return fail(toError(answer.error()));
    StripeSubscription present = readSubscription(answer->object);
    return Held{std::move(*lock), account->id, withStripeState(*known, present), present};
}

Result<VendorAddon> AddonService::change(Session &session, const OperationPlan &plan,
                                         const VendorAddon &addon) const
{
    const auto answer = m_operations.run(session, plan);
    if (!answer)
        return fail(answer.error());
    return withStripeState(addon, readSubscription(answer->object));
}

Result<VendorAddon> AddonService::changeQuantity(Session &session, const QString &vendorCode,
                                                 qint64 addonId, qint64 quantity,
                                                 const QString &actor) const
{
    const auto held = hold(session, vendorCode, addonId);
    if (!held)
        return fail(held.error());
    if (const auto good = checkQuantity(held->addon.category == QLatin1String("domain"), quantity);
        !good)
        return fail(good.error());
    if (isOver(held->subscription) || held->subscription.items.empty())
        return fail(ErrorCode::Conflict,
                    QStringLiteral("This add-on is over. Buy it again to have it."));
    const StripeSubscriptionItem &item = held->subscription.items.front();
    if (item.quantity == quantity)
        return held->addon;
    OperationPlan plan =
        planFor(held->vendorId, OperationKind::changeAddonQuantity, pathOf(held->addon), actor);
    plan.metadataNames = {}; // Stripe takes none together with a change that waits for its payment
    plan.parameters.add(QStringLiteral("items[0][id]"), item.id)
        .add(QStringLiteral("items[0][quantity]"), quantity);
    if (quantity > item.quantity)
        plan.parameters.add(QStringLiteral("proration_behavior"), QStringLiteral("always_invoice"))
            .add(QStringLiteral("payment_behavior"), QStringLiteral("pending_if_incomplete"));
    else
        plan.parameters.add(QStringLiteral("proration_behavior"),
                            QStringLiteral("create_prorations"));
    return change(session, plan, held->addon);
}

Result<VendorAddon> AddonService::cancel(Session &session, const QString &vendorCode,
                                         qint64 addonId, const QString &actor) const
{
    const auto held = hold(session, vendorCode, addonId);
    if (!held)
        return fail(held.error());
    if (isOver(held->subscription) || held->subscription.cancelAt.isValid())
        return held->addon;
    const bool isPaid = !held->subscription.collectionPaused &&
                        (held->subscription.status == QLatin1String("active") ||
                         held->subscription.status == QLatin1String("trialing"));
    OperationPlan plan =
        planFor(held->vendorId, OperationKind::cancelAddon, pathOf(held->addon), actor);
    if (isPaid) {
        plan.parameters.add(QStringLiteral("cancel_at_period_end"), true);
        return change(session, plan, held->addon);
    }
    plan.method = "DELETE";
    plan.metadataNames = {};
    return change(session, plan, held->addon);
}

} // namespace Orion
