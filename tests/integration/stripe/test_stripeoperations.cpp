#include "tests/integration/stripe/operationsworld.h"

#include "services/database/transaction.h"

#include <QTest>

#include <latch>
#include <thread>

using namespace Orion;

// What is intended, called and recorded, and what others make of it when somebody dies in between.
class TestStripeOperations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void writesWhatIsIntendedBeforeTheCall();
    void recordsTheOutcomeWithItsEffect();
    void keepsOnlyIdsOfAnAnswer();
    void changesNothingWithoutAKey();
    void tellsRefusalsFromUnknownOutcomes_data();
    void tellsRefusalsFromUnknownOutcomes();
    void runsNoneInsideATransaction();

    void finishesAnOrphanWithTheSameKey();
    void repeatsWhenTheEffectFailed();
    void finishesAnOrphanOnceWhoeverComes();
    void leavesWhatSomebodyRuns();
    void comesBackLaterEachTime();
    void keepsTheOrderOfAVendor();
    void waitsForWhoeverHoldsTheVendor();
    void refusesToSettleWhatSomebodyRuns();
    void distrustsARefusedKeyAfterAnUnknownOutcome();
    void takesADeletionForDone();

private:
    std::unique_ptr<OperationsWorld> m_world;
};

void TestStripeOperations::init()
{
    m_world = std::make_unique<OperationsWorld>();
}

void TestStripeOperations::writesWhatIsIntendedBeforeTheCall()
{
    const auto other = m_world->open();
    StripeCall called;
    QStringList row;
    RecoveryOutcome meanwhile{-1, -1, -1, -1};
    m_world->stripe.answerWith([&](const StripeCall &call) -> StripeResult<StripeAnswer> {
        called = call;
        row = m_world->row(QStringLiteral("state, idempotency_key, body, path, attempts, actor"));
        meanwhile = *m_world->operations().recover(*other, 10);
        return OperationsWorld::customer();
    });
    const auto answer = m_world->operations().run(m_world->session(), m_world->createCustomer());
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));

    const QString id = m_world->value(QStringLiteral("operation_id"));
    QCOMPARE(row.at(0), QStringLiteral("pending"));
    QCOMPARE(row.at(1), QString::fromLatin1(called.idempotencyKey));
    QCOMPARE(row.at(2), QString::fromLatin1(called.parameters.encoded()));
    QCOMPARE(row.at(3), QStringLiteral("/v1/customers"));
    QCOMPARE(row.at(4), QStringLiteral("1"));
    QCOMPARE(row.at(5), QStringLiteral("vendor:acme"));
    QCOMPARE(called.method, QByteArray("POST"));
    QCOMPARE(parameter(called, QStringLiteral("metadata[operation_id]")), id);
    QVERIFY(!called.idempotencyKey.isEmpty() && called.idempotencyKey.size() <= 255);
    // Somebody ran it, so nobody else did.
    QCOMPARE(meanwhile.finished + meanwhile.failed + meanwhile.abandoned + meanwhile.left, 0);
    QCOMPARE(m_world->stripe.calls().size(), std::size_t(1));
}

void TestStripeOperations::recordsTheOutcomeWithItsEffect()
{
    m_world->stripe.answer(OperationsWorld::customer().object);
    const auto answer = m_world->operations().run(m_world->session(), m_world->createCustomer());
    QVERIFY(answer);
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("succeeded"));
    QCOMPARE(m_world->value(QStringLiteral("http_status")), QStringLiteral("200"));
    QCOMPARE(m_world->value(QStringLiteral("request_id")), QStringLiteral("req_scripted"));
    QVERIFY(!m_world->value(QStringLiteral("finished_at")).isEmpty());
    QCOMPARE(m_world->customerOfVendor(), QStringLiteral("cus_1"));
    QCOMPARE(m_world->effects(), 1);
    QCOMPARE(m_world->lastContext().value(QLatin1String("why")).toString(),
             QStringLiteral("because"));
}

