#include "app/sandbox/billing/checkout.h"

#include "app/sandbox/billing/cards.h"
#include "app/sandbox/billing/customers.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 day = 86'400;

Answer<void> checkTrial(const QJsonObject &parameters, qint64 now)
{
    const QJsonObject data = parameters.value("subscription_data"_L1).toObject();
    const QJsonValue end = data.value("trial_end"_L1);
    if (end.isDouble() && data.contains("trial_period_days"_L1))
        return refuse(invalidRequest({},
                                     u"You may only specify one of these parameters: "
                                     "trial_end, trial_period_days."_s,
                                     u"subscription_data[trial_end]"_s));
    if (end.isDouble() && end.toInteger() < now + 2 * day)
        return refuse(invalidRequest({},
                                     u"The `trial_end` date has to be at least 2 days in the "
                                     "future."_s,
                                     u"subscription_data[trial_end]"_s));
    return {};
}

Answer<void> checkBuyer(const State &state, const QJsonObject &parameters)
{
    const QString customer = parameters.value("customer"_L1).toString();
    if (!customer.isEmpty() && parameters.contains("customer_email"_L1))
        return refuse(invalidRequest({},
                                     u"You may only specify one of these parameters: "
                                     "customer, customer_email."_s,
                                     u"customer_email"_s));
    if (!customer.isEmpty() && !state.find(Kind::Customer, customer))
        return refuse(noSuch(u"customer"_s, customer, u"customer"_s));
    return {};
}

// The line items as the session shows them, each with its price.
Answer<QJsonArray> lineItems(State &state, const QJsonArray &parameters)
{
    QJsonArray items;
    for (qsizetype i = 0; i < parameters.size(); ++i) {
        const QJsonObject given = parameters.at(i).toObject();
        const QString priceId = given.value("price"_L1).toString();
        const QString param = u"line_items[%1][price]"_s.arg(i);
        const auto price = state.find(Kind::Price, priceId);
        if (!price)
            return refuse(noSuch(u"price"_s, priceId, param));
        if (!price->value("recurring"_L1).isObject())
            return refuse(invalidRequest({},
                                         u"You must provide at least one recurring price in "
                                         "`subscription` mode."_s,
                                         param));
        const qint64 quantity = given.value("quantity"_L1).toInteger(1);
        const qint64 amount = price->value("unit_amount"_L1).toInteger() * quantity;
        const QJsonObject product = state.get(Kind::Product, price->value("product"_L1).toString());
        items.append(QJsonObject{{"id"_L1, state.identifiers().next(u"li"_s)},
                                 {"object"_L1, u"item"_s},
                                 {"adjustable_quantity"_L1, QJsonValue::Null},
                                 {"amount_discount"_L1, 0},
                                 {"amount_subtotal"_L1, amount},
                                 {"amount_tax"_L1, 0},
                                 {"amount_total"_L1, amount},
                                 {"currency"_L1, price->value("currency"_L1)},
                                 {"description"_L1, product.value("name"_L1)},
                                 {"metadata"_L1, QJsonObject()},
                                 {"price"_L1, *price},
                                 {"quantity"_L1, quantity}});
    }
    return items;
}

QJsonObject customerDetails(const State &state, const QJsonObject &session)
{
    const QJsonObject customer = state.get(Kind::Customer, session.value("customer"_L1).toString());
    const QJsonValue email =
        customer.isEmpty() ? session.value("customer_email"_L1) : customer.value("email"_L1);
    if (customer.isEmpty() && email.isNull())
        return {};
    const QJsonValue null(QJsonValue::Null);
    return {{"address"_L1, customer.isEmpty() ? null : customer.value("address"_L1)},
            {"business_name"_L1, null},
            {"email"_L1, email},
            {"individual_name"_L1, null},
            {"name"_L1, customer.isEmpty() ? null : customer.value("name"_L1)},
            {"phone"_L1, customer.isEmpty() ? null : customer.value("phone"_L1)},
            {"tax_exempt"_L1, u"none"_s},
            {"tax_ids"_L1, null}};
}

