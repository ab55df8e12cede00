#include "services/database/advisorylock.h"
#include "services/database/sqlerror.h"
#include "services/database/transaction.h"
#include "services/webhooks/inbox.h"
#include "services/webhooks/retention.h"
#include "services/webhooks/webhooklog.h"
#include "tests/support/testdatabase.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Orion;

namespace
{

// January is the month that is too old, and February is not.
const QDateTime now(QDate(2026, 3, 20), QTime(12, 0), Qt::UTC);
constexpr int days = 30;

const QString payloadSql = QStringLiteral(R"(
with e as (
    insert into billing.stripe_webhook_events (event_id, event_type, status, created_at, received_at)
    values (?, 'test.event', ?, ?::timestamptz, ?::timestamptz) returning id, received_at)
insert into billing.stripe_webhook_payloads (event_row_id, received_at, payload)
select id, received_at, ? from e)");

QByteArray eventJson(const QString &id)
{
    return "{\"id\":\"" + id.toUtf8() +
           "\",\"object\":\"event\",\"created\":1768000000,\"type\":\"test.event\","
           "\"data\":{\"object\":{}}}";
}

} // namespace

class TestRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsEverythingUnlessItIsTold();
    void dropsWholeMonthsThatAreOldEnough();
    void recognisesALateDuplicate();
    void keepsWhatIsNotSettledUntilItIs();
    void listsInADryRunWhatWouldGo();
    void archivesAMonthFirst();
    void neverReplacesAnArchive();
    void changesNothingWithoutAFolderToArchiveIn();
    void goesOnWhereAnArchiveFailed();
    void goesOnWhereItWasKilled_data();
    void goesOnWhereItWasKilled();
    void stopsInTheMiddleOfAnArchive();
    void refusesToDropWhatTheArchiveDoesNotHave();
    void givesUpSoonWhenTheTableIsInUse();
    void takesInEventsMeanwhile();
    void leavesAMonthThatIsNotOverAlone();
    void makesTheMonthsThatComeAndThoseThatAreMissing();
    void runsOnceAtATime();

private:
    void receive(const QString &id, const QString &status, const QString &at,
                 const QString &payload = {});
    Result<std::vector<RetiredMonth>> retire(const RetentionOptions &options = {days, {}});
    RetentionOptions archiving() const { return {days, m_folder->path()}; }
    QByteArray archiveText(const QString &name = QStringLiteral("2026-01")) const;
    QString value(const QString &sql) { return m_db->value(sql); }
    // The payloads' event ids in their order, with what is left of which month.
    QString kept()
    {
        return value(QStringLiteral(
            "select string_agg(e.event_id, ' ' order by e.id) from billing.stripe_webhook_payloads "
            "p join billing.stripe_webhook_events e on e.id = p.event_row_id"));
    }
    QString tableOfJanuary()
    {
        return value(
            QStringLiteral("select to_regclass('billing.stripe_webhook_payloads_2026_01')::text"));
    }

    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Session> m_companion;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRetention::init()
{
    m_db = std::make_unique<TestDatabase>();
    m_companion = m_db->open(QStringLiteral("orion_companion"));
    m_folder = std::make_unique<QTemporaryDir>();
    const auto made = m_db->session().script(
        QStringLiteral("select billing.ensure_payload_partitions('2026-01-01', 3)"));
    QVERIFY(made);
    receive(QStringLiteral("evt_first"), QStringLiteral("processed"),
            QStringLiteral("2026-01-01T00:00:00Z"));
    receive(QStringLiteral("evt_last"), QStringLiteral("ignored"),
            QStringLiteral("2026-01-31T23:59:59.999Z"));
    receive(QStringLiteral("evt_february"), QStringLiteral("processed"),
            QStringLiteral("2026-02-01T00:00:00Z"));
}

void TestRetention::cleanup()
{
    m_companion.reset();
    m_folder.reset();
    m_db.reset();
}

