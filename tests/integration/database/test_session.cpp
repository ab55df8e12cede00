#include "services/database/session.h"
#include "services/database/sqlerror.h"
#include "services/database/transaction.h"
#include "tests/support/testdatabase.h"

#include <QTest>
#include <QUrl>

#include <ctime>
#include <limits>

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

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_db.reset(); }
    void bindsAndReadsWhatGoesIn_data();
    void bindsAndReadsWhatGoesIn();
    void bindsNothingForANullString();
    void storesTimesInUtc();
    void readsSumsExactly();
    void preparesAStatementOnce();
    void countsRows();
    void refusesAWrongNumberOfValues();
    void refusesUseWhileItsRowsAreRead();
    void noticesAnErrorBehindTheFirstRow();
    void noticesAConstraintThatFailsAfterItsRow();
    void tellsNoValuesOfARefusedRow();
    void noticesAFailureInTheMiddleOfAScript();
    void preparesAgainAfterTheTableChanged();
    void recoversWhenItWasEndedWhileIdle();
    void saysSoWhenItIsEndedDuringAStatement();
    void stopsAStatementThatTakesTooLong();
    void connectsToTheFirstHostThatAnswers();
    void saysWhereItCannotConnect();
    void refusesASemicolonThatWouldBeLost();

private:
    std::unique_ptr<TestDatabase> m_db; // for tests that leave it as it was
};

void TestSession::initTestCase()
{
    // A zone with summer time, however the test is started.
    qputenv("TZ", "Europe/Berlin");
    tzset();
    m_db = std::make_unique<TestDatabase>();
}

void TestSession::bindsAndReadsWhatGoesIn_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("largest bigint")
        << "bigint" << QVariant(std::numeric_limits<qint64>::max()) << "9223372036854775807";
    QTest::newRow("smallest bigint")
        << "bigint" << QVariant(std::numeric_limits<qint64>::min()) << "-9223372036854775808";
    QTest::newRow("beyond a double")
        << "bigint" << QVariant(qint64(9007199254740993)) << "9007199254740993";
    QTest::newRow("integer") << "integer" << QVariant(-7) << "-7";
    QTest::newRow("true") << "boolean" << QVariant(true) << "true";
    QTest::newRow("empty text") << "text" << QVariant(QStringLiteral("")) << "";
    QTest::newRow("quotes") << "text" << QVariant(QStringLiteral("O'Neill \\ \"x\" ? $1"))
                            << "O'Neill \\ \"x\" ? $1";
    QTest::newRow("other scripts")
        << "text" << QVariant(QStringLiteral("Müller 東京 😀")) << QStringLiteral("Müller 東京 😀");
    QTest::newRow("json") << "jsonb" << QVariant(QStringLiteral("{\"a\": [1, 2]}"))
                          << "{\"a\": [1, 2]}";
    QTest::newRow("numeric") << "numeric" << QVariant(QStringLiteral("12345678901234567890.125"))
                             << "12345678901234567890.125";
}

void TestSession::bindsAndReadsWhatGoesIn()
{
    QFETCH(QString, type);
    QFETCH(QVariant, value);
    QFETCH(QString, text);
    TestDatabase &db = *m_db;
    const auto read =
        db.session().selectOne(QStringLiteral("select v, v::text, v is null from "
                                              "(select ?::%1 as v) x")
                                   .arg(type),
                               {value}, [](const Row &row) {
                                   return QStringList{row.text(0), row.text(1), row.text(2)};
                               });
    QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
    QCOMPARE((*read)->at(0), text);
    QCOMPARE((*read)->at(1), text);
    QCOMPARE((*read)->at(2), QStringLiteral("false"));
}

