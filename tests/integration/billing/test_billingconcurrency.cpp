#include "tests/integration/billing/billingworld.h"

#include <QtTest>

#include <barrier>
#include <thread>

using namespace Orion;

namespace
{

constexpr int callers = 6;

// Runs act(i, session) on threads that all start at the same moment, each with its own session.
void together(BillingWorld &world, const std::function<void(int, Session &)> &act)
{
    std::barrier start(callers);
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&, i] {
            const auto session = world.database().open(QStringLiteral("orion_companion"));
            start.arrive_and_wait();
            act(i, *session);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
}

} // namespace

class TestBillingConcurrency : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyCheckoutsAreOne();
    void checkoutsOfDifferentChoicesLeaveOneOpen();
    void manyChangesAreOne();
    void changeAndCancelHaveOneOutcome();
    void manyCancellationsAreOne();
};

void TestBillingConcurrency::manyCheckoutsAreOne()
{
    BillingWorld world;
    world.standIn(SubscriptionState::LocalTrial);
    std::array<QString, callers> sessions;
    together(world, [&](int i, Session &session) {
        const auto link =
            world.service.checkout(session, acme, {QStringLiteral("business"), false}, actor);
        sessions[std::size_t(i)] = link ? link->sessionId : link.error().message;
    });
    QCOMPARE(QSet<QString>(sessions.begin(), sessions.end()).size(), 1);
    QVERIFY(sessions[0].startsWith(QLatin1String("cs_")));
    QCOMPARE(world.stripe.changes(), (QStringList{QStringLiteral("POST /v1/customers"),
                                                  QStringLiteral("POST /v1/checkout/sessions")}));
}

void TestBillingConcurrency::checkoutsOfDifferentChoicesLeaveOneOpen()
{
    BillingWorld world;
    together(world, [&](int i, Session &session) {
        const QString tier = i % 2 ? QStringLiteral("business") : QStringLiteral("essential");
        (void)world.service.checkout(session, acme, {tier, false}, actor);
    });
    int open = 0;
    for (int i = 1; i < 20; ++i) {
        const QJsonObject session =
            world.stripe.get(QStringLiteral("/v1/checkout/sessions/cs_%1").arg(i));
        open += session.value(QStringLiteral("status")) == QLatin1String("open") ? 1 : 0;
    }
    QCOMPARE(open, 1);
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.checkout_sessions "
                                        "where state = 'open'")),
             QStringLiteral("1"));
}

void TestBillingConcurrency::manyChangesAreOne()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    std::atomic<int> changed = 0;
    std::atomic<int> stayed = 0;
    together(world, [&](int, Session &session) {
        const auto change = world.service.changeTier(
            session, acme, {{QStringLiteral("business"), false}, std::nullopt}, actor);
        if (change && change->subscription.tierCode == QLatin1String("business"))
            ++(change->move == TierMove::Stay ? stayed : changed);
    });
    QCOMPARE(changed.load(), 1);
    QCOMPARE(stayed.load(), callers - 1);
    QCOMPARE(world.stripe.changes(), QStringList{QStringLiteral("POST ") + subscriptionPath});
}

void TestBillingConcurrency::changeAndCancelHaveOneOutcome()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    std::array<QString, callers> answers;
    together(world, [&](int i, Session &session) {
        if (i % 2) {
            const auto cancelled = world.service.cancel(session, acme, {{}, true}, actor);
            answers[std::size_t(i)] =
                cancelled ? QStringLiteral("cancelled") : errorCodeName(cancelled.error().code);
        } else {
            const auto change = world.service.changeTier(
                session, acme, {{QStringLiteral("business"), false}, std::nullopt}, actor);
            answers[std::size_t(i)] =
                change ? QStringLiteral("changed") : errorCodeName(change.error().code);
        }
    });
    // Exactly one cancels. Changes from before it went through, those after it know why not.
    QCOMPARE(std::count(answers.begin(), answers.end(), QStringLiteral("cancelled")), 1);
    for (const QString &answer : answers)
        QVERIFY2(answer == QLatin1String("cancelled") || answer == QLatin1String("changed") ||
                     answer == QLatin1String("no_active_subscription"),
                 qPrintable(answer));
    QCOMPARE(world.stripe.changes().last(), QString(QStringLiteral("DELETE ") + subscriptionPath));
    QVERIFY(world.stripe.changes().size() <= 2);
}

void TestBillingConcurrency::manyCancellationsAreOne()
{
    BillingWorld world;
    world.standIn(SubscriptionState::Active);
    std::atomic<int> answered = 0;
    together(world, [&](int, Session &session) {
        const auto cancelled =
            world.service.cancel(session, acme, {QStringLiteral("once"), false}, actor);
        if (cancelled && cancelled->cancelAt.isValid())
            ++answered;
    });
    QCOMPARE(answered.load(), callers);
    QCOMPARE(world.stripe.changes(), QStringList{QStringLiteral("POST ") + subscriptionPath});
}

QTEST_GUILESS_MAIN(TestBillingConcurrency)
#include "test_billingconcurrency.moc"
