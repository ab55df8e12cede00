#pragma once

#include "services/webhooks/handlers/handler.h"

namespace Orion
{

// invoice.*: billing_history and how often payment failed. Never a status.
Result<Handled> handleInvoice(const EventContext &context);

// invoice_payment.paid: which invoice a payment belongs to.
Result<Handled> handleInvoicePayment(const EventContext &context);

} // namespace Orion
