#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// What a payment intent's attempt leaves: a charge, which may be refunded or disputed.

// The charge of an attempt that went through, told as charge.succeeded.
QJsonObject recordCharge(State &state, const QJsonObject &intent);

// The charge of one that did not, told as charge.failed.
QJsonObject recordFailedCharge(State &state, const QJsonObject &intent, const ApiError &reason);

// Gives all or part of a charge back from typed parameters: charge, payment_intent, amount, reason.
Answer<QJsonObject> refund(State &state, const QJsonObject &parameters);

// The card's owner says that it was not them: charge.dispute.created, and the money is gone.
void dispute(State &state, const QString &chargeId);

// Hands in evidence from typed parameters: evidence, submit. As in Stripe's test mode
// "winning_evidence" wins, "losing_evidence" loses, anything else is under review.
Answer<QJsonObject> answerDispute(State &state, QJsonObject dispute, const QJsonObject &parameters);

// Gives the dispute up, which is to lose it.
Answer<QJsonObject> giveUpDispute(State &state, QJsonObject dispute);

} // namespace Orion::Sandbox
