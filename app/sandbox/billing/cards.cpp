#include "app/sandbox/billing/cards.h"

#include "app/sandbox/state/shapes.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

const std::vector<TestCard> &testCards()
{
    static const std::vector<TestCard> cards{
        {"pm_card_visa"_L1, "visa"_L1, "4242"_L1, "Visa ending in 4242 (pays)"_L1, true},
        {"pm_card_mastercard"_L1, "mastercard"_L1, "4444"_L1, "Mastercard ending in 4444 (pays)"_L1,
         true},
        {"pm_card_chargeCustomerFail"_L1, "visa"_L1, "0341"_L1,
         "Visa ending in 0341 (is accepted, then declines)"_L1, false},
    };
    return cards;
}

QJsonObject newPaymentMethod(State &state, const TestCard &card, const QString &customerId)
{
    QJsonObject method = shape("payment_method"_L1);
    QJsonObject details = method.value("card"_L1).toObject();
    details.insert("brand"_L1, card.brand);
    details.insert("display_brand"_L1, card.brand);
    details.insert("last4"_L1, card.last4);
    details.insert("fingerprint"_L1, u"orionSandbox%1"_s.arg(card.last4));
    details.insert("networks"_L1, QJsonObject{{"available"_L1, QJsonArray{QString(card.brand)}},
                                              {"preferred"_L1, QJsonValue::Null}});
    method.insert("card"_L1, details);
    method.insert("id"_L1, state.newId(Kind::PaymentMethod));
    method.insert("created"_L1, state.now());
    method.insert("customer"_L1, customerId);
    return method;
}

std::optional<QJsonObject> takePaymentMethod(State &state, const QString &idOrToken,
                                             const QString &customerId)
{
    const auto card =
        std::find_if(testCards().begin(), testCards().end(),
                     [&](const TestCard &candidate) { return candidate.token == idOrToken; });
    if (card == testCards().end())
        return state.find(Kind::PaymentMethod, idOrToken);
    const QJsonObject method = newPaymentMethod(state, *card, customerId);
    state.create(Kind::PaymentMethod, method);
    return method;
}

std::optional<QJsonObject> paymentMethodOf(const State &state, const QJsonObject &subscription)
{
    const QString own = subscription.value("default_payment_method"_L1).toString();
    if (!own.isEmpty())
        return state.find(Kind::PaymentMethod, own);
    const QJsonObject customer =
        state.get(Kind::Customer, subscription.value("customer"_L1).toString());
    const QJsonObject settings = customer.value("invoice_settings"_L1).toObject();
    return state.find(Kind::PaymentMethod, settings.value("default_payment_method"_L1).toString());
}

bool cardPays(const QJsonObject &paymentMethod)
{
    const QString last4 = paymentMethod.value("card"_L1).toObject().value("last4"_L1).toString();
    return std::none_of(testCards().begin(), testCards().end(),
                        [&](const TestCard &card) { return card.last4 == last4 && !card.pays; });
}

void setDefaultPaymentMethod(State &state, const QString &customerId,
                             const QString &paymentMethodId)
{
    QJsonObject customer = state.get(Kind::Customer, customerId);
    QJsonObject settings = customer.value("invoice_settings"_L1).toObject();
    settings.insert("default_payment_method"_L1, paymentMethodId);
    customer.insert("invoice_settings"_L1, settings);
    state.update(Kind::Customer, customer);
}

} // namespace Orion::Sandbox
