#include "services/database/sessionpool.h"
#include "tests/support/testdatabase.h"

#include <QTest>

#include <future>
#include <set>

using namespace Orion;

namespace
{

qint64 backendPid(Session &session)
{
    const auto pid = session.selectOne(QStringLiteral("select pg_backend_pid()"), {},
                                       [](const Row &row) { return row.integer(0); });
    return pid && *pid ? **pid : -1;
}

} // namespace

class TestSessionPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesEachWorkerAConnectionOfItsOwn();
    void refusesMoreThanItsQueueHolds();
    void finishesWhatIsQueuedWhenItStops();
    void answersWithoutADatabase();
};

void TestSessionPool::givesEachWorkerAConnectionOfItsOwn()
{
    TestDatabase db;
    SessionPool pool(db.settings(), QStringLiteral("orion-pool"), 2);
    // Both tasks wait for each other, so they run on two workers.
    std::promise<qint64> first;
    std::promise<qint64> second;
    auto firstPid = first.get_future().share();
    auto secondPid = second.get_future().share();
    QVERIFY(pool.submit([&, secondPid](Session &session) {
        first.set_value(backendPid(session));
        secondPid.wait();
    }));
    QVERIFY(pool.submit([&, firstPid](Session &session) {
        second.set_value(backendPid(session));
        firstPid.wait();
    }));
    QVERIFY(firstPid.get() > 0);
    QVERIFY(secondPid.get() > 0);
    QVERIFY(firstPid.get() != secondPid.get());

    std::promise<qint64> third;
    QVERIFY(pool.submit([&](Session &session) { third.set_value(backendPid(session)); }));
    const std::set known{firstPid.get(), secondPid.get()};
    QVERIFY(known.contains(third.get_future().get())); // kept, not opened anew
}

void TestSessionPool::refusesMoreThanItsQueueHolds()
{
    TestDatabase db;
    SessionPool pool(db.settings(), QStringLiteral("orion-pool"), 1, 2);
    std::promise<void> begun;
    std::promise<void> go;
    QVERIFY(pool.submit([&](Session &) {
        begun.set_value();
        go.get_future().wait();
    }));
    begun.get_future().wait();
    int ran = 0;
    QVERIFY(pool.submit([&](Session &) { ++ran; }));
    QVERIFY(pool.submit([&](Session &) { ++ran; }));
    QVERIFY(!pool.submit([&](Session &) { ++ran; }));
    go.set_value();
    pool.stop();
    QCOMPARE(ran, 2);
}

void TestSessionPool::finishesWhatIsQueuedWhenItStops()
{
    TestDatabase db;
    QVERIFY(db.session().script(QStringLiteral("create table t (id int)")));
    SessionPool pool(db.settings(), QStringLiteral("orion-pool"), 3);
    for (int i = 0; i < 50; ++i)
        QVERIFY(pool.submit([i](Session &session) {
            (void)session.execute(QStringLiteral("insert into t values (?)"), {i});
        }));
    pool.stop();
    QVERIFY(!pool.submit([](Session &) {}));
    QCOMPARE(db.value(QStringLiteral("select count(*) from t")), QStringLiteral("50"));
}

void TestSessionPool::answersWithoutADatabase()
{
    TestDatabase db;
    const ConnectionSettings nowhere = db.settings().withDatabase(QStringLiteral("nowhere"));
    SessionPool pool(nowhere, QStringLiteral("orion-pool"), 1);
    std::promise<Result<qint64>> answer;
    QVERIFY(pool.submit(
        [&](Session &session) { answer.set_value(session.execute(QStringLiteral("select 1"))); }));
    const auto result = answer.get_future().get();
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::DatabaseUnavailable);
}

QTEST_GUILESS_MAIN(TestSessionPool)
#include "test_sessionpool.moc"
