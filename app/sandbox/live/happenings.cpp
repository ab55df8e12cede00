#include "app/sandbox/live/happenings.h"

#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/invoices.h"
#include "app/sandbox/billing/subscriptions.h"

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 day = 86'400;

std::optional<QJsonObject> pick(std::vector<QJsonObject> candidates, Identifiers &dice)
{
    if (candidates.empty())
        return {};
    return candidates.at(static_cast<std::size_t>(dice.below(candidates.size())));
}

bool isAddon(const QJsonObject &object)
{
    return object.value("metadata"_L1).toObject().value("kind"_L1).toString() == "addon"_L1;
}

// A base subscription in the status that is not about to end.
std::optional<QJsonObject> pickSubscription(const State &state, Identifiers &dice,
                                            QLatin1String status)
{
    return pick(state.select(Kind::Subscription,
                             [&](const QJsonObject &subscription) {
                                 return subscription.value("status"_L1).toString() == status &&
                                        subscription.value("cancel_at"_L1).isNull() &&
                                        subscription.value("pause_collection"_L1).isNull() &&
                                        !isAddon(subscription);
                             }),
                dice);
}

QString idOf(const QJsonObject &object)
{
    return object.value("id"_L1).toString();
}

QJsonObject firstPrice(const QJsonObject &subscription)
{
    return itemsOf(subscription).first().toObject().value("price"_L1).toObject();
}

qint64 amountOfPrice(const QJsonObject &price)
{
    return price.value("unit_amount"_L1).toInteger();
}

// Prices that a vendor may take as its tier, cheapest first.
std::vector<QJsonObject> tierPrices(const State &state)
{
    auto prices = state.select(Kind::Price, [&](const QJsonObject &price) {
        const QJsonObject product = state.get(Kind::Product, price.value("product"_L1).toString());
        return price.value("active"_L1).toBool() && price.value("recurring"_L1).isObject() &&
               !isAddon(price) && !isAddon(product);
    });
    std::stable_sort(prices.begin(), prices.end(), [](const auto &left, const auto &right) {
        return amountOfPrice(left) < amountOfPrice(right);
    });
    return prices;
}

std::optional<QString> openInvoiceOf(const State &state, const QJsonObject &subscription)
{
    const auto invoice =
        state.find(Kind::Invoice, subscription.value("latest_invoice"_L1).toString());
    if (!invoice || invoice->value("status"_L1).toString() != "open"_L1)
        return {};
    return idOf(*invoice);
}

bool convertTrial(State &state, Identifiers &dice)
{
    const auto subscription = pickSubscription(state, dice, "trialing"_L1);
    if (subscription)
        endTrial(state, idOf(*subscription), Charge::ByCard);
    return subscription.has_value();
}

bool renewPaid(State &state, Identifiers &dice)
{
    const auto subscription = pickSubscription(state, dice, "active"_L1);
    if (subscription)
        restartCycle(state, idOf(*subscription), Charge::ByCard);
    return subscription.has_value();
}

bool renewDeclined(State &state, Identifiers &dice)
{
    const auto subscription = pickSubscription(state, dice, "active"_L1);
    if (subscription)
        restartCycle(state, idOf(*subscription), Charge::Declined);
    return subscription.has_value();
}

bool retry(State &state, Identifiers &dice, Charge charge)
{
    const auto subscription = pickSubscription(state, dice, "past_due"_L1);
    const auto invoice = subscription ? openInvoiceOf(state, *subscription) : std::nullopt;
    if (invoice)
        collect(state, *invoice, charge);
    return invoice.has_value();
}

bool recover(State &state, Identifiers &dice)
{
    return retry(state, dice, Charge::ByCard);
}

bool failAgain(State &state, Identifiers &dice)
{
    return retry(state, dice, Charge::Declined);
}

bool cancelOverdue(State &state, Identifiers &dice)
{
    const auto subscription = pickSubscription(state, dice, "past_due"_L1);
    if (subscription)
        endSubscription(state, idOf(*subscription), u"payment_failed"_s);
    return subscription.has_value();
}

