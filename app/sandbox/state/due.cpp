#include "app/sandbox/state/due.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// The earliest of several times, some of which there may not be.
class Earliest
{
public:
    void consider(const QJsonValue &time)
    {
        if (time.isDouble())
            m_time = qMin(m_time.value_or(time.toInteger()), time.toInteger());
    }
    std::optional<qint64> time() const { return m_time; }

private:
    std::optional<qint64> m_time;
};

std::optional<qint64> dueOfSubscription(const QJsonObject &subscription)
{
    const QString status = subscription.value("status"_L1).toString();
    Earliest earliest;
    if (status == "canceled"_L1 || status == "incomplete_expired"_L1)
        return {};
    if (status == "incomplete"_L1)
        earliest.consider(subscription.value("created"_L1).toInteger() + paymentPatience);
    if (status == "trialing"_L1) {
        const qint64 end = subscription.value("trial_end"_L1).toInteger();
        earliest.consider(subscription.contains("_trial_end_told"_L1) ? end : end - trialNotice);
    }
    if (status == "active"_L1 || status == "past_due"_L1 || status == "unpaid"_L1) {
        const QJsonArray items =
            subscription.value("items"_L1).toObject().value("data"_L1).toArray();
        for (const QJsonValue &item : items)
            earliest.consider(item.toObject().value("current_period_end"_L1));
    }
    earliest.consider(subscription.value("cancel_at"_L1));
    earliest.consider(subscription.value("pending_update"_L1).toObject().value("expires_at"_L1));
    earliest.consider(subscription.value("pause_collection"_L1).toObject().value("resumes_at"_L1));
    return earliest.time();
}

} // namespace

std::optional<qint64> dueTime(Kind kind, const QJsonObject &object)
{
    Earliest earliest;
    const QString status = object.value("status"_L1).toString();
    if (kind == Kind::Subscription)
        return dueOfSubscription(object);
    if (kind == Kind::Invoice && status == "open"_L1)
        earliest.consider(object.value("next_payment_attempt"_L1));
    if (kind == Kind::PaymentIntent)
        earliest.consider(object.value("_settles_at"_L1));
    if (kind == Kind::CheckoutSession && status == "open"_L1)
        earliest.consider(object.value("expires_at"_L1));
    return earliest.time();
}

QString testClockOf(const QJsonObject &object)
{
    // What has no public field for it notes it for itself.
    const QString shown = object.value("test_clock"_L1).toString();
    return shown.isEmpty() ? object.value("_test_clock"_L1).toString() : shown;
}

} // namespace Orion::Sandbox
