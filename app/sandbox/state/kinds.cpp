#include "app/sandbox/state/kinds.h"

#include <array>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

const KindFacts &factsOf(Kind kind)
{
    // In the order of the enumeration.
    static const std::array<KindFacts, 17> table{{
        {Kind::Customer, "customer"_L1, "cus"_L1, "customers"_L1, "customer.created"_L1,
         "customer.updated"_L1, "customer.deleted"_L1},
        {Kind::Product, "product"_L1, "prod"_L1, "products"_L1, "product.created"_L1,
         "product.updated"_L1, "product.deleted"_L1},
        {Kind::Price, "price"_L1, "price"_L1, "prices"_L1, "price.created"_L1, "price.updated"_L1,
         "price.deleted"_L1},
        {Kind::PaymentMethod, "payment_method"_L1, "pm"_L1, "payment_methods"_L1,
         "payment_method.attached"_L1, "payment_method.updated"_L1, "payment_method.detached"_L1},
        {Kind::PaymentIntent,
         "payment_intent"_L1,
         "pi"_L1,
         "payment_intents"_L1,
         "payment_intent.created"_L1,
         {},
         {}},
        {Kind::Subscription, "subscription"_L1, "sub"_L1, "subscriptions"_L1,
         "customer.subscription.created"_L1, "customer.subscription.updated"_L1,
         "customer.subscription.deleted"_L1},
        {Kind::Invoice, "invoice"_L1, "in"_L1, "invoices"_L1, "invoice.created"_L1,
         "invoice.updated"_L1, "invoice.deleted"_L1},
        {Kind::InvoicePayment, "invoice_payment"_L1, "inpay"_L1, "invoice_payments"_L1, {}, {}, {}},
        {Kind::CheckoutSession,
         "checkout.session"_L1,
         "cs_test"_L1,
         "checkout/sessions"_L1,
         {},
         {},
         {}},
        {Kind::PortalSession,
         "billing_portal.session"_L1,
         "bps"_L1,
         "billing_portal/sessions"_L1,
         "billing_portal.session.created"_L1,
         {},
         {}},
        {Kind::WebhookEndpoint, "webhook_endpoint"_L1, "we"_L1, "webhook_endpoints"_L1, {}, {}, {}},
        {Kind::Event, "event"_L1, "evt"_L1, "events"_L1, {}, {}, {}},
        {Kind::Charge, "charge"_L1, "ch"_L1, "charges"_L1, {}, "charge.updated"_L1, {}},
        {Kind::Refund,
         "refund"_L1,
         "re"_L1,
         "refunds"_L1,
         "refund.created"_L1,
         "refund.updated"_L1,
         {}},
        {Kind::Dispute,
         "dispute"_L1,
         "du"_L1,
         "disputes"_L1,
         "charge.dispute.created"_L1,
         "charge.dispute.updated"_L1,
         {}},
        {Kind::TestClock,
         "test_helpers.test_clock"_L1,
         "clock"_L1,
         "test_helpers/test_clocks"_L1,
         "test_helpers.test_clock.created"_L1,
         {},
         "test_helpers.test_clock.deleted"_L1},
        {Kind::PendingLine, "pending_line"_L1, "line"_L1, {}, {}, {}, {}},
    }};
    return table.at(static_cast<std::size_t>(kind));
}

} // namespace Orion::Sandbox
