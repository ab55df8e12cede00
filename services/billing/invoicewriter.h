#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/readers/invoice.h"

#include <vector>

namespace Orion
{

struct VendorInvoice
{
    qint64 vendorId = 0;
    StripeInvoice invoice;
};

// Inserts or updates the invoices' rows in billing_history, in this order and each at most once,
// and whose payments they name. What other events tell (refunds) stays. Call inside a transaction.
Result<void> saveInvoices(Session &session, const std::vector<VendorInvoice> &invoices);

// Remembers which invoice a payment belongs to.
Result<void> saveInvoicePayment(Session &session, const StripeInvoicePayment &payment);

// Whether a paid invoice begins a period of the subscription. Prorations, invoices made by hand
// and those about nothing do not.
bool beginsPeriod(const StripeInvoice &invoice);

struct StandingCheck
{
    qint64 vendorId = 0;
    QString stripeSubscriptionId;
    QDateTime time; // when a payment failed; invalid when none is known to
};

// Works out anew, from the vendor's invoices, how often the payment of a base subscription has
// failed: the attempts of its newest open invoice, none once a later period is paid. Sets
// past_due_since at the first failure, and clears it when nothing fails any more, unless Stripe
// still calls the subscription past due. Never changes the status. Does nothing for add-ons.
Result<void> refreshPaymentStandings(Session &session, const std::vector<StandingCheck> &checks);

} // namespace Orion
