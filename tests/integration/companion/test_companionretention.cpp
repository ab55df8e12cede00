#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "tests/integration/companion/companionclient.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

// The payloads' months, as the running companions and the command look after them.
class TestCompanionRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_db.reset(); }

    void archivesOldMonthsAndMakesNewOnesByItself();
    void dropsByCommand();
    void keepsEverythingWhereNothingIsConfigured();
    void saysWhatIsWrongWithTheConfiguration_data();
    void saysWhatIsWrongWithTheConfiguration();

private:
    ProcessEnvironment environment(const QString &days, const QString &folder = {}) const;
    CommandOutcome retention(const ProcessEnvironment &environment, const QStringList &more = {});
    QString months()
    {
        return m_db->value(QStringLiteral(
            "select string_agg(right(relname, 7), ' ' order by relname) from pg_class where "
            "relname ~ '^stripe_webhook_payloads_[0-9]{4}_..$' and relkind = 'r'"));
    }
    static QString month(int fromNow)
    {
        const QDate today = QDateTime::currentDateTimeUtc().date();
        return QDate(today.year(), today.month(), 1)
            .addMonths(fromNow)
            .toString(QStringLiteral("yyyy_MM"));
    }
    static QString monthsAhead() { return QStringList{month(0), month(1), month(2)}.join(u' '); }

    std::unique_ptr<TestDatabase> m_db;
};

void TestCompanionRetention::init()
{
    m_db = std::make_unique<TestDatabase>();
    QVERIFY(m_db->session().script(QStringLiteral(R"(
        select billing.ensure_payload_partitions('2026-01-01', 1);
        with e as (
            insert into billing.stripe_webhook_events (event_id, event_type, status, created_at,
                                                       received_at)
            select 'evt_' || n, 'test.event', case n when 1 then 'failed' else 'processed' end,
                   '2026-01-20Z', '2026-01-20Z' from generate_series(1, 50) n
            returning id, received_at)
        insert into billing.stripe_webhook_payloads select id, received_at, '{}' from e)")));
    // A companion has run for months since the last migration.
    QVERIFY(m_db->session().script(
        QStringLiteral("drop table billing.stripe_webhook_payloads_%1").arg(month(2))));
}

ProcessEnvironment TestCompanionRetention::environment(const QString &days,
                                                       const QString &folder) const
{
    ProcessEnvironment environment = companionEnvironment(*m_db);
    environment[QStringLiteral("ORION_PAYLOAD_RETENTION_DAYS")] = days;
    environment[QStringLiteral("ORION_PAYLOAD_ARCHIVE_DIR")] = folder;
    return environment;
}

CommandOutcome TestCompanionRetention::retention(const ProcessEnvironment &environment,
                                                 const QStringList &more)
{
    return runCompanion(QStringList{QStringLiteral("webhook"), QStringLiteral("retention")} + more,
                        environment);
}

void TestCompanionRetention::archivesOldMonthsAndMakesNewOnesByItself()
{
    QTemporaryDir folder;
    const ProcessEnvironment configured = environment(QStringLiteral("60"), folder.path());
    CompanionProcess first(configured);
    CompanionProcess second(configured);
    QVERIFY2(first.start(), first.errorOutput().constData());
    QVERIFY2(second.start(), second.errorOutput().constData());
    QTRY_VERIFY(
        !m_db->value(QStringLiteral("select maintained_at from billing.webhook_watch")).isEmpty());
    QCOMPARE(months(), monthsAhead());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files),
             QStringList{QStringLiteral("stripe-webhook-payloads-2026-01.csv.gz")});
    QCOMPARE(m_db->value(QStringLiteral("select concat_ws(' ', rows, kept, archive is not null) "
                                        "from billing.webhook_payload_months")),
             QStringLiteral("50 1 t"));
    const QByteArray log = first.errorOutput() + second.errorOutput();
    QCOMPARE(log.count("50 payloads of 2026-01 were dropped"), 1);
    const QByteArray counter = "orion_webhook_payload_months_total{outcome=\"archived\"} 1";
    CompanionClient one(first.url());
    CompanionClient other(second.url());
    QCOMPARE((one.get("/metrics").body + other.get("/metrics").body).count(counter), 1);
    QCOMPARE(first.terminate(), 0);
    QCOMPARE(second.terminate(), 0);
}

void TestCompanionRetention::dropsByCommand()
{
    const ProcessEnvironment configured = environment(QStringLiteral("60"));
    const auto plan = retention(configured, {QStringLiteral("--dry-run")});
    QVERIFY2(plan.exitCode == 0, plan.errors.constData());
    QCOMPARE(plan.output, QByteArray("2026-01: 50 payloads would be dropped, 1 kept until their "
                                     "events are settled.\n"));
    QVERIFY(months().startsWith(QLatin1String("2026_01 ")));
    const auto done = retention(configured);
    QVERIFY2(done.exitCode == 0, done.errors.constData());
    QCOMPARE(done.output, QByteArray("2026-01: 50 payloads dropped, 1 kept until their events are "
                                     "settled.\n"));
    QCOMPARE(months(), monthsAhead());
    const auto again = retention(configured);
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.output, QByteArray("No month ended more than 60 days ago; nothing to drop.\n"));

    ProcessEnvironment ops = configured;
    ops[QStringLiteral("DATABASE_URL")] = m_db->conninfo(QStringLiteral("orion_ops"));
    const auto refused = retention(ops);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("does not have the right"), refused.errors.constData());
}

void TestCompanionRetention::keepsEverythingWhereNothingIsConfigured()
{
    const auto command = retention(companionEnvironment(*m_db));
    QCOMPARE(command.exitCode, 0);
    QVERIFY(command.output.contains("all payloads are kept"));
    CompanionProcess companion(companionEnvironment(*m_db));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_VERIFY(
        !m_db->value(QStringLiteral("select maintained_at from billing.webhook_watch")).isEmpty());
    QCOMPARE(months(), QString(QStringLiteral("2026_01 ") + monthsAhead()));
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionRetention::saysWhatIsWrongWithTheConfiguration_data()
{
    QTest::addColumn<QString>("days");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no number") << "a year"
                               << "" << QByteArray("ORION_PAYLOAD_RETENTION_DAYS has to");
    QTest::newRow("negative") << "-1"
                              << "" << QByteArray("ORION_PAYLOAD_RETENTION_DAYS has to");
    QTest::newRow("no folder") << "60"
                               << "/nonexistent" << QByteArray("cannot be archived in");
}

void TestCompanionRetention::saysWhatIsWrongWithTheConfiguration()
{
    QFETCH(QString, days);
    QFETCH(QString, folder);
    QFETCH(QByteArray, says);
    const auto outcome = retention(environment(days, folder));
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains(says), outcome.errors.constData());
    QVERIFY(months().startsWith(QLatin1String("2026_01 ")));
}

QTEST_GUILESS_MAIN(TestCompanionRetention)
#include "test_companionretention.moc"
