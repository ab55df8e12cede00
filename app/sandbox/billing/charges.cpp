#include "app/sandbox/billing/charges.h"

#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 evidenceTime = 7 * 86'400;

QJsonObject newCharge(State &state, const QJsonObject &intent)
{
    const QString methodId = intent.value("payment_method"_L1).toString();
    const QJsonObject method = state.get(Kind::PaymentMethod, methodId);
    const QString type = method.value("type"_L1).toString();
    QJsonObject charge =
        filled("charge"_L1, {{"id"_L1, state.newId(Kind::Charge)},
                             {"amount"_L1, intent.value("amount"_L1)},
                             {"created"_L1, state.now()},
                             {"currency"_L1, intent.value("currency"_L1)},
                             {"customer"_L1, intent.value("customer"_L1)},
                             {"description"_L1, intent.value("description"_L1)},
                             {"payment_intent"_L1, intent.value("id"_L1)},
                             {"payment_method"_L1, intent.value("payment_method"_L1)}});
    if (!type.isEmpty())
        charge.insert("payment_method_details"_L1,
                      QJsonObject{{type, method.value(type)}, {"type"_L1, type}});
    return charge;
}

QJsonObject outcomeOf(bool paid, const QJsonValue &reason)
{
    const QJsonValue null(QJsonValue::Null);
    return {{"advice_code"_L1, paid ? null : QJsonValue(u"try_again_later"_s)},
            {"network_advice_code"_L1, null},
            {"network_decline_code"_L1, null},
            {"network_status"_L1, paid ? u"approved_by_network"_s : u"declined_by_network"_s},
            {"reason"_L1, reason},
            {"risk_level"_L1, u"normal"_s},
            {"seller_message"_L1,
             paid ? u"Payment complete."_s : u"The bank did not return any further details."_s},
            {"type"_L1, paid ? u"authorized"_s : u"issuer_declined"_s}};
}

bool isDecided(const QJsonObject &dispute)
{
    const QString status = dispute.value("status"_L1).toString();
    return status == "won"_L1 || status == "lost"_L1;
}

ApiError alreadyDecided()
{
    return invalidRequest(u"dispute_already_closed"_s, u"This dispute is already closed."_s);
}

void noteEvidence(QJsonObject &dispute, bool isSubmitted)
{
    QJsonObject details = dispute.value("evidence_details"_L1).toObject();
    details.insert("has_evidence"_L1, true);
    if (isSubmitted) {
        details.insert("due_by"_L1, QJsonValue::Null);
        details.insert("submission_count"_L1, details.value("submission_count"_L1).toInt() + 1);
    }
    dispute.insert("evidence_details"_L1, details);
}

QJsonObject decide(State &state, QJsonObject dispute, const QString &status)
{
    dispute.insert("status"_L1, status);
    QStringList told{u"charge.dispute.closed"_s};
    if (status == "won"_L1)
        told.append(u"charge.dispute.funds_reinstated"_s);
    state.update(Kind::Dispute, dispute, told);
    return dispute;
}

// The charge that the parameters name, by itself or by its payment intent.
Answer<QJsonObject> chargeToRefund(const State &state, const QJsonObject &parameters)
{
    const QString intentId = parameters.value("payment_intent"_L1).toString();
    QString chargeId = parameters.value("charge"_L1).toString();
    if (intentId.isEmpty() == chargeId.isEmpty())
        return refuse(invalidRequest(u"parameter_missing"_s,
                                     u"One of the following params should be provided for this "
                                     "request: payment_intent or charge."_s));
    if (chargeId.isEmpty()) {
        const auto intent = state.find(Kind::PaymentIntent, intentId);
        if (!intent)
            return refuse(noSuch(u"payment_intent"_s, intentId, u"payment_intent"_s));
        chargeId = intent->value("latest_charge"_L1).toString();
    }
    const auto charge = state.find(Kind::Charge, chargeId);
    if (!charge || !charge->value("paid"_L1).toBool())
        return refuse(noSuch(u"charge"_s, chargeId, u"charge"_s));
    return *charge;
}

} // namespace

QJsonObject recordCharge(State &state, const QJsonObject &intent)
{
    QJsonObject charge = newCharge(state, intent);
    charge.insert("amount_captured"_L1, charge.value("amount"_L1));
    charge.insert("outcome"_L1, outcomeOf(true, QJsonValue::Null));
    charge.insert("receipt_url"_L1,
                  QString(state.publicUrl() + u"/receipts/"_s + charge.value("id"_L1).toString()));
    state.replace(Kind::Charge, charge, u"charge.succeeded"_s);
    return charge;
}