void TestRetention::receive(const QString &id, const QString &status, const QString &at,
                            const QString &payload)
{
    const QString body = payload.isNull() ? QString::fromUtf8(eventJson(id)) : payload;
    const auto done = m_db->session().execute(payloadSql, {id, status, at, at, body});
    QVERIFY2(done, qUtf8Printable(done ? QString() : done.error().detail));
}

Result<std::vector<RetiredMonth>> TestRetention::retire(const RetentionOptions &options)
{
    return retirePayloads(*m_companion, now, options, [](const RetiredMonth &) {});
}

QByteArray TestRetention::archiveText(const QString &name) const
{
    QProcess gzip;
    gzip.start(QStringLiteral("gzip"),
               {QStringLiteral("-dc"),
                m_folder->filePath(QStringLiteral("stripe-webhook-payloads-%1.csv.gz").arg(name))});
    return gzip.waitForFinished() && gzip.exitCode() == 0 ? gzip.readAllStandardOutput()
                                                          : gzip.readAllStandardError();
}

void TestRetention::keepsEverythingUnlessItIsTold()
{
    const auto retired = retire({});
    QVERIFY(retired && retired->empty());
    QCOMPARE(kept(), QStringLiteral("evt_first evt_last evt_february"));
}

void TestRetention::dropsWholeMonthsThatAreOldEnough()
{
    const auto retired = retire();
    QVERIFY2(retired, qUtf8Printable(retired ? QString() : retired.error().detail));
    QCOMPARE(retired->size(), std::size_t(1));
    QCOMPARE(retired->front().name(), QStringLiteral("2026-01"));
    QCOMPARE(retired->front().rows, 2);
    QCOMPARE(retired->front().kept, 0);
    QVERIFY(retired->front().archive.isEmpty());
    QCOMPARE(kept(), QStringLiteral("evt_february"));
    QCOMPARE(tableOfJanuary(), QString());
    QCOMPARE(value(QStringLiteral("select count(*) from billing.stripe_webhook_events")),
             QStringLiteral("3"));
    QCOMPARE(
        value(QStringLiteral("select concat_ws(' ', month, rows, kept, dropped_at is not null, "
                             "archive is null) from billing.webhook_payload_months")),
        QStringLiteral("2026-01-01 2 0 t t"));
    QVERIFY(retire()->empty());
    // The day that completes the thirty.
    const QDateTime day(QDate(2026, 3, 31), QTime(0, 0), Qt::UTC);
    const auto before =
        retirePayloads(*m_companion, day.addSecs(-1), {days, {}}, [](const RetiredMonth &) {});
    QVERIFY(before && before->empty());
    QCOMPARE(retirePayloads(*m_companion, day, {days, {}}, [](const RetiredMonth &) {})->size(),
             std::size_t(1));
}

void TestRetention::recognisesALateDuplicate()
{
    QVERIFY(retire());
    const auto event = parseEvent(eventJson(QStringLiteral("evt_first")));
    const auto stored = storeEvents(*m_companion, std::span(&*event, 1));
    QVERIFY(stored);
    QCOMPARE(stored->front(), false);
    const auto payload = eventPayload(*m_companion, QStringLiteral("evt_first"));
    QVERIFY(!payload);
    QCOMPARE(payload.error().message,
             QStringLiteral("The payload of evt_first is no longer kept."));
    QCOMPARE(kept(), QStringLiteral("evt_february"));
}

void TestRetention::keepsWhatIsNotSettledUntilItIs()
{
    receive(QStringLiteral("evt_failed"), QStringLiteral("failed"),
            QStringLiteral("2026-01-10T00:00:00Z"));
    receive(QStringLiteral("evt_waiting"), QStringLiteral("received"),
            QStringLiteral("2026-01-11T00:00:00Z"));
    const auto retired = retire(archiving());
    QVERIFY2(retired, qUtf8Printable(retired ? QString() : retired.error().detail));
    QCOMPARE(retired->front().rows, 4);
    QCOMPARE(retired->front().kept, 2);
    QCOMPARE(kept(), QStringLiteral("evt_february evt_failed evt_waiting"));
    QCOMPARE(*eventPayload(*m_companion, QStringLiteral("evt_failed")),
             eventJson(QStringLiteral("evt_failed")));
    QVERIFY(archiveText().contains("evt_waiting")); // the archive has them, too
    QVERIFY(retire()->empty());
    QVERIFY(preparePayloadMonths(*m_companion, now)); // does not take them for strays
    QCOMPARE(tableOfJanuary(), QString());
    QCOMPARE(kept(), QStringLiteral("evt_february evt_failed evt_waiting"));

    QVERIFY(m_db->session().execute(QStringLiteral(
        "update billing.stripe_webhook_events set status = 'processed' where event_id = "
        "'evt_failed'")));
    QVERIFY(retire()->empty());
    QCOMPARE(kept(), QStringLiteral("evt_february evt_waiting"));
}

