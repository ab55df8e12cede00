#pragma once

#include "services/billing/addons/addoncatalogue.h"
#include "services/billing/addons/domainavailability.h"
#include "services/billing/operations/billingservice.h"
#include "services/stripe/readers/subscription.h"

namespace Orion
{

// What a vendor wants to buy.
struct AddonWish
{
    QString code;
    qint64 quantity = 1;
    QString domainName; // as typed; for domains only
};

// Everything that can be done to a vendor's add-ons. Each is a checkout and a subscription at
// Stripe of its own, and touches the base subscription in nothing. A row appears, changes and ends
// with the webhook; what Stripe does is answered as Stripe answers it.
//
// Who may buy stands in the state table (buy_addon). Changing and cancelling what one has is always
// possible. Any thread, each with its own session, outside transactions.
class AddonService
{
public:
    // What it is given outlives it.
    AddonService(const StripeOperations &operations, const Clock &clock, const BillingLinks &links,
                 DomainAvailability &domains);

    // Leads to the open session of the same choice, if there is one. Errors: NotFound for the
    // add-on; InvalidArgument for quantity and domain; Conflict for a domain that somebody has, and
    // for what the vendor has already; Unavailable when the domain cannot be checked;
    // StripePriceNotConfigured; the state table's.
    Result<CheckoutLink> purchase(Session &session, const QString &vendorCode,
                                  const AddonWish &wish, const QString &actor) const;

    // More is charged at once, less is credited to the next invoice. Errors: NotFound;
    // InvalidArgument for domains; Conflict for one that is over.
    Result<VendorAddon> changeQuantity(Session &session, const QString &vendorCode, qint64 addonId,
                                       qint64 quantity, const QString &actor) const;

    // Ends it with the period that is paid; at once where nothing is paid. One that ends already,
    // or is over, is answered as it is. Errors: NotFound.
    Result<VendorAddon> cancel(Session &session, const QString &vendorCode, qint64 addonId,
                               const QString &actor) const;

private:
    struct Purchase;

    // A vendor that something is about to be done to an add-on of.
    struct Held
    {
        VendorLock lock;
        qint64 vendorId = 0;
        VendorAddon addon; // as Stripe has it
        StripeSubscription subscription;
    };

    Result<void> requireStripe() const;
    Result<CheckoutLink> buyDomain(Session &session, Purchase &purchase,
                                   const QString &actor) const;
    Result<CheckoutLink> buy(Session &session, Purchase &purchase, const QString &actor) const;
    Result<std::optional<CheckoutLink>> reuse(Session &session, const Purchase &purchase,
                                              const QString &actor) const;
    Result<void> checkNotOwned(Session &session, const Purchase &purchase) const;
    Result<void> checkDomain(Session &session, const Purchase &purchase) const;
    Result<CheckoutLink> createCheckout(Session &session, const Purchase &purchase,
                                        const QString &actor) const;
    Result<Held> hold(Session &session, const QString &vendorCode, qint64 addonId) const;
    Result<VendorAddon> change(Session &session, const OperationPlan &plan,
                               const VendorAddon &addon) const;

    const StripeOperations &m_operations;
    const Clock &m_clock;
    const BillingLinks &m_links;
    DomainAvailability &m_domains;
};

} // namespace Orion
