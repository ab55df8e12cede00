#include "app/sandbox/billing/testclocks.h"

#include "app/sandbox/billing/duework.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/rehearsal.h"
#include "app/sandbox/state/shapes.h"

#include <array>
#include <limits>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 day = 86'400;
constexpr qint64 lifetime = 30 * day;

std::vector<QJsonObject> advancingClocks(const State &state)
{
    return state.select(Kind::TestClock, [](const QJsonObject &clock) {
        return clock.value("status"_L1).toString() == "advancing"_L1;
    });
}

qint64 targetOf(const QJsonObject &clock)
{
    return clock.value("status_details"_L1)
        .toObject()
        .value("advancing"_L1)
        .toObject()
        .value("target_frozen_time"_L1)
        .toInteger();
}

// The clock of one object, or of the customer that it belongs to.
QString clockOfObject(const State &state, const QString &id)
{
    static constexpr std::array<Kind, 8> kinds{
        Kind::Customer,        Kind::Subscription,  Kind::Invoice, Kind::PaymentMethod,
        Kind::CheckoutSession, Kind::PaymentIntent, Kind::Charge,  Kind::TestClock};
    for (const Kind kind : kinds) {
        if (!id.startsWith(factsOf(kind).prefix + u'_'))
            continue;
        const QJsonObject object = state.get(kind, id);
        if (kind == Kind::TestClock)
            return object.isEmpty() ? QString() : id;
        const QString own = testClockOf(object);
        const QString customer = object.value("customer"_L1).toString();
        return own.isEmpty() && !customer.isEmpty()
                   ? testClockOf(state.get(Kind::Customer, customer))
                   : own;
    }
    return {};
}

void finish(State &state, QJsonObject clock)
{
    const Moment moment(state, targetOf(clock));
    clock.insert("frozen_time"_L1, targetOf(clock));
    clock.insert("status"_L1, u"ready"_s);
    clock.insert("status_details"_L1, QJsonObject());
    state.replace(Kind::TestClock, clock, u"test_helpers.test_clock.ready"_s);
}

// Two intervals of the shortest subscription, two years without one.
qint64 furthest(const State &state, const QJsonObject &clock)
{
    const qint64 now = clock.value("frozen_time"_L1).toInteger();
    const QJsonObject year{{"interval"_L1, u"year"_s}};
    qint64 limit = nextBoundary(now, year, nextBoundary(now, year, now));
    const Key key{"test_clock"_L1, clock.value("id"_L1).toString()};
    for (const QJsonObject &subscription : state.select(Kind::Subscription, key, isLive)) {
        const QJsonArray items = itemsOf(subscription);
        for (const QJsonValue &item : items) {
            const QJsonObject recurring =
                item.toObject().value("price"_L1).toObject().value("recurring"_L1).toObject();
            limit = qMin(limit, nextBoundary(now, recurring, nextBoundary(now, recurring, now)));
        }
    }
    return limit;
}

} // namespace

Answer<QJsonObject> createTestClock(State &state, const QJsonObject &parameters)
{
    QJsonObject clock{{"id"_L1, state.newId(Kind::TestClock)},
                      {"object"_L1, u"test_helpers.test_clock"_s},
                      {"created"_L1, state.now()},
                      {"deletes_after"_L1, state.now() + lifetime},
                      {"frozen_time"_L1, parameters.value("frozen_time"_L1)},
                      {"livemode"_L1, false},
                      {"name"_L1, QJsonValue::Null},
                      {"status"_L1, u"ready"_s},
                      {"status_details"_L1, QJsonObject()}};
    copyGiven(clock, parameters, {"name"_L1});
    state.create(Kind::TestClock, clock);
    return clock;
}

Answer<QJsonObject> startAdvancing(State &state, const QString &id, qint64 to)
{
    QJsonObject clock = state.get(Kind::TestClock, id);
    if (isAdvancing(state, id))
        return refuse(clockIsAdvancing());
    if (to <= clock.value("frozen_time"_L1).toInteger())
        return refuse(invalidRequest({},
                                     u"The time must be after the test clock's current frozen "
                                     "time."_s,
                                     u"frozen_time"_s));
    if (to > furthest(state, clock))
        return refuse(invalidRequest({},
                                     u"Cannot advance more than two intervals of the shortest "
                                     "subscription (or two years) at a time."_s,
                                     u"frozen_time"_s));
    clock.insert("status"_L1, u"advancing"_s);
    clock.insert("status_details"_L1,
                 QJsonObject{{"advancing"_L1, QJsonObject{{"target_frozen_time"_L1, to}}}});
    state.replace(Kind::TestClock, clock, u"test_helpers.test_clock.advancing"_s);
    return clock;
}

void advanceTestClocks(State &state, int most)
{
    int done = 0;
    for (QJsonObject clock : advancingClocks(state)) {
        const QString id = clock.value("id"_L1).toString();
        auto due = state.store().firstDue(id);
        for (; due && due->time <= targetOf(clock) && done < most; ++done) {
            const qint64 time = qMax(due->time, clock.value("frozen_time"_L1).toInteger());
            clock.insert("frozen_time"_L1, time);
            state.load(Kind::TestClock, clock);
            const Moment moment(state, time);
            doDue(state, *due);
            due = state.store().firstDue(id);
        }
        if (!due || due->time > targetOf(clock))
            finish(state, clock);
    }
}

bool isAnyAdvancing(const State &state)
{
    return state.store().count(Kind::TestClock) > 0 && !advancingClocks(state).empty();
}

bool isAdvancing(const State &state, const QString &clockId)
{
    return state.get(Kind::TestClock, clockId).value("status"_L1).toString() == "advancing"_L1;
}

void deleteTestClock(State &state, const QString &id)
{
    const Moment moment(state, frozenTime(state, id));
    const Key key{"test_clock"_L1, id};
    for (const QJsonObject &subscription : state.select(Kind::Subscription, key, isLive))
        endSubscription(state, subscription.value("id"_L1).toString(), u"cancellation_requested"_s);
    for (const QJsonObject &customer : state.select(Kind::Customer, key))
        state.remove(Kind::Customer, customer.value("id"_L1).toString());
    state.remove(Kind::TestClock, id);
}

QString clockOfCall(const State &state, const QString &id, const QJsonObject &parameters)
{
    if (state.store().count(Kind::TestClock) == 0)
        return {};
    QStringList named{id};
    for (const QLatin1String name :
         {"test_clock"_L1, "subscription"_L1, "customer"_L1, "payment_intent"_L1, "charge"_L1})
        named.append(parameters.value(name).toString());
    for (const QString &candidate : std::as_const(named)) {
        const QString clock = clockOfObject(state, candidate);
        if (!clock.isEmpty())
            return clock;
    }
    return {};
}

std::optional<qint64> frozenTime(const State &state, const QString &clockId)
{
    if (clockId.isEmpty())
        return {};
    const QJsonValue time = state.get(Kind::TestClock, clockId).value("frozen_time"_L1);
    return time.isDouble() ? std::optional(time.toInteger()) : std::nullopt;
}

ApiError clockIsAdvancing()
{
    return invalidRequest({}, u"Test clock advancement underway - cannot perform modifications."_s);
}

} // namespace Orion::Sandbox
