#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/billing/payments.h"
#include "app/sandbox/billing/periods.h"
#include "app/sandbox/state/state.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

// Makes a subscription from typed parameters (see resources/subscriptions.cpp), its first invoice
// and payment. Checkout and the living demo use it as well as the API.
Answer<QJsonObject> createSubscription(State &state, const QJsonObject &parameters);

// Applies the parameters of an update. Everything is checked before anything changes.
Answer<QJsonObject> updateSubscription(State &state, const QString &id,
                                       const QJsonObject &parameters,
                                       Charge charge = Charge::ByCard);

// Ends the subscription now; the reason is Stripe's: cancellation_requested, payment_failed.
void endSubscription(State &state, const QString &id, const QString &reason);

// Ends the subscription now as asked: prorate gives back what was not used, invoice_now bills what
// waits, cancellation_details say why.
Answer<QJsonObject> cancelNow(State &state, const QString &id, const QJsonObject &parameters);

// Pauses and resumes a subscription for real: its status is paused, and no periods start.
Answer<QJsonObject> pauseSubscription(State &state, const QString &id,
                                      const QJsonObject &parameters);
Answer<QJsonObject> resumeSubscription(State &state, const QString &id,
                                       const QJsonObject &parameters);

// The reason is Stripe's: pause_requested, trial_end_without_payment_method.
void setPaused(State &state, const QString &id, const QString &reason);
void setResumed(State &state, const QString &id, const QString &status);
// Whether it waits for the payment that resumes it.
bool isResuming(const QJsonObject &subscription);

// Whether it may still bill: not canceled and not expired before its first payment.
bool isLive(const QJsonObject &subscription);

// Tries to collect an invoice and moves its subscription by the outcome: active again, past due,
// or over after the last attempt.
Payment collect(State &state, const QString &invoiceId, Charge charge);

// The same after the outcome of an attempt is known.
void follow(State &state, const QString &invoiceId, Payment outcome);

// Tells the new status, if it is one.
void setStatus(State &state, const QString &id, const QString &status);

// Ends the trial now: the first period starts and is billed.
void endTrial(State &state, const QString &id, Charge charge);

// Starts the next period of items whose period is over at the time, and bills them.
void renew(State &state, const QString &id, qint64 at, Charge charge);

// Starts a new period of all items now, whatever was left of the present one.
void restartCycle(State &state, const QString &id, Charge charge);

// When the first of its items' periods ends.
qint64 firstPeriodEnd(const QJsonObject &subscription);

// Bills what waits for the next invoice now. Returns the invoice; empty when nothing waits.
QString invoicePending(State &state, const QString &id, const QString &reason);

// The items of a subscription and back.
QJsonArray itemsOf(const QJsonObject &subscription);
void setItems(QJsonObject &subscription, const QJsonArray &items);

// A new item of the price. The period is set by whoever bills it.
QJsonObject newItem(State &state, const QString &subscriptionId, const QJsonObject &price,
                    const QJsonObject &parameters);
void setPeriod(QJsonObject &item, qint64 start, qint64 end);

// Lets the subscription end with its last period. Calls that set cancel_at_period_end set the flag;
// the portal says it by the time alone, which is how Stripe does it in the flexible billing mode.
void scheduleCancellation(QJsonObject &subscription, qint64 now, bool byFlag);
void cancelAt(QJsonObject &subscription, qint64 end, qint64 now);
void clearCancellation(QJsonObject &subscription);

// Keeps what cancellation_details of the parameters say.
void noteReason(QJsonObject &subscription, const QJsonObject &parameters);

} // namespace Orion::Sandbox
