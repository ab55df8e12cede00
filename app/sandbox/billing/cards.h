#pragma once

#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// The cards that the sandbox knows, as Stripe's test cards. One table: another card is a line.
struct TestCard
{
    QLatin1String token; // "pm_card_visa", taken wherever a payment method's id is
    QLatin1String brand;
    QLatin1String last4;
    QLatin1String label; // for the hosted pages
    bool pays;           // whether charges go through
};

const std::vector<TestCard> &testCards();

// The payment method with this id; a test card's token makes a new one for the customer.
std::optional<QJsonObject> takePaymentMethod(State &state, const QString &idOrToken,
                                             const QString &customerId);

// A payment method of the card for the customer, not yet kept.
QJsonObject newPaymentMethod(State &state, const TestCard &card, const QString &customerId);

// What a subscription is paid with: its own default, else the customer's.
std::optional<QJsonObject> paymentMethodOf(const State &state, const QJsonObject &subscription);

bool cardPays(const QJsonObject &paymentMethod);

// Makes it the one that the customer's invoices are paid with.
void setDefaultPaymentMethod(State &state, const QString &customerId,
                             const QString &paymentMethodId);

} // namespace Orion::Sandbox
