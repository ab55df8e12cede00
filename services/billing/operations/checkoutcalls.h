#pragma once

#include "services/billing/operations/vendoraccount.h"
#include "services/stripe/operations/stripeoperations.h"

namespace Orion
{

// What the checkouts of subscriptions and of add-ons share.

// A session as Stripe has it at present.
struct SeenCheckout
{
    QString status; // open, complete, expired; empty: Stripe does not know it
    QString url;    // of an open one
    QString customerId;

    bool isOpen() const { return status == QLatin1String("open"); }
    // Whether the customer can still pay it: it may have been deleted since, or replaced.
    bool isFor(const QString &customer) const
    {
        return customerId.isEmpty() || customerId == customer;
    }
    bool isComplete() const { return status == QLatin1String("complete"); }
};

// Asks Stripe what has become of a session, and keeps what it says.
Result<SeenCheckout> lookAtCheckout(Session &session, StripeApi &stripe, const QString &sessionId);

// Ends an open session. It may have been paid, or have run out, since somebody looked: then it
// gives that, and is no error.
Result<SeenCheckout> expireCheckout(Session &session, const StripeOperations &operations,
                                    qint64 vendorId, const QString &sessionId,
                                    const QString &actor);

// Makes the vendor's customer at Stripe where there is none, and fills in its id.
Result<void> ensureCustomer(Session &session, const StripeOperations &operations,
                            VendorAccount &account, const QString &actor);

// The vendor has paid, and the webhook that tells of it is on its way.
Error justPaid();

} // namespace Orion
