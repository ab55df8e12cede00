#include "app/sandbox/state/keys.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

struct KeyField
{
    Kind kind;
    QLatin1String name;
    std::vector<QLatin1String> path; // where the object holds it
};

const std::vector<KeyField> &keyFields()
{
    static const std::vector<KeyField> fields{
        {Kind::Customer, "test_clock"_L1, {"test_clock"_L1}},
        {Kind::Price, "product"_L1, {"product"_L1}},
        {Kind::Price, "lookup_key"_L1, {"lookup_key"_L1}},
        {Kind::PaymentMethod, "customer"_L1, {"customer"_L1}},
        {Kind::PaymentIntent, "customer"_L1, {"customer"_L1}},
        {Kind::Subscription, "customer"_L1, {"customer"_L1}},
        {Kind::Subscription, "test_clock"_L1, {"test_clock"_L1}},
        {Kind::Invoice, "customer"_L1, {"customer"_L1}},
        {Kind::Invoice,
         "subscription"_L1,
         {"parent"_L1, "subscription_details"_L1, "subscription"_L1}},
        {Kind::InvoicePayment, "invoice"_L1, {"invoice"_L1}},
        {Kind::InvoicePayment, "payment_intent"_L1, {"payment"_L1, "payment_intent"_L1}},
        {Kind::CheckoutSession, "customer"_L1, {"customer"_L1}},
        {Kind::CheckoutSession, "subscription"_L1, {"subscription"_L1}},
        {Kind::PortalSession, "secret"_L1, {"_secret"_L1}},
        {Kind::Charge, "customer"_L1, {"customer"_L1}},
        {Kind::Charge, "payment_intent"_L1, {"payment_intent"_L1}},
        {Kind::Refund, "charge"_L1, {"charge"_L1}},
        {Kind::Refund, "payment_intent"_L1, {"payment_intent"_L1}},
        {Kind::Dispute, "charge"_L1, {"charge"_L1}},
        {Kind::Dispute, "payment_intent"_L1, {"payment_intent"_L1}},
        {Kind::PendingLine, "subscription"_L1, {"subscription"_L1}},
    };
    return fields;
}

} // namespace

std::vector<QLatin1String> keyNamesOf(Kind kind)
{
    std::vector<QLatin1String> names;
    for (const KeyField &field : keyFields()) {
        if (field.kind == kind)
            names.push_back(field.name);
    }
    return names;
}

std::vector<Key> keysOf(Kind kind, const QJsonObject &object)
{
    std::vector<Key> keys;
    for (const KeyField &field : keyFields()) {
        if (field.kind != kind)
            continue;
        QJsonValue value = object;
        for (const QLatin1String step : field.path)
            value = value.toObject().value(step);
        if (const QString text = value.toString(); !text.isEmpty())
            keys.push_back({field.name, text});
    }
    return keys;
}

} // namespace Orion::Sandbox
