#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// What a test card does when it is used.
enum class CardBehavior
{
    Pays,
    Declines,            // cannot even be attached to a customer
    DeclinesWhenCharged, // is attached, then declines
    AsksTheBuyer,        // wants an authentication that only a person can give
    PaysThenDisputed,
    DebitPays, // a bank debit: the outcome is known only later
    DebitFails,
};

// The cards that the sandbox knows, as Stripe's test cards. One table: another card is a line.
struct TestCard
{
    QLatin1String token; // "pm_card_visa", taken wherever a payment method's id is
    QLatin1String brand;
    QLatin1String last4;
    QLatin1String label; // for the hosted pages
    CardBehavior behavior = CardBehavior::Pays;
    QLatin1String code = {}; // of the error, where it declines
    QLatin1String declineCode = {};
    QLatin1String message = {};
};

const std::vector<TestCard> &testCards();

// The test card with this token; none when there is no such.
const TestCard *testCard(const QString &token);

// The card that a payment method was made from.
const TestCard &cardOf(const QJsonObject &paymentMethod);

// Why the card does not pay; nothing when it does, at once or later.
std::optional<ApiError> declineOf(const TestCard &card);

bool isDebit(const TestCard &card);

// The payment method with this id; a test card's token makes a new one for the customer. The
// parameter is who named it, for the error.
Answer<QJsonObject> takePaymentMethod(State &state, const QString &idOrToken,
                                      const QString &customerId, const QString &param);

// A payment method of the card for the customer, not yet kept.
QJsonObject newPaymentMethod(State &state, const TestCard &card, const QString &customerId);

// What a subscription is paid with: its own default, else the customer's.
std::optional<QJsonObject> paymentMethodOf(const State &state, const QJsonObject &subscription);

// Makes it the one that the customer's invoices are paid with.
void setDefaultPaymentMethod(State &state, const QString &customerId,
                             const QString &paymentMethodId);

} // namespace Orion::Sandbox
