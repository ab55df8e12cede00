#include "services/database/advisorylock.h"

#include "services/database/transaction.h"
#include "tests/support/testdatabase.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Orion;
using namespace std::chrono_literals;

namespace
{

const QString name = QStringLiteral("a lock of the tests");

} // namespace

class TestAdvisoryLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOthersOutUntilTheScopeEnds();
    void moves();
    void givesUpAfterAWhile();
    void waitsUntilItIsFree();
    void endsWithTheConnection();
    void outlivesTransactions();
    void belongsToOneName();
};

void TestAdvisoryLock::keepsOthersOutUntilTheScopeEnds()
{
    TestDatabase database;
    const auto other = database.open();
    {
        const auto mine = AdvisoryLock::tryTake(database.session(), name);
        QVERIFY(mine && *mine);
        const auto theirs = AdvisoryLock::tryTake(*other, name);
        QVERIFY(theirs && !*theirs);
        const auto again = AdvisoryLock::tryTake(database.session(), name);
        QVERIFY(again && *again); // the same session
    }
    const auto theirs = AdvisoryLock::tryTake(*other, name);
    QVERIFY(theirs && *theirs);
}

void TestAdvisoryLock::moves()
{
    TestDatabase database;
    const auto other = database.open();
    {
        auto mine = AdvisoryLock::take(database.session(), name, 1s);
        QVERIFY(mine);
        const AdvisoryLock moved = std::move(*mine);
        const auto theirs = AdvisoryLock::tryTake(*other, name);
        QVERIFY(theirs && !*theirs);
    }
    QVERIFY(AdvisoryLock::take(*other, name, 1s));
}

void TestAdvisoryLock::givesUpAfterAWhile()
{
    TestDatabase database;
    const auto other = database.open();
    const auto mine = AdvisoryLock::take(database.session(), name, 1s);
    QVERIFY(mine);
    const auto theirs = AdvisoryLock::take(*other, name, 50ms);
    QVERIFY(!theirs);
    QCOMPARE(theirs.error().code, ErrorCode::Timeout);
    // The bound was for the lock alone.
    const auto timeout = other->selectOne(QStringLiteral("select current_setting('lock_timeout')"),
                                          {}, [](const Row &row) { return row.text(0); });
    QVERIFY(timeout && *timeout);
    QCOMPARE(**timeout, QStringLiteral("0"));
}

void TestAdvisoryLock::waitsUntilItIsFree()
{
    TestDatabase database;
    auto mine =
        std::make_unique<Result<AdvisoryLock>>(AdvisoryLock::take(database.session(), name, 1s));
    QVERIFY(*mine);
    std::atomic<bool> taken = false;
    std::thread waiting([&] {
        const auto other = database.open();
        taken = AdvisoryLock::take(*other, name, 30s).has_value();
    });
    QTRY_COMPARE(database.value(QStringLiteral(
                     "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                     " where locktype = 'advisory' and not granted"
                     " and datname = current_database()")),
                 QStringLiteral("1"));
    mine.reset();
    waiting.join();
    QVERIFY(taken);
}

void TestAdvisoryLock::endsWithTheConnection()
{
    TestDatabase database;
    const auto other = database.open();
    const auto pid = other->selectOne(QStringLiteral("select pg_backend_pid()"), {},
                                      [](const Row &row) { return row.integer(0); });
    QVERIFY(pid && *pid);
    const auto theirs = AdvisoryLock::take(*other, name, 1s);
    QVERIFY(theirs);
    QVERIFY(database.session().execute(QStringLiteral("select pg_terminate_backend(?, 5000)"),
                                       {int(**pid)}));
    QVERIFY(AdvisoryLock::take(database.session(), name, 5s));
}

void TestAdvisoryLock::outlivesTransactions()
{
    TestDatabase database;
    const auto other = database.open();
    std::optional<AdvisoryLock> mine;
    {
        Transaction transaction(database.session());
        QVERIFY(transaction.begin());
        auto taken = AdvisoryLock::tryTake(database.session(), name);
        QVERIFY(taken && *taken);
        mine.emplace(std::move(**taken));
        QVERIFY(transaction.commit());
    }
    const auto theirs = AdvisoryLock::tryTake(*other, name);
    QVERIFY(theirs && !*theirs);
}

void TestAdvisoryLock::belongsToOneName()
{
    TestDatabase database;
    const auto other = database.open();
    const auto mine = AdvisoryLock::tryTake(database.session(), name);
    QVERIFY(mine && *mine);
    const auto theirs = AdvisoryLock::tryTake(*other, name + QStringLiteral(" 2"));
    QVERIFY(theirs && *theirs);
}

QTEST_GUILESS_MAIN(TestAdvisoryLock)
#include "test_advisorylock.moc"
