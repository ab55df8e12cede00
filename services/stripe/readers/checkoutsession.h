#pragma once

#include "services/stripe/readers/subscription.h"

namespace Orion
{

// A Checkout session as far as the product uses it. Texts empty when Stripe has none.
struct StripeCheckoutSession
{
    QString id;
    QString mode;          // subscription, payment, setup
    QString paymentStatus; // paid, no_payment_required, unpaid
    QString customerId;
    QString subscriptionId;
    QString clientReferenceId;
    StripeMetadata metadata;

    // Paid, or a trial that needs no payment yet. A slow debit is neither until it arrives.
    bool isSettled() const;
};

StripeCheckoutSession readCheckoutSession(const QJsonObject &object);

} // namespace Orion