void TestSession::bindsNothingForANullString()
{
    TestDatabase &db = *m_db;
    for (const QVariant &nothing : {QVariant(), QVariant(QString()), QVariant(QDateTime())}) {
        const auto isNull =
            db.session().selectOne(QStringLiteral("select ?::text is null"), {nothing},
                                   [](const Row &row) { return row.boolean(0); });
        QVERIFY2(isNull, isNull ? "" : qPrintable(isNull.error().detail));
        QVERIFY(**isNull);
    }
    const auto limit = db.session().selectOne(
        QStringLiteral("select null::bigint, 0::bigint"), {},
        [](const Row &row) { return std::pair(row.optionalInteger(0), row.optionalInteger(1)); });
    QCOMPARE((*limit)->first, std::optional<qint64>());
    QCOMPARE((*limit)->second, std::optional<qint64>(0));
}

void TestSession::storesTimesInUtc()
{
    TestDatabase &db = *m_db;
    // The second one is the hour that Berlin has twice.
    for (const qint64 milliseconds : {1750000000123LL, 1761438600000LL, 0LL, -86400001LL}) {
        const auto utc = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
        for (const QDateTime &time : {utc, utc.toLocalTime(), utc.toOffsetFromUtc(-5 * 3600)}) {
            const auto read = db.session().selectOne(
                QStringLiteral("select t, extract(epoch from t) * 1000 from "
                               "(select ?::timestamptz as t) x"),
                {time}, [](const Row &row) { return std::pair(row.time(0), row.integer(1)); });
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE((*read)->first.toMSecsSinceEpoch(), milliseconds);
            QCOMPARE((*read)->first.timeSpec(), Qt::UTC);
            QCOMPARE((*read)->second, milliseconds);
        }
    }
    const auto nothing = db.session().selectOne(QStringLiteral("select null::timestamptz"), {},
                                                [](const Row &row) { return row.time(0); });
    QVERIFY(!(*nothing)->isValid());
}

void TestSession::readsSumsExactly()
{
    TestDatabase &db = *m_db;
    QCOMPARE(number(db.session(),
                    QStringLiteral("select sum(v) from (values (9007199254740993::bigint), "
                                   "(2::bigint)) x (v)")),
             qint64(9007199254740995));
    QCOMPARE(number(db.session(), QStringLiteral("select 12.00::numeric")), 12);
}

void TestSession::preparesAStatementOnce()
{
    TestDatabase &db = *m_db;
    const QString sql = QStringLiteral("select ?::integer + 1");
    QCOMPARE(number(db.session(), sql, {1}), 2);
    QCOMPARE(number(db.session(), sql, {41}), 42);
    QCOMPARE(number(db.session(), QStringLiteral("select count(*) from pg_prepared_statements "
                                                 "where statement like '%::integer + 1%' and "
                                                 "statement not like '%pg_prepared%'")),
             1);
}

void TestSession::countsRows()
{
    TestDatabase db;
    QVERIFY(db.session().script(QStringLiteral("create table t (id int)")));
    QCOMPARE(
        *db.session().execute(QStringLiteral("insert into t select generate_series(1, ?)"), {5}),
        5);
    QCOMPARE(*db.session().execute(QStringLiteral("update t set id = 0 where id > ?"), {3}), 2);
    QCOMPARE(*db.session().execute(QStringLiteral("delete from t where id = ? returning id"), {0}),
             2);
    QCOMPARE(*db.session().execute(QStringLiteral("select id from t")), 3);
}

void TestSession::refusesAWrongNumberOfValues()
{
    TestDatabase &db = *m_db;
    const QString sql = QStringLiteral("select ?::int, ?::int");
    QVERIFY(!db.session().execute(sql, {1}));
    QVERIFY(db.session().execute(sql, {1, 2}));
    // Not with the second value of the call before.
    const auto again = db.session().execute(sql, {1});
    QVERIFY(!again);
    QVERIFY(db.session().execute(sql, {3, 4}));
}

void TestSession::refusesUseWhileItsRowsAreRead()
{
    TestDatabase &db = *m_db;
    Result<qint64> inside = 0;
    int rows = 0;
    const auto done =
        db.session().forEach(QStringLiteral("select generate_series(1, 3)"), {}, [&](const Row &) {
            inside = db.session().execute(QStringLiteral("select 1"));
            ++rows;
            return true;
        });
    QVERIFY(done);
    QCOMPARE(rows, 3);
    QVERIFY(!inside);
    QCOMPARE(inside.error().code, ErrorCode::Internal);
    QVERIFY(db.session().execute(QStringLiteral("select 1")));
}