void TestRetention::listsInADryRunWhatWouldGo()
{
    receive(QStringLiteral("evt_failed"), QStringLiteral("failed"),
            QStringLiteral("2026-01-10T00:00:00Z"));
    RetentionOptions dry = archiving();
    dry.dryRun = true;
    const auto retired = retire(dry);
    QCOMPARE(retired->size(), std::size_t(1));
    QCOMPARE(retired->front().rows, 3);
    QCOMPARE(retired->front().kept, 1);
    QCOMPARE(kept(), QStringLiteral("evt_first evt_last evt_february evt_failed"));
    QVERIFY(QDir(m_folder->path()).isEmpty());
    QVERIFY(m_companion->execute(QStringLiteral("select billing.detach_payload_month("
                                                "'2026-01-01'::date)")));
    const auto detached = retire(dry);
    QCOMPARE(detached->front().rows, 3);
    QCOMPARE(detached->front().kept, 1);
}

void TestRetention::archivesAMonthFirst()
{
    receive(QStringLiteral("evt_odd"), QStringLiteral("processed"),
            QStringLiteral("2026-01-02T03:04:05Z"),
            QStringLiteral("{\"a\" : \"é 😀, \\u0000\",\r\n\"b\":1}  "));
    const auto retired = retire(archiving());
    QVERIFY2(retired, qUtf8Printable(retired ? QString() : retired.error().message));
    QCOMPARE(retired->front().rows, 3);
    const QString path =
        m_folder->filePath(QStringLiteral("stripe-webhook-payloads-2026-01.csv.gz"));
    QCOMPARE(retired->front().archive, path);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    QCOMPARE(QFileInfo(path).permissions() &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    const QByteArray text = archiveText();
    QVERIFY2(text.startsWith("event_id,event_type,api_version,created_at,received_at,payload\n"),
             text.constData());
    QVERIFY2(text.contains("evt_odd,test.event,,2026-01-02 03:04:05+00,2026-01-02 03:04:05+00,"
                           "\"{\"\"a\"\" : \"\"é 😀, \\u0000\"\",\r\n\"\"b\"\":1}  \"\n"),
             text.constData());
    QCOMPARE(text.count("test.event,,"), 3);
    QCOMPARE(value(QStringLiteral("select archive from billing.webhook_payload_months")), path);
    QCOMPARE(tableOfJanuary(), QString());
}

void TestRetention::neverReplacesAnArchive()
{
    QFile former(m_folder->filePath(QStringLiteral("stripe-webhook-payloads-2026-01.csv.gz")));
    QVERIFY(former.open(QIODevice::WriteOnly));
    former.write("of another database");
    former.close();
    const auto retired = retire(archiving());
    QVERIFY2(retired, qUtf8Printable(retired ? QString() : retired.error().message));
    QVERIFY(retired->front().archive.endsWith(QLatin1String("-2026-01.2.csv.gz")));
    QVERIFY(archiveText(QStringLiteral("2026-01.2")).contains("evt_first"));
    QCOMPARE(former.size(), 19);
}

void TestRetention::changesNothingWithoutAFolderToArchiveIn()
{
    const auto retired = retire({days, QStringLiteral("/nonexistent/archive")});
    QVERIFY(!retired);
    QCOMPARE(retired.error().code, ErrorCode::ConfigurationInvalid);
    QCOMPARE(kept(), QStringLiteral("evt_first evt_last evt_february"));
}

void TestRetention::goesOnWhereAnArchiveFailed()
{
    const QString inTheWay = QStringLiteral("stripe-webhook-payloads-2026-01.part");
    QVERIFY(QDir(m_folder->path()).mkdir(inTheWay));
    receive(QStringLiteral("evt_failed"), QStringLiteral("failed"),
            QStringLiteral("2026-01-10T00:00:00Z"));
    const auto failed = retire(archiving());
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::Internal);
    QVERIFY(failed.error().message.contains(QLatin1String("could not be written")));
    QCOMPARE(tableOfJanuary(), QStringLiteral("billing.stripe_webhook_payloads_2026_01"));
    QCOMPARE(kept(), QStringLiteral("evt_february evt_failed"));
    QVERIFY(QDir(m_folder->path()).rmdir(inTheWay));
    const auto retired = retire(archiving());
    QVERIFY2(retired, qUtf8Printable(retired ? QString() : retired.error().message));
    QCOMPARE(retired->front().rows, 3);
    QCOMPARE(retired->front().kept, 1);
    QCOMPARE(archiveText().count("test.event,,"), 3);
    QCOMPARE(tableOfJanuary(), QString());
}

