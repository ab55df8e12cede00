#pragma once

#include "services/billing/vendorlookup.h"
#include "services/stripe/readers/invoice.h"
#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// invoice.*: billing_history and how often payment failed. Never a status.
Result<Handled> handleInvoice(const EventContext &context);

// How far the invoice is in its life. It is created, finalised and paid within one second as a
// rule, it only ever goes forward, and each attempt to collect it counts.
int rankOf(const StripeInvoice &invoice);

// Whose it is.
VendorClues cluesOf(const StripeInvoice &invoice);

// invoice_payment.paid: which invoice a payment belongs to.
Result<Handled> handleInvoicePayment(const EventContext &context);

} // namespace Orion