void TestSession::noticesAnErrorBehindTheFirstRow()
{
    TestDatabase &db = *m_db;
    const QString sql = QStringLiteral("select 1 / (3 - i) from generate_series(1, 5) i");
    const auto executed = db.session().execute(sql);
    QVERIFY(!executed);
    QCOMPARE(sqlState(executed.error()), QStringLiteral("22012"));
    const auto selected =
        db.session().select(sql, {}, [](const Row &row) { return row.integer(0); });
    QVERIFY(!selected);
    QCOMPARE(number(db.session(), QStringLiteral("select 1")), 1);
}

void TestSession::noticesAConstraintThatFailsAfterItsRow()
{
    TestDatabase db;
    Session &session = db.session();
    QVERIFY(session.script(QStringLiteral("create table parent (id int primary key);"
                                          "create table child (id int references parent)")));
    // A foreign key is checked at the end of the statement, when the row was already returned.
    const auto inserted =
        session.selectOne(QStringLiteral("insert into child values (?) returning id"), {7},
                          [](const Row &row) { return row.integer(0); });
    QVERIFY(!inserted);
    QCOMPARE(inserted.error().code, ErrorCode::DatabaseFailed);
    QCOMPARE(number(session, QStringLiteral("select count(*) from child")), 0);
}

void TestSession::tellsNoValuesOfARefusedRow()
{
    TestDatabase db;
    Session &session = db.session();
    QVERIFY(session.script(QStringLiteral("create table t (email text check (email <> 'a@b.c'))")));
    const auto refused =
        session.execute(QStringLiteral("insert into t values (?)"), {QStringLiteral("a@b.c")});
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.contains(QLatin1String("23514")),
             qPrintable(refused.error().detail));
    QVERIFY(!refused.error().detail.contains(QLatin1String("a@b.c")));
}

void TestSession::noticesAFailureInTheMiddleOfAScript()
{
    TestDatabase db;
    const auto failed = db.session().script(
        QStringLiteral("create table a (id int); select 1 / 0; create table b (id int);"));
    QVERIFY(!failed);
    QCOMPARE(sqlState(failed.error()), QStringLiteral("22012"));
    QCOMPARE(db.value(QStringLiteral("select to_regclass('a')::text")), QString());
}

void TestSession::preparesAgainAfterTheTableChanged()
{
    TestDatabase db;
    QVERIFY(
        db.session().script(QStringLiteral("create table t (a int); insert into t values (1)")));
    const QString sql = QStringLiteral("select * from t");
    QCOMPARE(number(db.session(), sql), 1);
    QVERIFY(db.open()->script(QStringLiteral("alter table t add column b text")));
    QCOMPARE(number(db.session(), sql), 1);
}

void TestSession::recoversWhenItWasEndedWhileIdle()
{
    TestDatabase &db = *m_db;
    const QString sql = QStringLiteral("select ?::integer * 2");
    QCOMPARE(number(db.session(), sql, {1}), 2);
    const qint64 pid = number(db.session(), backendPid);
    terminate(db, pid);
    QCOMPARE(number(db.session(), sql, {21}), 42);
    QVERIFY(number(db.session(), backendPid) != pid);
}

void TestSession::saysSoWhenItIsEndedDuringAStatement()
{
    TestDatabase &db = *m_db;
    const auto ended =
        db.session().execute(QStringLiteral("select pg_terminate_backend(pg_backend_pid())"));
    QVERIFY(!ended);
    QCOMPARE(ended.error().code, ErrorCode::DatabaseUnavailable);
    QVERIFY(db.session().isBroken());
    QCOMPARE(number(db.session(), QStringLiteral("select 1")), 1);
    const auto script =
        db.session().script(QStringLiteral("select pg_terminate_backend(pg_backend_pid())"));
    QVERIFY(!script);
    QCOMPARE(script.error().code, ErrorCode::DatabaseUnavailable);
    QCOMPARE(number(db.session(), QStringLiteral("select 1")), 1);
}