bool scheduleEnd(State &state, Identifiers &dice)
{
    auto subscription = pickSubscription(state, dice, "active"_L1);
    if (!subscription)
        return false;
    scheduleCancellation(*subscription, state.now(), false);
    state.update(Kind::Subscription, *subscription);
    return true;
}

// Those who wanted to go and stay after all keep the demo from running out of vendors.
bool changeMind(State &state, Identifiers &dice)
{
    auto subscription = pick(state.select(Kind::Subscription,
                                          [](const QJsonObject &candidate) {
                                              return isLive(candidate) &&
                                                     candidate.value("cancel_at"_L1).isDouble();
                                          }),
                             dice);
    if (!subscription)
        return false;
    clearCancellation(*subscription);
    state.update(Kind::Subscription, *subscription);
    return true;
}

// A seeded vendor without a live subscription. Whoever had one before gets no second trial.
bool subscribe(State &state, Identifiers &dice)
{
    QSet<QString> subscribed;
    QSet<QString> former;
    for (const QJsonObject &subscription : state.select(Kind::Subscription))
        (isLive(subscription) ? subscribed : former)
            .insert(subscription.value("customer"_L1).toString());
    const auto customer =
        pick(state.select(
                 Kind::Customer,
                 [&](const QJsonObject &candidate) {
                     return !subscribed.contains(idOf(candidate)) &&
                            candidate.value("metadata"_L1).toObject().contains("vendor_code"_L1);
                 }),
             dice);
    const auto price = pick(tierPrices(state), dice);
    if (!customer || !price)
        return false;
    const QJsonObject method = newPaymentMethod(state, testCards().front(), idOf(*customer));
    state.create(Kind::PaymentMethod, method);
    const QJsonValue vendor = customer->value("metadata"_L1).toObject().value("vendor_code"_L1);
    QJsonObject parameters{
        {"customer"_L1, idOf(*customer)},
        {"items"_L1, QJsonArray{QJsonObject{{"price"_L1, idOf(*price)}}}},
        {"default_payment_method"_L1, method.value("id"_L1)},
        {"metadata"_L1, QJsonObject{{"vendor_code"_L1, vendor}, {"kind"_L1, u"base"_s}}}};
    if (!former.contains(idOf(*customer)))
        parameters.insert("trial_end"_L1, state.now() + 30 * day);
    return createSubscription(state, parameters).has_value();
}

bool upgrade(State &state, Identifiers &dice)
{
    const auto subscription = pickSubscription(state, dice, "active"_L1);
    if (!subscription)
        return false;
    const QJsonObject present = firstPrice(*subscription);
    const auto prices = tierPrices(state);
    const auto next = std::find_if(prices.begin(), prices.end(), [&](const QJsonObject &price) {
        return amountOfPrice(price) > amountOfPrice(present) &&
               price.value("product"_L1) != present.value("product"_L1) &&
               price.value("currency"_L1) == present.value("currency"_L1) &&
               price.value("recurring"_L1).toObject().value("interval"_L1) ==
                   present.value("recurring"_L1).toObject().value("interval"_L1);
    });
    if (next == prices.end())
        return false;
    const QJsonObject item = itemsOf(*subscription).first().toObject();
    const QJsonObject parameters{
        {"items"_L1, QJsonArray{QJsonObject{{"id"_L1, idOf(item)}, {"price"_L1, idOf(*next)}}}},
        {"proration_behavior"_L1, u"always_invoice"_s}};
    return updateSubscription(state, idOf(*subscription), parameters).has_value();
}

} // namespace

const std::vector<Happening> &happenings()
{
    static const std::vector<Happening> table{
        {"renewed"_L1, 34, renewPaid},
        {"trial converted"_L1, 12, convertTrial},
        {"payment failed"_L1, 11, renewDeclined},
        {"payment recovered"_L1, 13, recover},
        {"payment failed again"_L1, 4, failAgain},
        {"overdue cancelled"_L1, 2, cancelOverdue},
        {"subscribed"_L1, 12, subscribe},
        {"upgraded"_L1, 6, upgrade},
        {"cancellation scheduled"_L1, 3, scheduleEnd},
        {"cancellation withdrawn"_L1, 3, changeMind},
    };
    return table;
}

} // namespace Orion::Sandbox
