#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/readers/invoice.h"

#include <map>
#include <set>
#include <vector>

namespace Orion
{

struct VendorInvoice
{
    qint64 vendorId = 0;
    StripeInvoice invoice;
    QDateTime failedAt = {}; // when its payment failed, if that is what is told; else invalid
};

// Inserts or updates the invoices' rows in billing_history, each at most once. What other events
// tell (refunds, earlier failures) stays. Call inside a transaction, after savePayments().
Result<void> saveInvoices(Session &session, const std::vector<VendorInvoice> &invoices);

// By the payment's id, so that each is written once.
using InvoicePayments = std::map<QString, StripeInvoicePayment>;

// What is known of a payment stays where the later one does not say.
void addPayment(InvoicePayments &payments, const StripeInvoicePayment &payment);
void addPayments(InvoicePayments &payments, const StripeInvoice &invoice); // those that it names

// Remembers which invoice each payment belongs to, and writes refunds into billing_history that
// waited to learn that.
Result<void> savePayments(Session &session, const InvoicePayments &payments);

// Failures told late, by the invoice's id: the first counts. Nothing for invoices without a row.
Result<void> saveFailures(Session &session, const std::map<QString, QDateTime> &failures);

// Whether a paid invoice begins a period of the subscription. Prorations, invoices made by hand
// and those about nothing do not.
bool beginsPeriod(const StripeInvoice &invoice);

// Works out anew, from the vendor's invoices, how often the payment of these base subscriptions
// (ids at Stripe) has failed: the attempts of the newest open invoice, none once a later period is
// paid. past_due_since is the first failure; without one it stays as long as Stripe calls the
// subscription past due. One that is over is not past due. Never changes the status. Does nothing
// for add-ons.
Result<void> refreshPaymentStandings(Session &session, const std::set<QString> &subscriptions);

} // namespace Orion
