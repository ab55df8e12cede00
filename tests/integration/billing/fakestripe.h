#pragma once

#include "services/stripe/client/stripeapi.h"

#include <QJsonObject>
#include <QMap>

#include <functional>
#include <mutex>
#include <vector>

namespace Orion
{

// As much of Stripe as the operations on base subscriptions need: customers, checkout sessions and
// subscriptions that remember what was done to them, under idempotency keys. Any thread.
class FakeStripe : public StripeApi
{
public:
    StripeResult<StripeAnswer> call(const StripeCall &call) override;

    // Objects by path: "/v1/subscriptions/sub_1".
    void put(const QString &path, const QJsonObject &object);
    QJsonObject get(const QString &path) const;
    void set(const QString &path, const QString &field, const QJsonValue &value);

    // Runs before the next call of the method to a path with this start, without any lock.
    void before(const QByteArray &method, const QString &pathStart, std::function<void()> act);
    // The next such call is not answered: lost before it arrives, or on the way back.
    void lose(const QByteArray &method, const QString &pathStart, bool isDone);

    std::vector<StripeCall> calls() const;
    QStringList changes() const; // "POST /v1/customers" …: what was not GET, in order
    StripeCall lastChange() const;
    void forgetCalls();

    bool cardDeclines = false;

private:
    struct Trap
    {
        QByteArray method;
        QString pathStart;
        std::function<void()> act;
        bool loses = false;
        bool isDone = false;
    };

    std::optional<Trap> takeTrap(const StripeCall &call);
    StripeResult<StripeAnswer> answer(const StripeCall &call);
    StripeResult<QJsonObject> change(const StripeCall &call);
    QJsonObject create(const QString &collection, const QString &prefix, QJsonObject object);
    StripeResult<QJsonObject> expireSession(const QString &path);
    StripeResult<QJsonObject> updateSubscription(const StripeCall &call);
    StripeResult<QJsonObject> endSubscription(const StripeCall &call);

    mutable std::mutex m_mutex;
    QMap<QString, QJsonObject> m_objects;
    QMap<QByteArray, QJsonObject> m_answers; // by idempotency key
    std::vector<StripeCall> m_calls;
    std::vector<Trap> m_traps;
    int m_nextId = 1;
};

// The value of a parameter of a call; null when it was not sent.
QString sent(const StripeCall &call, const QString &name);

} // namespace Orion
