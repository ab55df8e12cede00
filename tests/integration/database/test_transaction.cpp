#include "services/database/session.h"
#include "services/database/transaction.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

namespace
{

const QString backendPid = QStringLiteral("select pg_backend_pid()");

qint64 number(Session &session, const QString &sql, const QVariantList &arguments = {})
{
    const auto found =
        session.selectOne(sql, arguments, [](const Row &row) { return row.integer(0); });
    return found && *found ? **found : -1;
}

// Ends the session's connection as an admin would, and waits until it is gone.
void terminate(const TestDatabase &db, qint64 pid)
{
    const auto ended =
        db.open(QStringLiteral("postgres"))
            ->execute(QStringLiteral("select pg_terminate_backend(?, 10000)"), {pid});
    QVERIFY(ended);
}

} // namespace

class TestTransaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commitsAndRollsBack();
    void rollsBackAfterAFailedStatement();
    void doesNotNestTransactions();
    void changesNothingWhenTheTransactionIsCutOff();
};

void TestTransaction::commitsAndRollsBack()
{
    TestDatabase db;
    Session &session = db.session();
    QVERIFY(session.script(QStringLiteral("create table t (id int)")));
    const QString insert = QStringLiteral("insert into t values (?)");
    {
        Transaction transaction(session);
        QVERIFY(transaction.begin());
        QVERIFY(session.execute(insert, {1}));
    }
    QCOMPARE(number(session, QStringLiteral("select count(*) from t")), 0);
    const auto kept = inTransaction(session, [&] { return session.execute(insert, {2}); });
    QVERIFY(kept);
    QCOMPARE(*kept, 1);
    const auto refused = inTransaction(session, [&]() -> Result<void> {
        (void)session.execute(insert, {3});
        return fail(ErrorCode::Conflict, QStringLiteral("Not this time."));
    });
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(number(session, QStringLiteral("select sum(id) from t")), 2);
}

void TestTransaction::rollsBackAfterAFailedStatement()
{
    TestDatabase db;
    Session &session = db.session();
    QVERIFY(session.script(QStringLiteral("create table t (id int)")));
    // Whoever overlooks the error of a statement is told at the commit.
    const auto done = inTransaction(session, [&]() -> Result<void> {
        (void)session.execute(QStringLiteral("insert into t values (?)"), {1});
        (void)session.execute(QStringLiteral("select 1 / 0"));
        return {};
    });
    QVERIFY(!done);
    QCOMPARE(number(session, QStringLiteral("select count(*) from t")), 0);
    QVERIFY(inTransaction(
        session, [&] { return session.execute(QStringLiteral("insert into t values (?)"), {2}); }));
}

void TestTransaction::doesNotNestTransactions()
{
    TestDatabase db;
    Session &session = db.session();
    Transaction outer(session);
    QVERIFY(outer.begin());
    {
        Transaction inner(session);
        const auto begun = inner.begin();
        QVERIFY(!begun);
        QCOMPARE(begun.error().code, ErrorCode::Internal);
    }
    QVERIFY(session.script(QStringLiteral("create table t (id int)")));
    QVERIFY(outer.commit());
    QCOMPARE(number(session, QStringLiteral("select count(*) from t")), 0);
}

void TestTransaction::changesNothingWhenTheTransactionIsCutOff()
{
    TestDatabase db;
    Session &session = db.session();
    QVERIFY(session.script(QStringLiteral("create table t (id int)")));
    {
        Transaction transaction(session);
        QVERIFY(transaction.begin());
        QVERIFY(session.execute(QStringLiteral("insert into t values (?)"), {1}));
        terminate(db, number(session, backendPid));
        for (int i = 0; i < 2; ++i) {
            const auto after = session.execute(QStringLiteral("insert into t values (?)"), {2});
            QVERIFY(!after);
            QCOMPARE(after.error().code, ErrorCode::DatabaseUnavailable);
        }
        const auto committed = transaction.commit();
        QVERIFY(!committed);
        QCOMPARE(committed.error().code, ErrorCode::DatabaseUnavailable);
    }
    QCOMPARE(number(session, QStringLiteral("select count(*) from t")), 0);
    QVERIFY(session.execute(QStringLiteral("insert into t values (?)"), {3}));
}
QTEST_GUILESS_MAIN(TestTransaction)
#include "test_transaction.moc"
