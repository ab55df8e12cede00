#pragma once

#include <QLatin1String>

namespace Orion::Sandbox
{

// What the sandbox keeps.
enum class Kind
{
    Customer,
    Product,
    Price,
    PaymentMethod,
    PaymentIntent,
    Subscription,
    Invoice,
    InvoicePayment,
    CheckoutSession,
    PortalSession,
    WebhookEndpoint,
    Event,
    Charge,
    Refund,
    Dispute,
    TestClock,
    PendingLine, // a proration that waits for the next invoice; no API of its own
};

// How a kind is called, and which events tell of its changes. No name: no event.
struct KindFacts
{
    Kind kind;
    QLatin1String object; // as in "object": "customer"
    QLatin1String prefix; // of ids
    QLatin1String path;   // of its list below /v1/
    QLatin1String created;
    QLatin1String updated;
    QLatin1String deleted;
};

const KindFacts &factsOf(Kind kind);

} // namespace Orion::Sandbox