void TestStripeOperations::keepsOnlyIdsOfAnAnswer()
{
    m_world->stripe.answer({{QStringLiteral("id"), QStringLiteral("cus_1")},
                            {QStringLiteral("object"), QStringLiteral("customer")},
                            {QStringLiteral("url"), QStringLiteral("https://pay.example/x")},
                            {QStringLiteral("secret"), QStringLiteral("whsec_1")},
                            {QStringLiteral("email"), QStringLiteral("acme@shop.example")}});
    QVERIFY(m_world->operations().run(m_world->session(), m_world->createCustomer()));
    const QString result = m_world->value(QStringLiteral("result::text"));
    QCOMPARE(result, QStringLiteral(R"({"id": "cus_1", "object": "customer"})"));
}

void TestStripeOperations::changesNothingWithoutAKey()
{
    struct Unconfigured : StripeApi
    {
        StripeResult<StripeAnswer> call(const StripeCall &) override
        {
            return tl::unexpected(StripeError());
        }
        bool isConfigured() const override { return false; }
    } unconfigured;
    const StripeOperations operations(unconfigured, m_world->clock, {});
    const auto answer = operations.run(m_world->session(), m_world->createCustomer());
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::PaymentSystemNotConfigured);
    QCOMPARE(m_world->value(QStringLiteral("count(*)")), QStringLiteral("0"));
}

void TestStripeOperations::tellsRefusalsFromUnknownOutcomes_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("state");
    const auto row = [](const char *name, StripeErrorKind kind, int status, const char *state) {
        QTest::newRow(name) << int(kind) << status << QString::fromLatin1(state);
    };
    row("no connection", StripeErrorKind::Connection, 0, "pending");
    row("late", StripeErrorKind::Timeout, 0, "pending");
    row("cancelled", StripeErrorKind::Cancelled, 0, "pending");
    row("busy", StripeErrorKind::RateLimited, 429, "pending");
    row("broken", StripeErrorKind::Api, 500, "pending");
    row("key in use", StripeErrorKind::Idempotency, 409, "pending");
    row("key of another request", StripeErrorKind::Idempotency, 400, "failed");
    row("wrong key", StripeErrorKind::Authentication, 401, "failed");
    row("declined", StripeErrorKind::Card, 402, "failed");
    row("wrong", StripeErrorKind::InvalidRequest, 400, "failed");
    row("unknown", StripeErrorKind::NotFound, 404, "failed");
}

void TestStripeOperations::tellsRefusalsFromUnknownOutcomes()
{
    QFETCH(int, kind);
    QFETCH(int, status);
    QFETCH(QString, state);
    m_world->stripe.refuse(StripeErrorKind(kind), status, QStringLiteral("some_code"));
    const auto answer = m_world->operations().run(m_world->session(), m_world->createCustomer());
    QVERIFY(!answer);
    StripeError same;
    same.kind = StripeErrorKind(kind);
    QCOMPARE(answer.error().code, toError(same).code);
    QCOMPARE(m_world->value(QStringLiteral("state")), state);
    QVERIFY(m_world->value(QStringLiteral("error")).contains(QLatin1String("some_code")));
    QCOMPARE(m_world->value(QStringLiteral("finished_at is null")),
             state == QLatin1String("pending") ? QStringLiteral("true") : QStringLiteral("false"));
    QCOMPARE(m_world->effects(), 0);
}

void TestStripeOperations::runsNoneInsideATransaction()
{
    Transaction transaction(m_world->session());
    QVERIFY(transaction.begin());
    const auto answer = m_world->operations().run(m_world->session(), m_world->createCustomer());
    QVERIFY(!answer);
    QVERIFY(m_world->stripe.calls().empty());
}

void TestStripeOperations::finishesAnOrphanWithTheSameKey()
{
    m_world->orphan();
    m_world->stripe.answer(OperationsWorld::customer().object);
    const auto other = m_world->open();
    const auto outcome = m_world->operations().recover(*other, 10);
    QVERIFY(outcome);
    QCOMPARE(outcome->finished, 1);
    const auto calls = m_world->stripe.calls();
    QCOMPARE(calls.size(), std::size_t(2));
    QCOMPARE(calls.at(1).idempotencyKey, calls.at(0).idempotencyKey);
    QCOMPARE(calls.at(1).parameters.encoded(), calls.at(0).parameters.encoded());
    QCOMPARE(calls.at(1).path, calls.at(0).path);
    QCOMPARE(calls.at(1).priority, StripePriority::Background);
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("succeeded"));
    QCOMPARE(m_world->value(QStringLiteral("attempts")), QStringLiteral("2"));
    QCOMPARE(m_world->effects(), 1);
    QCOMPARE(m_world->lastContext().value(QLatin1String("why")).toString(),
             QStringLiteral("because"));

    const auto again = m_world->operations().recover(*other, 10);
    QVERIFY(again);
    QCOMPARE(again->finished, 0);
    QCOMPARE(m_world->stripe.calls().size(), std::size_t(2));
}