void TestRetention::goesOnWhereItWasKilled_data()
{
    QTest::addColumn<bool>("hasPart");
    QTest::newRow("after the month was taken out") << false;
    QTest::newRow("with half an archive") << true;
}

void TestRetention::goesOnWhereItWasKilled()
{
    QFETCH(bool, hasPart);
    QVERIFY(m_companion->execute(QStringLiteral("select billing.detach_payload_month("
                                                "'2026-01-01'::date)")));
    QFile part(m_folder->filePath(QStringLiteral("stripe-webhook-payloads-2026-01.part")));
    if (hasPart) {
        QVERIFY(part.open(QIODevice::WriteOnly));
        part.write("\x1f\x8b half of it");
        part.close();
    }
    QVERIFY(preparePayloadMonths(*m_companion, now)); // leaves it alone
    const auto retired = retire(archiving());
    QVERIFY2(retired, qUtf8Printable(retired ? QString() : retired.error().message));
    QCOMPARE(retired->front().rows, 2);
    QCOMPARE(archiveText().count("test.event,,"), 2);
    QVERIFY(!part.exists());
    QCOMPARE(tableOfJanuary(), QString());
}

void TestRetention::stopsInTheMiddleOfAnArchive()
{
    std::stop_source stop;
    RetentionOptions options = archiving();
    options.stop = stop.get_token();
    QVERIFY(m_companion->execute(QStringLiteral("select billing.detach_payload_month("
                                                "'2026-01-01'::date)")));
    const auto locker = m_db->open(QStringLiteral("orion_owner"));
    QVERIFY(locker->script(QStringLiteral(
        "begin; lock table billing.stripe_webhook_payloads_2026_01 in access exclusive mode")));
    Result<std::vector<RetiredMonth>> stopped;
    std::thread archiver([&] {
        const auto session = m_db->open(QStringLiteral("orion_companion"));
        stopped = retirePayloads(*session, now, options, [](const RetiredMonth &) {});
    });
    const bool isWaiting = QTest::qWaitFor([&] {
        return value(QStringLiteral(
                   "select count(*) from pg_locks where not granted and relation = "
                   "'billing.stripe_webhook_payloads_2026_01'::regclass")) == QLatin1String("1");
    });
    stop.request_stop();
    archiver.join();
    QVERIFY(isWaiting);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QVERIFY(QDir(m_folder->path()).isEmpty());
    QVERIFY(locker->script(QStringLiteral("rollback")));
    QCOMPARE(retire(archiving())->front().rows, 2);
}

