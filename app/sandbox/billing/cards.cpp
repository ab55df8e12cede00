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
        {"pm_card_visa"_L1, "visa"_L1, "4242"_L1, "Visa ending in 4242 (pays)"_L1},
        {"pm_card_mastercard"_L1, "mastercard"_L1, "4444"_L1,
         "Mastercard ending in 4444 (pays)"_L1},
        {"pm_card_chargeCustomerFail"_L1, "visa"_L1, "0341"_L1,
         "Visa ending in 0341 (is accepted, then declines)"_L1, CardBehavior::DeclinesWhenCharged,
         "card_declined"_L1, "generic_decline"_L1, "Your card was declined."_L1},
        {"pm_card_visa_chargeDeclined"_L1, "visa"_L1, "0002"_L1,
         "Visa ending in 0002 (declines)"_L1, CardBehavior::Declines, "card_declined"_L1,
         "generic_decline"_L1, "Your card was declined."_L1},
        {"pm_card_visa_chargeDeclinedInsufficientFunds"_L1, "visa"_L1, "9995"_L1,
         "Visa ending in 9995 (insufficient funds)"_L1, CardBehavior::Declines, "card_declined"_L1,
         "insufficient_funds"_L1, "Your card has insufficient funds."_L1},
        {"pm_card_chargeDeclinedExpiredCard"_L1, "visa"_L1, "0069"_L1,
         "Visa ending in 0069 (expired)"_L1, CardBehavior::Declines, "expired_card"_L1,
         "expired_card"_L1, "Your card has expired."_L1},
        {"pm_card_authenticationRequired"_L1, "visa"_L1, "3184"_L1,
         "Visa ending in 3184 (the bank asks each time)"_L1, CardBehavior::AsksTheBuyer,
         "authentication_required"_L1, "authentication_required"_L1,
         "Your card was declined. This transaction requires authentication."_L1},
        {"pm_card_createDispute"_L1, "visa"_L1, "0259"_L1,
         "Visa ending in 0259 (pays, then disputes)"_L1, CardBehavior::PaysThenDisputed},
        {"pm_debit_pays"_L1, "sepa_debit"_L1, "3000"_L1,
         "Bank account ending in 3000 (pays some seconds later)"_L1, CardBehavior::DebitPays},
        {"pm_debit_fails"_L1, "sepa_debit"_L1, "3001"_L1,
         "Bank account ending in 3001 (fails some seconds later)"_L1, CardBehavior::DebitFails,
         "insufficient_funds"_L1, "insufficient_funds"_L1,
         "The account has insufficient funds."_L1},
    };
    return cards;
}

const TestCard *testCard(const QString &token)
{
    if (token == "4000000000000259"_L1)
        return testCard(u"pm_card_createDispute"_s);
    const auto card =
        std::find_if(testCards().begin(), testCards().end(),
                     [&](const TestCard &candidate) { return candidate.token == token; });
    return card == testCards().end() ? nullptr : &*card;
}

const TestCard &cardOf(const QJsonObject &paymentMethod)
{
    const QString type = paymentMethod.value("type"_L1).toString();
    const QString last4 = paymentMethod.value(type).toObject().value("last4"_L1).toString();
    const auto card =
        std::find_if(testCards().begin(), testCards().end(),
                     [&](const TestCard &candidate) { return candidate.last4 == last4; });
    return card == testCards().end() ? testCards().front() : *card;
}

std::optional<ApiError> declineOf(const TestCard &card)
{
    if (card.code.isEmpty() || isDebit(card))
        return {};
    return ApiError{402, u"card_error"_s, card.code, card.message, {}, card.declineCode};
}

bool isDebit(const TestCard &card)
{
    return card.behavior == CardBehavior::DebitPays || card.behavior == CardBehavior::DebitFails;
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
    if (isDebit(card)) {
        method.remove("card"_L1);
        method.insert("type"_L1, u"sepa_debit"_s);
        method.insert("sepa_debit"_L1, QJsonObject{{"bank_code"_L1, u"37040044"_s},
                                                   {"branch_code"_L1, QJsonValue::Null},
                                                   {"country"_L1, u"DE"_s},
                                                   {"fingerprint"_L1, u"orionSandbox"_s},
                                                   {"generated_from"_L1, QJsonValue::Null},
                                                   {"last4"_L1, card.last4}});
    }
    method.insert("id"_L1, state.newId(Kind::PaymentMethod));
    method.insert("created"_L1, state.now());
    method.insert("customer"_L1, customerId);
    return method;
}

Answer<QJsonObject> takePaymentMethod(State &state, const QString &idOrToken,
                                      const QString &customerId, const QString &param)
{
    const TestCard *card = testCard(idOrToken);
    if (!card) {
        const auto present = state.find(Kind::PaymentMethod, idOrToken);
        if (!present || present->value("customer"_L1).toString() != customerId)
            return refuse(noSuch(u"PaymentMethod"_s, idOrToken, param));
        return *present;
    }
    if (card->behavior == CardBehavior::Declines)
        return refuse(*declineOf(*card));
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
