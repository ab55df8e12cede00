#include "app/sandbox/seed.h"

#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/lines.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/shapes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

tl::unexpected<Error> badSeed(const QString &id, const QString &reason)
{
    return fail(ErrorCode::InvalidArgument, u"The seed file's %1 %2."_s.arg(id, reason));
}

// Oldest first, as the store expects it.
std::vector<QJsonObject> objectsOf(const QJsonObject &seed, QLatin1String name)
{
    std::vector<QJsonObject> objects;
    const QJsonArray array = seed.value(name).toArray();
    for (const QJsonValue &value : array)
        objects.push_back(value.toObject());
    std::stable_sort(objects.begin(), objects.end(), [](const auto &left, const auto &right) {
        return left.value("created"_L1).toInteger() < right.value("created"_L1).toInteger();
    });
    return objects;
}

Result<void> loadProduct(State &state, const QJsonObject &given)
{
    QJsonObject product = filled("product"_L1, given);
    if (!given.contains("updated"_L1))
        product.insert("updated"_L1, product.value("created"_L1));
    state.load(Kind::Product, product);
    return {};
}

Result<void> loadPrice(State &state, const QJsonObject &given)
{
    QJsonObject price = filled("price"_L1, given);
    const QString id = price.value("id"_L1).toString();
    if (!state.find(Kind::Product, price.value("product"_L1).toString()))
        return badSeed(id, u"names a product that is not there"_s);
    if (price.value("currency"_L1).toString().isEmpty() ||
        !price.value("unit_amount"_L1).isDouble())
        return badSeed(id, u"needs currency and unit_amount"_s);
    price.insert("unit_amount_decimal"_L1,
                 QString::number(price.value("unit_amount"_L1).toInteger()));
    if (price.value("recurring"_L1).isObject()) {
        QJsonObject recurring{{"interval_count"_L1, 1},
                              {"meter"_L1, QJsonValue::Null},
                              {"trial_period_days"_L1, QJsonValue::Null},
                              {"usage_type"_L1, u"licensed"_s}};
        copyGiven(recurring, price.value("recurring"_L1).toObject(),
                  {"interval"_L1, "interval_count"_L1});
        price.insert("recurring"_L1, recurring);
        price.insert("type"_L1, u"recurring"_s);
    }
    state.load(Kind::Price, price);
    return {};
}

// Customers of the seed can pay, unless it says otherwise by naming their card.
Result<void> loadCustomer(State &state, const QJsonObject &given)
{
    QJsonObject customer = filled("customer"_L1, given);
    if (customer.value("invoice_prefix"_L1).isNull())
        customer.insert("invoice_prefix"_L1, state.identifiers().hex(8).toUpper());
    QJsonObject settings = shape("customer"_L1).value("invoice_settings"_L1).toObject();
    const QJsonObject own = given.value("invoice_settings"_L1).toObject();
    for (auto it = own.begin(); it != own.end(); ++it)
        settings.insert(it.key(), it.value());
    QJsonObject method =
        newPaymentMethod(state, testCards().front(), customer.value("id"_L1).toString());
    const QString named = settings.value("default_payment_method"_L1).toString();
    if (!named.isEmpty())
        method.insert("id"_L1, named);
    settings.insert("default_payment_method"_L1, method.value("id"_L1));
    customer.insert("invoice_settings"_L1, settings);
    state.load(Kind::PaymentMethod, method);
    state.load(Kind::Customer, customer);
    return {};
}

QJsonArray givenItems(const QJsonObject &subscription)
{
    const QJsonValue items = subscription.value("items"_L1);
    return items.isArray() ? items.toArray() : items.toObject().value("data"_L1).toArray();
}

Result<QJsonArray> seededItems(State &state, const QJsonObject &given)
{
    const QString id = given.value("id"_L1).toString();
    QJsonArray items;
    const QJsonArray own = givenItems(given);
    for (const QJsonValue &value : own) {
        const QJsonObject item = value.toObject();
        const QJsonValue named = item.value("price"_L1);
        const QString priceId =
            named.isObject() ? named.toObject().value("id"_L1).toString() : named.toString();
        const auto price = state.find(Kind::Price, priceId);
        if (!price || !price->value("recurring"_L1).isObject())
            return badSeed(id, u"names a price that is not there or not recurring"_s);
        QJsonObject full = newItem(state, id, *price, item);
        copyGiven(full, item,
                  {"id"_L1, "created"_L1, "current_period_start"_L1, "current_period_end"_L1});
        if (full.value("current_period_end"_L1).toInteger() == 0) {
            const qint64 now = state.now();
            setPeriod(full, now, nextBoundary(now, price->value("recurring"_L1).toObject(), now));
        }
        items.append(full);
    }
    if (items.isEmpty())
        return badSeed(id, u"has no items"_s);
    return items;
}

