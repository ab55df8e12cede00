#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/readers/invoice.h"

namespace Orion
{

// Inserts or updates the invoice's row in billing_history, and whose payments it names. What other
// events tell (refunds) stays. Call inside a transaction.
Result<void> saveInvoice(Session &session, qint64 vendorId, const StripeInvoice &invoice);

// Remembers which invoice a payment belongs to.
Result<void> saveInvoicePayment(Session &session, const StripeInvoicePayment &payment);

// Whether a paid invoice begins a period of the subscription. Prorations, invoices made by hand
// and those about nothing do not.
bool beginsPeriod(const StripeInvoice &invoice);

// Works out anew, from the vendor's invoices, how often the payment of a base subscription has
// failed: the attempts of its newest open invoice, none once a later period is paid. Sets
// past_due_since at the first failure, and clears it when nothing fails any more, unless Stripe
// still calls the subscription past due. Never changes the status. Does nothing for add-ons.
Result<void> refreshPaymentStanding(Session &session, qint64 vendorId,
                                    const QString &stripeSubscriptionId, const QDateTime &time);

// Opens the order window of the vendor's base subscription, when the Stripe subscription is one.
Result<void> openWindowOfSubscription(Session &session, const QString &stripeSubscriptionId,
                                      const QDateTime &time);

} // namespace Orion