qint64 sumOf(const QJsonArray &items)
{
    qint64 sum = 0;
    for (const QJsonValue &item : items)
        sum += item.toObject().value("amount_total"_L1).toInteger();
    return sum;
}

// What the subscription of the session is made from.
QJsonObject subscriptionParameters(const QJsonObject &session, const QJsonObject &paymentMethod)
{
    QJsonObject parameters = session.value("_subscription_data"_L1).toObject();
    QJsonArray items;
    const QJsonArray lines = session.value("_line_items"_L1).toArray();
    for (const QJsonValue &line : lines) {
        const QJsonObject price = line.toObject().value("price"_L1).toObject();
        items.append(QJsonObject{{"price"_L1, price.value("id"_L1)},
                                 {"quantity"_L1, line.toObject().value("quantity"_L1)}});
    }
    parameters.insert("items"_L1, items);
    parameters.insert("customer"_L1, session.value("customer"_L1));
    parameters.insert("default_payment_method"_L1, paymentMethod.value("id"_L1));
    parameters.insert("payment_behavior"_L1, u"allow_incomplete"_s);
    const QJsonObject tax = session.value("automatic_tax"_L1).toObject();
    parameters.insert("automatic_tax"_L1, QJsonObject{{"enabled"_L1, tax.value("enabled"_L1)}});
    return parameters;
}

// A buyer whom Stripe does not know yet becomes a customer by paying.
void ensureCustomer(State &state, QJsonObject &session)
{
    if (!session.value("customer"_L1).isNull())
        return;
    const QJsonObject customer =
        newCustomer(state, {{"email"_L1, session.value("customer_email"_L1)}});
    state.create(Kind::Customer, customer);
    session.insert("customer"_L1, customer.value("id"_L1));
}

void recordDecline(State &state, const QJsonObject &session, const ApiError &reason)
{
    const QJsonObject intent =
        filled("payment_intent"_L1,
               {{"id"_L1, state.newId(Kind::PaymentIntent)},
                {"amount"_L1, session.value("amount_total"_L1)},
                {"created"_L1, state.now()},
                {"currency"_L1, session.value("currency"_L1)},
                {"customer"_L1, session.value("customer"_L1)},
                {"last_payment_error"_L1, QJsonObject{{"type"_L1, reason.type},
                                                      {"code"_L1, reason.code},
                                                      {"decline_code"_L1, reason.declineCode},
                                                      {"message"_L1, reason.message}}}});
    state.replace(Kind::PaymentIntent, intent, u"payment_intent.payment_failed"_s);
}

} // namespace

qint64 trialEndOfCheckout(const QJsonObject &session, qint64 now)
{
    const QJsonObject data = session.value("_subscription_data"_L1).toObject();
    const qint64 days = data.value("trial_period_days"_L1).toInteger();
    return days > 0 ? now + days * day : data.value("trial_end"_L1).toInteger();
}

Answer<QJsonObject> createCheckout(State &state, const QJsonObject &parameters)
{
    for (const auto &checked : {checkTrial(parameters, state.now()), checkBuyer(state, parameters)})
    {
        if (!checked)
            return refuse(checked.error());
    }
    const auto items = lineItems(state, parameters.value("line_items"_L1).toArray());
    if (!items)
        return refuse(items.error());
    if (items->isEmpty())
        return refuse(missingParameter(u"line_items"_s));
    QJsonObject session = shape("checkout_session"_L1);
    copyGiven(session, parameters,
              {"cancel_url"_L1, "client_reference_id"_L1, "customer"_L1, "customer_email"_L1,
               "locale"_L1, "payment_method_collection"_L1, "success_url"_L1});
    const QString id = state.newId(Kind::CheckoutSession);
    session.insert("id"_L1, id);
    session.insert("created"_L1, state.now());
    session.insert("currency"_L1, items->first().toObject().value("currency"_L1));
    session.insert("expires_at"_L1, parameters.value("expires_at"_L1).toInteger(state.now() + day));
    session.insert("metadata"_L1, mergedMetadata({}, parameters.value("metadata"_L1)));
    session.insert("url"_L1, state.publicUrl() + u"/c/pay/"_s + id);
    session.insert("_line_items"_L1, *items);
    session.insert("_test_clock"_L1,
                   testClockOf(state.get(Kind::Customer, session.value("customer"_L1).toString())));
    session.insert("_subscription_data"_L1, parameters.value("subscription_data"_L1).toObject());
    mergeGiven(session, parameters, {"automatic_tax"_L1});
    const qint64 total = trialEndOfCheckout(session, state.now()) > 0 ? 0 : sumOf(*items);
    session.insert("amount_subtotal"_L1, total);
    session.insert("amount_total"_L1, total);
    if (session.value("customer"_L1).isNull())
        session.insert("customer_creation"_L1, u"always"_s);
    const QJsonObject details = customerDetails(state, session);
    session.insert("customer_details"_L1,
                   details.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(details));
    state.create(Kind::CheckoutSession, session);
    return session;
}

