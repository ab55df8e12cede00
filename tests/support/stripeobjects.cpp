#include "tests/support/stripeobjects.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Orion::TestStripe
{

namespace
{

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject list(const QJsonObject &entry)
{
    return {{QStringLiteral("object"), QStringLiteral("list")},
            {QStringLiteral("data"), QJsonArray{entry}},
            {QStringLiteral("has_more"), false}};
}

void setAll(QJsonObject &object, const QJsonObject &fields)
{
    for (auto it = fields.begin(); it != fields.end(); ++it)
        object.insert(it.key(), it.value());
}

} // namespace

QJsonObject subscription(const SubscriptionSpec &spec, Shape shape)
{
    const QJsonObject price{
        {QStringLiteral("id"), spec.price},
        {QStringLiteral("object"), QStringLiteral("price")},
        {QStringLiteral("currency"), QStringLiteral("eur")},
        {QStringLiteral("unit_amount"), spec.amount},
        {QStringLiteral("recurring"), QJsonObject{{QStringLiteral("interval"), spec.interval},
                                                  {QStringLiteral("interval_count"), 1}}},
    };
    QJsonObject item{{QStringLiteral("id"), QString(QStringLiteral("si_") + spec.id)},
                     {QStringLiteral("object"), QStringLiteral("subscription_item")},
                     {QStringLiteral("price"), price},
                     {QStringLiteral("quantity"), 1}};
    QJsonObject object{{QStringLiteral("id"), spec.id},
                       {QStringLiteral("object"), QStringLiteral("subscription")},
                       {QStringLiteral("customer"), spec.customer},
                       {QStringLiteral("status"), spec.status},
                       {QStringLiteral("currency"), QStringLiteral("eur")},
                       {QStringLiteral("created"), spec.created},
                       {QStringLiteral("cancel_at"), QJsonValue()},
                       {QStringLiteral("cancel_at_period_end"), false},
                       {QStringLiteral("default_payment_method"), QStringLiteral("pm_1")},
                       {QStringLiteral("metadata"), spec.metadata},
                       {QStringLiteral("pause_collection"), QJsonValue()}};
    QJsonObject &periodHolder = shape == Shape::New ? item : object;
    periodHolder.insert(QStringLiteral("current_period_start"), spec.periodStart);
    periodHolder.insert(QStringLiteral("current_period_end"), spec.periodEnd);
    object.insert(QStringLiteral("items"), list(item));
    setAll(object, spec.fields);
    return object;
}

QJsonObject invoice(const InvoiceSpec &spec, Shape shape)
{
    const bool paid = spec.status == QLatin1String("paid");
    QJsonObject object{
        {QStringLiteral("id"), spec.id},
        {QStringLiteral("object"), QStringLiteral("invoice")},
        {QStringLiteral("number"), QString(QStringLiteral("ORION-") + spec.id)},
        {QStringLiteral("customer"), spec.customer},
        {QStringLiteral("status"), spec.status},
        {QStringLiteral("billing_reason"), spec.reason},
        {QStringLiteral("currency"), QStringLiteral("eur")},
        {QStringLiteral("created"), spec.created},
        {QStringLiteral("subtotal"), spec.total},
        {QStringLiteral("total"), spec.total},
        {QStringLiteral("amount_paid"), paid ? spec.total : 0},
        {QStringLiteral("amount_remaining"), paid ? 0 : spec.total},
        {QStringLiteral("attempt_count"), spec.attempts},
        {QStringLiteral("status_transitions"),
         QJsonObject{{QStringLiteral("paid_at"), paid ? QJsonValue(spec.created) : QJsonValue()}}},
        {QStringLiteral("invoice_pdf"), QStringLiteral("https://pay.example/in.pdf")},
        {QStringLiteral("hosted_invoice_url"), QStringLiteral("https://pay.example/in")},
    };
    if (shape == Shape::Old) {
        object.insert(QStringLiteral("subscription"), orNull(spec.subscription));
        object.insert(QStringLiteral("payment_intent"), orNull(spec.payment));
        object.insert(QStringLiteral("paid"), paid);
        object.insert(QStringLiteral("tax"), 190);
    } else {
        const QJsonObject details{{QStringLiteral("subscription"), spec.subscription},
                                  {QStringLiteral("metadata"), QJsonObject()}};
        const QJsonObject parent{{QStringLiteral("type"), QStringLiteral("subscription_details")},
                                 {QStringLiteral("subscription_details"), details}};
        const QJsonObject payment{{QStringLiteral("type"), QStringLiteral("payment_intent")},
                                  {QStringLiteral("payment_intent"), spec.payment}};
        object.insert(QStringLiteral("parent"),
                      spec.subscription.isEmpty() ? QJsonValue() : QJsonValue(parent));
        object.insert(QStringLiteral("payments"), list({{QStringLiteral("payment"), payment}}));
        object.insert(QStringLiteral("total_taxes"),
                      QJsonArray{QJsonObject{{QStringLiteral("amount"), 190}}});
    }
    setAll(object, spec.fields);
    return object;
}

QJsonObject checkoutSession(const SessionSpec &spec)
{
    return {{QStringLiteral("id"), spec.id},
            {QStringLiteral("object"), QStringLiteral("checkout.session")},
            {QStringLiteral("mode"), QStringLiteral("subscription")},
            {QStringLiteral("status"), QStringLiteral("complete")},
            {QStringLiteral("payment_status"), spec.paymentStatus},
            {QStringLiteral("customer"), orNull(spec.customer)},
            {QStringLiteral("subscription"), orNull(spec.subscription)},
            {QStringLiteral("client_reference_id"), orNull(spec.clientReference)},
            {QStringLiteral("metadata"), spec.metadata}};
}

QByteArray eventJson(const EventSpec &spec, const QJsonObject &object, Shape shape)
{
    QJsonObject envelope{
        {QStringLiteral("id"), spec.id},
        {QStringLiteral("object"), QStringLiteral("event")},
        {QStringLiteral("type"), spec.type},
        {QStringLiteral("api_version"),
         shape == Shape::New ? QStringLiteral("2026-10-28.endive") : QStringLiteral("2020-08-27")},
        {QStringLiteral("created"), spec.created},
        {QStringLiteral("livemode"), spec.livemode},
        {QStringLiteral("data"), QJsonObject{{QStringLiteral("object"), object}}},
    };
    if (!spec.account.isEmpty())
        envelope.insert(QStringLiteral("account"), spec.account);
    return QJsonDocument(envelope).toJson(QJsonDocument::Compact);
}

QByteArray subscriptionEvent(const QString &id, const QString &type, const SubscriptionSpec &spec,
                             qint64 created, Shape shape)
{
    return eventJson({.id = id, .type = type, .created = created}, subscription(spec, shape),
                     shape);
}

} // namespace Orion::TestStripe