void TestRetention::refusesToDropWhatTheArchiveDoesNotHave()
{
    const QString drop =
        QStringLiteral("select billing.drop_payload_month('2026-01-01'::date, ?, 'archive')");
    const auto attached = m_companion->execute(drop, {2});
    QVERIFY(!attached);
    QCOMPARE(sqlState(attached.error()), QStringLiteral("55000"));
    QVERIFY(m_companion->execute(QStringLiteral("select billing.detach_payload_month("
                                                "'2026-01-01'::date)")));
    for (const QVariant &rows : {QVariant(1), QVariant(3), QVariant(QMetaType(QMetaType::Int))}) {
        const auto wrong = m_companion->execute(drop, {rows});
        QVERIFY(!wrong);
        QCOMPARE(sqlState(wrong.error()), QStringLiteral("23514"));
    }
    QVERIFY(m_companion->execute(drop, {2}));
}

void TestRetention::givesUpSoonWhenTheTableIsInUse()
{
    const auto other = m_db->open(QStringLiteral("orion_companion"));
    {
        Transaction reading(*other);
        QVERIFY(reading.begin());
        QVERIFY(other->execute(QStringLiteral("select count(*) from "
                                              "billing.stripe_webhook_payloads")));
        QElapsedTimer timer;
        timer.start();
        const auto blocked = retire();
        QVERIFY(!blocked);
        QCOMPARE(blocked.error().code, ErrorCode::Timeout);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(kept(), QStringLiteral("evt_first evt_last evt_february"));
    }
    QCOMPARE(retire()->size(), std::size_t(1));
}

void TestRetention::takesInEventsMeanwhile()
{
    // An archive in the making holds up nobody: the month is no part of the table any more.
    QVERIFY(m_companion->execute(QStringLiteral("select billing.detach_payload_month("
                                                "'2026-01-01'::date)")));
    const auto other = m_db->open(QStringLiteral("orion_companion"));
    Transaction copying(*other);
    QVERIFY(copying.begin());
    QVERIFY(other->execute(QStringLiteral("select count(*) from "
                                          "billing.stripe_webhook_payloads_2026_01")));
    const auto event = parseEvent(eventJson(QStringLiteral("evt_new")));
    const auto stored = storeEvents(*m_companion, std::span(&*event, 1));
    QVERIFY(stored);
    QCOMPARE(stored->front(), true);
    QCOMPARE(kept(), QStringLiteral("evt_february evt_new"));
}

void TestRetention::leavesAMonthThatIsNotOverAlone()
{
    const auto detached =
        m_companion->execute(QStringLiteral("select billing.detach_payload_month(current_date)"));
    QVERIFY(!detached);
    QCOMPARE(sqlState(detached.error()), QStringLiteral("22023"));
    const auto unknown = m_companion->execute(
        QStringLiteral("select billing.detach_payload_month('2019-05-01'::date)"));
    QVERIFY(!unknown);
    QCOMPARE(sqlState(unknown.error()), QStringLiteral("42P01"));
}

void TestRetention::makesTheMonthsThatComeAndThoseThatAreMissing()
{
    receive(QStringLiteral("evt_stray"), QStringLiteral("processed"),
            QStringLiteral("2025-03-10T00:00:00Z"));
    const QDateTime later(QDate(2031, 12, 31), QTime(23, 0), Qt::UTC);
    QVERIFY(preparePayloadMonths(*m_companion, later));
    QCOMPARE(value(QStringLiteral(
                 "select string_agg(right(relname, 7), ' ' order by relname) from pg_class where "
                 "relname ~ '^stripe_webhook_payloads_(2025|203[12])_..$' and relkind = 'r'")),
             QStringLiteral("2025_03 2031_12 2032_01 2032_02"));
    QCOMPARE(value(QStringLiteral("select tableoid::regclass from billing.stripe_webhook_payloads "
                                  "where received_at < '2026-01-01'")),
             QStringLiteral("billing.stripe_webhook_payloads_2025_03"));
    QCOMPARE(retire()->size(), std::size_t(2));
}

void TestRetention::runsOnceAtATime()
{
    const auto other = m_db->open(QStringLiteral("orion_companion"));
    const auto lock = AdvisoryLock::tryTake(*other, QStringLiteral("payload retention"));
    QVERIFY(lock && *lock);
    const auto refused = retire();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "test_retention.moc"