// Stripe did it, the database did not: nothing of the effect may stay, and it comes back.
void TestStripeOperations::repeatsWhenTheEffectFailed()
{
    m_world->failEffects(true);
    m_world->stripe.answer(OperationsWorld::customer().object);
    m_world->stripe.answer(OperationsWorld::customer().object);
    m_world->stripe.answer(OperationsWorld::customer().object);
    QVERIFY(!m_world->operations().run(m_world->session(), m_world->createCustomer()));
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("pending"));
    QCOMPARE(m_world->customerOfVendor(), QString());

    const auto left = m_world->operations().recover(m_world->session(), 10);
    QVERIFY(left);
    QCOMPARE(left->left, 1);
    QVERIFY(m_world->value(QStringLiteral("error")).contains(QLatin1String("The effect failed.")));
    m_world->failEffects(false);
    m_world->clock.advanceSeconds(60);
    const auto outcome = m_world->operations().recover(m_world->session(), 10);
    QVERIFY(outcome);
    QCOMPARE(outcome->finished, 1);
    QCOMPARE(m_world->customerOfVendor(), QStringLiteral("cus_1"));
    QCOMPARE(m_world->stripe.calls().at(2).idempotencyKey,
             m_world->stripe.calls().at(0).idempotencyKey);
}

void TestStripeOperations::finishesAnOrphanOnceWhoeverComes()
{
    constexpr int companions = 8;
    for (int i = 0; i < 5; ++i)
        m_world->orphan(i % 2 == 0);
    for (int i = 0; i < 5; ++i)
        m_world->stripe.answer(OperationsWorld::customer().object);
    std::latch together(companions);
    std::atomic<int> finished = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < companions; ++i)
        threads.emplace_back([&] {
            const auto session = m_world->open();
            together.arrive_and_wait();
            for (int round = 0; round < 20; ++round) {
                const auto outcome = m_world->operations().recover(*session, 10);
                if (outcome)
                    finished += outcome->finished;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(finished.load(), 5);
    QCOMPARE(m_world->effects(), 5);
    QCOMPARE(m_world->stripe.calls().size(), std::size_t(10));
}

void TestStripeOperations::leavesWhatSomebodyRuns()
{
    const auto other = m_world->open();
    m_world->orphan(false);
    const QString id = m_world->value(QStringLiteral("id"));
    {
        const auto held =
            AdvisoryLock::tryTake(*other, QStringLiteral("billing.stripe_operations ") + id);
        QVERIFY(held && *held);
        const auto outcome = m_world->operations().recover(m_world->session(), 10);
        QVERIFY(outcome);
        QCOMPARE(outcome->left, 0);
        QCOMPARE(m_world->stripe.calls().size(), std::size_t(1));
    }
    m_world->stripe.answer(OperationsWorld::customer().object);
    QCOMPARE(m_world->operations().recover(m_world->session(), 10)->finished, 1);
}

void TestStripeOperations::comesBackLaterEachTime()
{
    m_world->orphan();
    qint64 wait = 0;
    for (int attempt = 2; attempt < 14; ++attempt) {
        m_world->stripe.refuse(StripeErrorKind::Connection);
        QCOMPARE(m_world->operations().recover(m_world->session(), 10)->left, 1);
        const auto calls = m_world->stripe.calls().size();
        QCOMPARE(m_world->operations().recover(m_world->session(), 10)->left, 0); // not due yet
        QCOMPARE(m_world->stripe.calls().size(), calls);
        const qint64 now =
            m_world
                ->value(QStringLiteral("extract(epoch from next_attempt_at - updated_at)"
                                       "::bigint"))
                .toLongLong();
        QVERIFY(now >= wait && now <= 900);
        wait = now;
        m_world->clock.advanceSeconds(wait);
    }
    QCOMPARE(wait, qint64(900));
}

// The first has no answer: the second, decided after it, must not overtake it.
void TestStripeOperations::keepsTheOrderOfAVendor()
{
    m_world->orphan();
    m_world->clock.advanceSeconds(1);
    m_world->orphan();
    m_world->stripe.refuse(StripeErrorKind::Timeout);
    const auto held = VendorLock::take(m_world->session(), m_world->vendorId());
    QVERIFY(held);
    const auto left = m_world->operations().settleVendor(m_world->session(), m_world->vendorId());
    QVERIFY(left);
    QCOMPARE(left->left, 2);
    QCOMPARE(m_world->stripe.calls().size(), std::size_t(3));

    m_world->stripe.answer(OperationsWorld::customer().object);
    m_world->stripe.answer(OperationsWorld::customer().object);
    const auto done = m_world->operations().settleVendor(m_world->session(), m_world->vendorId());
    QVERIFY(done);
    QCOMPARE(done->finished, 2);
    const auto calls = m_world->stripe.calls();
    QCOMPARE(calls.at(3).idempotencyKey, calls.at(0).idempotencyKey);
    QCOMPARE(calls.at(4).idempotencyKey, calls.at(1).idempotencyKey);
    QCOMPARE(calls.at(3).priority, StripePriority::Interactive);
}

void TestStripeOperations::waitsForWhoeverHoldsTheVendor()
{
    m_world->orphan();
    const auto other = m_world->open();
    {
        const auto held = VendorLock::take(*other, m_world->vendorId());
        QVERIFY(held);
        const auto outcome = m_world->operations().recover(m_world->session(), 10);
        QVERIFY(outcome);
        QCOMPARE(outcome->left + outcome->finished, 0);
        QCOMPARE(m_world->stripe.calls().size(), std::size_t(1));
    }
    m_world->stripe.answer(OperationsWorld::customer().object);
    QCOMPARE(m_world->operations().recover(m_world->session(), 10)->finished, 1);
}

void TestStripeOperations::refusesToSettleWhatSomebodyRuns()
{
    m_world->orphan();
    const auto other = m_world->open();
    const auto held = AdvisoryLock::tryTake(*other, QStringLiteral("billing.stripe_operations ") +
                                                        m_world->value(QStringLiteral("id")));
    QVERIFY(held && *held);
    const auto settled =
        m_world->operations().settleVendor(m_world->session(), m_world->vendorId());
    QVERIFY(!settled);
    QCOMPARE(settled.error().code, ErrorCode::Conflict);
}

void TestStripeOperations::distrustsARefusedKeyAfterAnUnknownOutcome()
{
    m_world->orphan();
    m_world->stripe.refuse(StripeErrorKind::Authentication, 401);
    QCOMPARE(m_world->operations().recover(m_world->session(), 10)->left, 1);
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("pending"));
}

// The first deletion was done, though nobody heard; the second finds nothing.
void TestStripeOperations::takesADeletionForDone()
{
    m_world->stripe.refuse(StripeErrorKind::NotFound, 404, QStringLiteral("resource_missing"));
    m_world->stripe.answer({{QStringLiteral("id"), QStringLiteral("sub_1")},
                            {QStringLiteral("status"), QStringLiteral("canceled")}});
    const auto answer = m_world->operations().run(m_world->session(), m_world->cancelNow());
    QVERIFY(answer);
    QCOMPARE(answer->object.value(QLatin1String("status")).toString(), QStringLiteral("canceled"));
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("succeeded"));
    const auto calls = m_world->stripe.calls();
    QCOMPARE(calls.at(0).method, QByteArray("DELETE"));
    QCOMPARE(calls.at(1).method, QByteArray("GET"));
    QCOMPARE(calls.at(1).path, QStringLiteral("/v1/subscriptions/sub_1"));

    m_world->stripe.refuse(StripeErrorKind::NotFound, 404);
    m_world->stripe.answer({{QStringLiteral("id"), QStringLiteral("sub_1")},
                            {QStringLiteral("status"), QStringLiteral("active")}});
    QVERIFY(!m_world->operations().run(m_world->session(), m_world->cancelNow()));
}

QTEST_GUILESS_MAIN(TestStripeOperations)
#include "test_stripeoperations.moc"