void TestSession::stopsAStatementThatTakesTooLong()
{
    TestDatabase &db = *m_db;
    ConnectionSettings settings = db.settings();
    settings.parameters.insert(QStringLiteral("options"),
                               QStringLiteral("-c statement_timeout=50ms"));
    const auto session = Session::open(settings, QStringLiteral("orion-test"));
    QVERIFY(session);
    const auto slow = (*session)->execute(QStringLiteral("select pg_sleep(60)"));
    QVERIFY(!slow);
    QCOMPARE(slow.error().code, ErrorCode::Timeout);
    QCOMPARE(number(**session, QStringLiteral("select 1")), 1);
}

void TestSession::connectsToTheFirstHostThatAnswers()
{
    TestDatabase &db = *m_db;
    const ConnectionSettings one = db.settings();
    const QString host =
        QString::fromLatin1(QUrl::toPercentEncoding(one.parameters.value(QStringLiteral("host"))));
    const auto several = ConnectionSettings::parse(
        QStringLiteral("postgresql://%2Fnowhere:1,") + host + QStringLiteral(":5432/") + db.name() +
        QStringLiteral("?user=orion_finance&target_session_attrs=read-write"
                       "&options=-c%20statement_timeout%3D5s"));
    QVERIFY(several);
    const auto session = Session::open(*several, QStringLiteral("orion test; with 'signs'"));
    QVERIFY2(!session, "a semicolon in the application's name is refused");
    const auto plain = Session::open(*several, QStringLiteral("orion 'test'"));
    QVERIFY2(plain, plain ? "" : qPrintable(plain.error().message + plain.error().detail));
    const auto facts = (*plain)->selectOne(
        QStringLiteral("select current_user, current_setting('statement_timeout'), "
                       "current_setting('timezone'), current_setting('application_name')"),
        {}, [](const Row &row) {
            return QStringList{row.text(0), row.text(1), row.text(2), row.text(3)};
        });
    QVERIFY(facts);
    QCOMPARE(**facts, (QStringList{QStringLiteral("orion_finance"), QStringLiteral("5s"),
                                   QStringLiteral("UTC"), QStringLiteral("orion 'test'")}));
}

void TestSession::saysWhereItCannotConnect()
{
    const auto settings = ConnectionSettings::parse(
        QStringLiteral("host=/nowhere dbname=orion user=me password=geheim"));
    QVERIFY(settings);
    const auto session = Session::open(*settings, QStringLiteral("orion-test"));
    QVERIFY(!session);
    QCOMPARE(session.error().code, ErrorCode::DatabaseUnavailable);
    QVERIFY(session.error().message.contains(QLatin1String("orion on this computer as me")));
    QVERIFY(session.error().detail.contains(QLatin1String("/nowhere")));
    const QString everything = session.error().message + session.error().detail;
    QVERIFY(!everything.contains(QLatin1String("geheim")));
    const auto nonsense = ConnectionSettings::parse(QStringLiteral("postgresql://a:geheim@[::/x"));
    QVERIFY(!nonsense);
    QVERIFY(!nonsense.error().message.contains(QLatin1String("geheim")));
    QVERIFY(!nonsense.error().detail.contains(QLatin1String("geheim")));
}

void TestSession::refusesASemicolonThatWouldBeLost()
{
    TestDatabase &db = *m_db;
    ConnectionSettings settings = db.settings();
    settings.parameters.insert(QStringLiteral("sslcert"), QStringLiteral("/etc/a;b.pem"));
    const auto session = Session::open(settings, QStringLiteral("orion-test"));
    QVERIFY(!session);
    QCOMPARE(session.error().code, ErrorCode::ConfigurationInvalid);
}

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
