#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// Makes a checkout session from typed parameters. What only its completion needs is kept in it
// under private names.
Answer<QJsonObject> createCheckout(State &state, const QJsonObject &parameters);

// The buyer pays with the test card: the customer, the payment method, the subscription and its
// invoice come to be, and checkout.session.completed tells of it. Declined cards leave it open.
Answer<QJsonObject> payCheckout(State &state, const QString &sessionId, const QString &cardToken);

void expireCheckout(State &state, const QString &sessionId);

// Tells the outcome of a debit that the checkout of the subscription waited for, if it did.
void settleCheckout(State &state, const QString &subscriptionId, bool paid);

// The end of the trial that the session would start now, in Unix seconds; 0 without one.
qint64 trialEndOfCheckout(const QJsonObject &session, qint64 now);

} // namespace Orion::Sandbox
