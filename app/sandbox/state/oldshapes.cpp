#include "app/sandbox/state/oldshapes.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr QLatin1String firstNewVersion("2025-03-31.basil");

QJsonValue inside(QJsonValue value, std::initializer_list<QLatin1String> path)
{
    for (const QLatin1String step : path)
        value = value.toObject().value(step);
    return value.isUndefined() ? QJsonValue(QJsonValue::Null) : value;
}

QJsonObject oldSubscription(QJsonObject subscription)
{
    QJsonObject list = subscription.value("items"_L1).toObject();
    QJsonArray items = list.value("data"_L1).toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        QJsonObject item = items.at(i).toObject();
        for (const QLatin1String name : {"current_period_start"_L1, "current_period_end"_L1}) {
            const QJsonValue time = item.take(name);
            if (i == 0)
                subscription.insert(name, time);
        }
        items.replace(i, item);
    }
    list.insert("data"_L1, items);
    subscription.insert("items"_L1, list);
    for (const QLatin1String name : {"billing_mode"_L1, "billing_schedules"_L1})
        subscription.remove(name);
    return subscription;
}

QJsonObject oldLine(const Store &store, QJsonObject line)
{
    const QJsonValue details = inside(line, {"parent"_L1, "subscription_item_details"_L1});
    const QString priceId = inside(line, {"pricing"_L1, "price_details"_L1, "price"_L1}).toString();
    line.insert("price"_L1, store.find(Kind::Price, priceId).value_or(QJsonObject()));
    line.insert("proration"_L1, inside(details, {"proration"_L1}));
    line.insert("subscription_item"_L1, inside(details, {"subscription_item"_L1}));
    line.insert("type"_L1, u"subscription"_s);
    line.insert("tax_amounts"_L1, line.take("taxes"_L1));
    for (const QLatin1String name : {"parent"_L1, "pricing"_L1, "subtotal"_L1})
        line.remove(name);
    return line;
}

QJsonObject oldInvoice(const Store &store, QJsonObject invoice)
{
    const QJsonValue parent = inside(invoice, {"parent"_L1, "subscription_details"_L1});
    invoice.insert("subscription"_L1, inside(parent, {"subscription"_L1}));
    invoice.insert("subscription_details"_L1,
                   QJsonObject{{"metadata"_L1, inside(parent, {"metadata"_L1})}});
    invoice.insert("paid"_L1, invoice.value("status"_L1).toString() == "paid"_L1);
    const Key key{"invoice"_L1, invoice.value("id"_L1).toString()};
    const auto payments = store.select(Kind::InvoicePayment, {}, key);
    const QJsonValue intent = payments.empty()
                                  ? QJsonValue(QJsonValue::Null)
                                  : inside(payments.front(), {"payment"_L1, "payment_intent"_L1});
    const auto kept = store.find(Kind::PaymentIntent, intent.toString());
    invoice.insert("payment_intent"_L1, intent);
    invoice.insert("charge"_L1, inside(kept.value_or(QJsonObject()), {"latest_charge"_L1}));
    qint64 tax = 0;
    const QJsonArray taxes = invoice.take("total_taxes"_L1).toArray();
    for (const QJsonValue &one : taxes)
        tax += one.toObject().value("amount"_L1).toInteger();
    invoice.insert("tax"_L1, taxes.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(tax));
    invoice.insert("total_tax_amounts"_L1, taxes);
    QJsonObject list = invoice.value("lines"_L1).toObject();
    QJsonArray lines = list.value("data"_L1).toArray();
    for (qsizetype i = 0; i < lines.size(); ++i)
        lines.replace(i, oldLine(store, lines.at(i).toObject()));
    list.insert("data"_L1, lines);
    invoice.insert("lines"_L1, list);
    invoice.remove("parent"_L1);
    return invoice;
}

} // namespace

bool hasOldShapes(const QString &version)
{
    return !version.isEmpty() && version < firstNewVersion;
}

QJsonObject inOldShape(const Store &store, const QJsonObject &object)
{
    const QString type = object.value("object"_L1).toString();
    if (type == "subscription"_L1)
        return oldSubscription(object);
    return type == "invoice"_L1 ? oldInvoice(store, object) : object;
}

} // namespace Orion::Sandbox
