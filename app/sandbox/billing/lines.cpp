#include "app/sandbox/billing/lines.h"

#include "app/sandbox/state/shapes.h"
#include "models/domain/money.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// The sandbox sits in Germany: automatic tax is its value added tax.
constexpr qint64 taxPercent = 19;

qint64 rounded(qint64 numerator, qint64 denominator)
{
    const qint64 half = numerator < 0 ? -denominator / 2 : denominator / 2;
    return (numerator + half) / denominator;
}

QJsonArray taxesOf(const QJsonObject &subscription, const QJsonObject &price, qint64 amount)
{
    if (!subscription.value("automatic_tax"_L1).toObject().value("enabled"_L1).toBool())
        return {};
    const bool inclusive = price.value("tax_behavior"_L1).toString() == "inclusive"_L1;
    const qint64 tax = inclusive ? rounded(amount * taxPercent, 100 + taxPercent)
                                 : rounded(amount * taxPercent, 100);
    return {QJsonObject{
        {"amount"_L1, tax},
        {"tax_behavior"_L1, inclusive ? u"inclusive"_s : u"exclusive"_s},
        {"tax_rate_details"_L1, QJsonObject{{"tax_rate"_L1, u"txr_1OrionSandboxVat19000"_s}}},
        {"taxability_reason"_L1, u"standard_rated"_s},
        {"taxable_amount"_L1, inclusive ? amount - tax : amount},
        {"type"_L1, u"tax_rate_details"_s},
    }};
}

QJsonObject lineParent(const QJsonObject &subscription, const LineDraft &draft)
{
    return {
        {"invoice_item_details"_L1, QJsonValue::Null},
        {"subscription_item_details"_L1,
         QJsonObject{
             {"invoice_item"_L1, QJsonValue::Null},
             {"proration"_L1, draft.isProration},
             {"proration_details"_L1, QJsonObject{{"credited_items"_L1, draft.creditedItems}}},
             {"subscription"_L1, subscription.value("id"_L1)},
             {"subscription_item"_L1, draft.item.value("id"_L1)},
         }},
        {"type"_L1, u"subscription_item_details"_s},
    };
}

QJsonObject pricing(const QJsonObject &price)
{
    return {
        {"price_details"_L1, QJsonObject{{"price"_L1, price.value("id"_L1)},
                                         {"product"_L1, price.value("product"_L1)}}},
        {"type"_L1, u"price_details"_s},
        {"unit_amount_decimal"_L1, price.value("unit_amount_decimal"_L1)},
    };
}

} // namespace

qint64 amountOf(const QJsonObject &item)
{
    const QJsonObject price = item.value("price"_L1).toObject();
    return price.value("unit_amount"_L1).toInteger() * item.value("quantity"_L1).toInteger(1);
}

QJsonObject makeLine(State &state, const QJsonObject &subscription, const LineDraft &draft)
{
    const QJsonObject price = draft.item.value("price"_L1).toObject();
    const qint64 quantity = draft.item.value("quantity"_L1).toInteger(1);
    return filled("invoice_line"_L1, {
                                         {"id"_L1, state.identifiers().next(u"il"_s)},
                                         {"amount"_L1, draft.amount},
                                         {"currency"_L1, price.value("currency"_L1)},
                                         {"description"_L1, draft.description},
                                         {"discountable"_L1, !draft.isProration},
                                         {"metadata"_L1, subscription.value("metadata"_L1)},
                                         {"parent"_L1, lineParent(subscription, draft)},
                                         {"period"_L1, QJsonObject{{"end"_L1, draft.span.end},
                                                                   {"start"_L1, draft.span.start}}},
                                         {"pricing"_L1, pricing(price)},
                                         {"quantity"_L1, quantity},
                                         {"quantity_decimal"_L1, QString::number(quantity)},
                                         {"subscription"_L1, subscription.value("id"_L1)},
                                         {"subtotal"_L1, draft.amount},
                                         {"taxes"_L1, taxesOf(subscription, price, draft.amount)},
                                     });
}

QString productName(const State &state, const QJsonObject &price)
{
    return state.get(Kind::Product, price.value("product"_L1).toString())
        .value("name"_L1)
        .toString();
}

QString cycleDescription(const State &state, const QJsonObject &item)
{
    const QJsonObject price = item.value("price"_L1).toObject();
    const Money money{price.value("unit_amount"_L1).toInteger(),
                      price.value("currency"_L1).toString()};
    return u"%1 × %2 (at %3 / %4)"_s.arg(
        QString::number(item.value("quantity"_L1).toInteger(1)), productName(state, price),
        money.toString(QLocale(u"en_US"_s)),
        price.value("recurring"_L1).toObject().value("interval"_L1).toString());
}

void sumLines(QJsonObject &invoice)
{
    qint64 subtotal = 0;
    qint64 inclusiveTax = 0;
    qint64 exclusiveTax = 0;
    QJsonArray totalTaxes;
    const QJsonArray lines = invoice.value("lines"_L1).toObject().value("data"_L1).toArray();
    for (const QJsonValue &line : lines) {
        subtotal += line.toObject().value("amount"_L1).toInteger();
        const QJsonArray taxes = line.toObject().value("taxes"_L1).toArray();
        for (const QJsonValue &tax : taxes) {
            const bool inclusive =
                tax.toObject().value("tax_behavior"_L1).toString() == "inclusive"_L1;
            (inclusive ? inclusiveTax : exclusiveTax) +=
                tax.toObject().value("amount"_L1).toInteger();
            totalTaxes.append(tax);
        }
    }
    invoice.insert("subtotal"_L1, subtotal);
    invoice.insert("subtotal_excluding_tax"_L1, subtotal - inclusiveTax);
    invoice.insert("total"_L1, subtotal + exclusiveTax);
    invoice.insert("total_excluding_tax"_L1, subtotal - inclusiveTax);
    invoice.insert("total_taxes"_L1, totalTaxes);
}

} // namespace Orion::Sandbox