QJsonObject recordFailedCharge(State &state, const QJsonObject &intent, const ApiError &reason)
{
    QJsonObject charge = newCharge(state, intent);
    charge.insert("paid"_L1, false);
    charge.insert("captured"_L1, false);
    charge.insert("status"_L1, u"failed"_s);
    charge.insert("failure_code"_L1, reason.code);
    charge.insert("failure_message"_L1, reason.message);
    charge.insert("outcome"_L1, outcomeOf(false, reason.declineCode));
    state.replace(Kind::Charge, charge, u"charge.failed"_s);
    return charge;
}

Answer<QJsonObject> refund(State &state, const QJsonObject &parameters)
{
    auto charge = chargeToRefund(state, parameters);
    if (!charge)
        return charge;
    const qint64 refunded = charge->value("amount_refunded"_L1).toInteger();
    const qint64 left = charge->value("amount"_L1).toInteger() - refunded;
    const qint64 amount = parameters.value("amount"_L1).toInteger(left);
    if (left == 0)
        return refuse(invalidRequest(
            u"charge_already_refunded"_s,
            u"Charge %1 has already been refunded."_s.arg(charge->value("id"_L1).toString())));
    if (charge->value("disputed"_L1).toBool())
        return refuse(invalidRequest(u"charge_disputed"_s,
                                     u"A charge that is disputed cannot be refunded."_s));
    if (amount > left)
        return refuse(invalidRequest({},
                                     u"Refund amount (%1) is greater than unrefunded amount on "
                                     "charge (%2)."_s.arg(amount)
                                         .arg(left),
                                     u"amount"_s));
    QJsonObject refund =
        filled("refund"_L1, {{"id"_L1, state.newId(Kind::Refund)},
                             {"amount"_L1, amount},
                             {"charge"_L1, charge->value("id"_L1)},
                             {"created"_L1, state.now()},
                             {"currency"_L1, charge->value("currency"_L1)},
                             {"customer"_L1, charge->value("customer"_L1)},
                             {"metadata"_L1, mergedMetadata({}, parameters.value("metadata"_L1))},
                             {"payment_intent"_L1, charge->value("payment_intent"_L1)},
                             {"payment_method"_L1, charge->value("payment_method"_L1)}});
    copyGiven(refund, parameters, {"reason"_L1});
    charge->insert("amount_refunded"_L1, refunded + amount);
    charge->insert("refunded"_L1, amount == left);
    state.create(Kind::Refund, refund);
    state.replace(Kind::Charge, *charge, u"charge.refunded"_s);
    return refund;
}

void dispute(State &state, const QString &chargeId)
{
    QJsonObject charge = state.get(Kind::Charge, chargeId);
    charge.insert("disputed"_L1, true);
    state.load(Kind::Charge, charge);
    QJsonObject object =
        filled("dispute"_L1, {{"id"_L1, state.newId(Kind::Dispute)},
                              {"amount"_L1, charge.value("amount"_L1)},
                              {"charge"_L1, chargeId},
                              {"created"_L1, state.now()},
                              {"currency"_L1, charge.value("currency"_L1)},
                              {"payment_intent"_L1, charge.value("payment_intent"_L1)}});
    QJsonObject details = object.value("evidence_details"_L1).toObject();
    details.insert("due_by"_L1, state.now() + evidenceTime);
    object.insert("evidence_details"_L1, details);
    state.create(Kind::Dispute, object);
    state.replace(Kind::Dispute, object, u"charge.dispute.funds_withdrawn"_s);
}

Answer<QJsonObject> answerDispute(State &state, QJsonObject dispute, const QJsonObject &parameters)
{
    if (isDecided(dispute))
        return refuse(alreadyDecided());
    mergeGiven(dispute, parameters, {"evidence"_L1});
    dispute.insert("metadata"_L1, mergedMetadata(dispute.value("metadata"_L1).toObject(),
                                                 parameters.value("metadata"_L1)));
    const QString text =
        dispute.value("evidence"_L1).toObject().value("uncategorized_text"_L1).toString();
    const bool isSubmitted = parameters.value("submit"_L1).toBool(true);
    noteEvidence(dispute, isSubmitted);
    if (isSubmitted && text == "winning_evidence"_L1)
        return decide(state, dispute, u"won"_s);
    if (isSubmitted && text == "losing_evidence"_L1)
        return decide(state, dispute, u"lost"_s);
    if (isSubmitted)
        dispute.insert("status"_L1, u"under_review"_s);
    state.update(Kind::Dispute, dispute);
    return dispute;
}

Answer<QJsonObject> giveUpDispute(State &state, QJsonObject dispute)
{
    if (isDecided(dispute))
        return refuse(alreadyDecided());
    noteEvidence(dispute, true);
    return decide(state, dispute, u"lost"_s);
}

} // namespace Orion::Sandbox