Answer<QJsonObject> payCheckout(State &state, const QString &sessionId, const QString &cardToken)
{
    QJsonObject session = state.get(Kind::CheckoutSession, sessionId);
    if (session.value("status"_L1).toString() != "open"_L1)
        return refuse(invalidRequest({}, u"This checkout session is no longer open."_s));
    const TestCard *card = testCard(cardToken);
    const auto decline = card ? declineOf(*card) : cardDeclined();
    const QString customer = session.value("customer"_L1).toString();
    if (!customer.isEmpty() && !state.find(Kind::Customer, customer))
        return refuse(noSuch(u"customer"_s, customer, u"customer"_s));
    // The buyer is there and answers the bank's question.
    const bool isFree = session.value("amount_total"_L1).toInteger() == 0;
    const bool passes = card && (card->behavior == CardBehavior::AsksTheBuyer ||
                                 (isFree && card->behavior == CardBehavior::DeclinesWhenCharged));
    if (decline && !passes) {
        recordDecline(state, session, *decline);
        return refuse(*decline);
    }
    ensureCustomer(state, session);
    const auto method =
        takePaymentMethod(state, cardToken, session.value("customer"_L1).toString(), u"card"_s);
    if (!method)
        return method;
    const auto subscription = createSubscription(state, subscriptionParameters(session, *method));
    if (!subscription)
        return subscription;
    const QString invoiceId = subscription->value("latest_invoice"_L1).toString();
    if (subscription->value("status"_L1).toString() == "incomplete"_L1) {
        authenticatePayment(state, invoiceId);
        follow(state, invoiceId, Payment::Paid);
    }
    session.insert("status"_L1, u"complete"_s);
    session.insert("payment_status"_L1, isFree           ? u"no_payment_required"_s
                                        : isDebit(*card) ? u"unpaid"_s
                                                         : u"paid"_s);
    session.insert("customer_details"_L1, customerDetails(state, session));
    session.insert("subscription"_L1, subscription->value("id"_L1));
    session.insert("invoice"_L1, invoiceId);
    session.insert("url"_L1, QJsonValue::Null);
    state.replace(Kind::CheckoutSession, session, u"checkout.session.completed"_s);
    return session;
}

void expireCheckout(State &state, const QString &sessionId)
{
    QJsonObject session = state.get(Kind::CheckoutSession, sessionId);
    session.insert("status"_L1, u"expired"_s);
    session.insert("url"_L1, QJsonValue::Null);
    state.replace(Kind::CheckoutSession, session, u"checkout.session.expired"_s);
}

void settleCheckout(State &state, const QString &subscriptionId, bool paid)
{
    auto sessions =
        state.select(Kind::CheckoutSession, Key{"subscription"_L1, subscriptionId},
                     [](const QJsonObject &session) {
                         return session.value("status"_L1).toString() == "complete"_L1 &&
                                session.value("payment_status"_L1).toString() == "unpaid"_L1;
                     });
    for (QJsonObject &session : sessions) {
        if (paid)
            session.insert("payment_status"_L1, u"paid"_s);
        state.replace(Kind::CheckoutSession, session,
                      paid ? u"checkout.session.async_payment_succeeded"_s
                           : u"checkout.session.async_payment_failed"_s);
    }
}

} // namespace Orion::Sandbox