// The invoice whose failed payment made the subscription overdue.
void loadOpenInvoice(State &state, QJsonObject subscription)
{
    QJsonArray lines;
    const QJsonArray items = itemsOf(subscription);
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        const Span span{item.value("current_period_start"_L1).toInteger(),
                        item.value("current_period_end"_L1).toInteger()};
        lines.append(makeLine(state, subscription,
                              {item, span, amountOf(item), cycleDescription(state, item), false}));
    }
    QString id = subscription.value("latest_invoice"_L1).toString();
    if (id.isEmpty())
        id = state.newId(Kind::Invoice);
    subscription.insert("latest_invoice"_L1, id);
    state.load(Kind::Subscription, subscription);
    issueInvoice(state, {id, subscription, lines, u"subscription_cycle"_s});
    attemptPayment(state, id, Charge::Declined, true);
}

Result<void> loadSubscription(State &state, const QJsonObject &given)
{
    const QString id = given.value("id"_L1).toString();
    if (!state.find(Kind::Customer, given.value("customer"_L1).toString()))
        return badSeed(id, u"names a customer that is not there"_s);
    const auto items = seededItems(state, given);
    if (!items)
        return fail(items.error());
    const QJsonObject first = items->first().toObject();
    QJsonObject subscription = filled("subscription"_L1, given);
    setItems(subscription, *items);
    subscription.insert("currency"_L1, first.value("price"_L1).toObject().value("currency"_L1));
    if (!given.contains("billing_cycle_anchor"_L1))
        subscription.insert("billing_cycle_anchor"_L1, first.value("current_period_end"_L1));
    if (!given.contains("start_date"_L1))
        subscription.insert("start_date"_L1, subscription.value("created"_L1));
    const QString method = given.value("default_payment_method"_L1).toString();
    if (!method.isEmpty() && !state.find(Kind::PaymentMethod, method))
        subscription.insert("default_payment_method"_L1, QJsonValue::Null);
    state.load(Kind::Subscription, subscription);
    if (subscription.value("status"_L1).toString() == "past_due"_L1)
        loadOpenInvoice(state, subscription);
    return {};
}

// What was settled before the sandbox started, so that its links open.
Result<void> loadInvoice(State &state, const QJsonObject &given)
{
    const QString id = given.value("id"_L1).toString();
    if (state.find(Kind::Invoice, id))
        return {};
    QJsonObject invoice = filled("invoice"_L1, given);
    const QString page = state.publicUrl() + u"/i/"_s + id;
    if (!given.contains("hosted_invoice_url"_L1))
        invoice.insert("hosted_invoice_url"_L1, page);
    if (!given.contains("invoice_pdf"_L1))
        invoice.insert("invoice_pdf"_L1, page + u"/pdf"_s);
    state.load(Kind::Invoice, invoice);
    return {};
}

} // namespace

Result<void> loadSeed(State &state, const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return fail(ErrorCode::InvalidArgument,
                    u"The seed file is not a JSON object: %1."_s.arg(error.errorString()));
    struct Part
    {
        QLatin1String name;
        Result<void> (*load)(State &, const QJsonObject &);
    };
    static constexpr std::array<Part, 5> parts{{{"products"_L1, loadProduct},
                                                {"prices"_L1, loadPrice},
                                                {"customers"_L1, loadCustomer},
                                                {"subscriptions"_L1, loadSubscription},
                                                {"invoices"_L1, loadInvoice}}};
    state.events().setMuted(true);
    Result<void> outcome;
    for (const Part &part : parts) {
        for (const QJsonObject &object : objectsOf(document.object(), part.name)) {
            if (outcome && object.value("id"_L1).toString().isEmpty())
                outcome = badSeed(QString(part.name), u"have an entry without id"_s);
            if (outcome)
                outcome = part.load(state, object);
        }
    }
    state.events().setMuted(false);
    return outcome;
}

Result<void> loadSeedFile(State &state, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::InvalidArgument,
                    u"The seed file %1 cannot be read: %2."_s.arg(path, file.errorString()));
    return loadSeed(state, file.readAll());
}

} // namespace Orion::Sandbox
