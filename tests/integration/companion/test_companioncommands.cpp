#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include "tests/integration/companion/companionclient.h"
#include "tests/support/sandboxprocess.h"
#include "tests/support/testcluster.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

namespace
{

const QString nobodysAddress = QStringLiteral("http://127.0.0.1:1");

} // namespace

// The commands as people and scripts use them: exit code, standard output, standard error.
class TestCompanionCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongUsageEndsWith2AndOneSentence_data();
    void wrongUsageEndsWith2AndOneSentence();
    void helpGoesToStandardOutput();
    void failuresEndWith1AndTellNoSecret_data();
    void failuresEndWith1AndTellNoSecret();
    void readsItsConfigurationFile();
    void migratesTwice();
    void listsAndReplaysEvents();
    void replaysAllThatFailed();
    void makesDemoDataOnce();
    void runsOnAnEmbeddedDatabase();
    void issuesTokens();
    void doctorFindsAHealthyPlace();
    void doctorNamesProblems();
    void doctorSaysWhyStripeDoesNotAnswer();
    void doctorFindsSecretsThatOthersCanRead_data();
    void doctorFindsSecretsThatOthersCanRead();

private:
    static CommandOutcome run(const QString &line, const ProcessEnvironment &environment = {})
    {
        return runCompanion(line.split(u' ', Qt::SkipEmptyParts), environment);
    }
};

void TestCompanionCommands::wrongUsageEndsWith2AndOneSentence_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("nothing") << "";
    QTest::newRow("unknown command") << "frobnicate";
    QTest::newRow("unknown option") << "migrate --frobnicate";
    QTest::newRow("argument too many") << "doctor now";
    QTest::newRow("events missing") << "webhook replay";
    QTest::newRow("events and all") << "webhook replay --all evt_1";
    QTest::newRow("a filter without all") << "webhook replay --status failed evt_1";
    QTest::newRow("no time") << "webhook replay --all --since yesterday";
    QTest::newRow("a time without a zone") << "webhook list --since 2026-11-28T09:00:00";
    QTest::newRow("listen nowhere") << "serve --listen here --database host=/nonexistent";
    QTest::newRow("negative limit") << "webhook list --limit -1 --database host=/nonexistent";
    QTest::newRow("unknown status") << "webhook list --status lost --database host=/nonexistent";
    QTest::newRow("no vendors") << "demo-data --vendors 0 --database host=/nonexistent";
    QTest::newRow("whose token") << "token issue";
    QTest::newRow("two kinds of token") << "token issue --admin --vendor A";
}

void TestCompanionCommands::wrongUsageEndsWith2AndOneSentence()
{
    QFETCH(QString, line);
    const auto outcome = run(line);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.output.isEmpty());
    QVERIFY2(outcome.errors.startsWith("orion-companion: "), outcome.errors.constData());
    QCOMPARE(outcome.errors.count('\n'), 1);
}

void TestCompanionCommands::helpGoesToStandardOutput()
{
    const auto outcome = run(QStringLiteral("webhook replay --help"));
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.output.contains("EVENT_ID"));
    QVERIFY(outcome.errors.isEmpty());
}

void TestCompanionCommands::failuresEndWith1AndTellNoSecret_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("no database") << "migrate"
                                 << ""
                                 << "";
    QTest::newRow("database away")
        << "webhook list --database postgresql://u:hidden@%2Fnonexistent/x"
        << ""
        << "";
    QTest::newRow("no address of a database") << "migrate --database postgresql://u:hidden@[/x"
                                              << ""
                                              << "";
    QTest::newRow("bad key") << "migrate"
                             << "STRIPE_SECRET_KEY"
                             << "hidden";
    QTest::newRow("live key elsewhere") << "migrate"
                                        << "STRIPE_SECRET_KEY"
                                        << "sk_live_hidden";
    QTest::newRow("no key for tokens") << "token issue --admin"
                                       << ""
                                       << "";
    QTest::newRow("weak key for tokens") << "token issue --admin"
                                         << "ORION_JWT_SECRET"
                                         << "hidden";
}

void TestCompanionCommands::failuresEndWith1AndTellNoSecret()
{
    QFETCH(QString, line);
    QFETCH(QString, key);
    QFETCH(QString, value);
    ProcessEnvironment environment{
        {QStringLiteral("STRIPE_API_BASE"), QStringLiteral("http://127.0.0.1:9")}};
    if (!key.isEmpty())
        environment.insert(key, value);
    const auto outcome = run(line, environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.output.isEmpty());
    QVERIFY2(outcome.errors.startsWith("orion-companion: "), outcome.errors.constData());
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY2(!outcome.errors.contains("hidden"), outcome.errors.constData());
}

void TestCompanionCommands::readsItsConfigurationFile()
{
    TestDatabase database;
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("# the test's\nDATABASE_URL=\"" +
               database.conninfo(QStringLiteral("orion_owner")).toUtf8() + "\"\n");
    file.close();
    const auto outcome = run(QStringLiteral("migrate --status"),
                             {{QStringLiteral("ORION_CONFIG_FILE"), file.fileName()}});
    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    QVERIFY(outcome.output.startsWith("applied 0001 "));
}

void TestCompanionCommands::migratesTwice()
{
    TestDatabase database(TestDatabase::Contents::Empty);
    const auto environment = companionEnvironment(database, QStringLiteral("orion_owner"));
    const auto before = run(QStringLiteral("migrate --status"), environment);
    QVERIFY2(before.exitCode == 0, before.errors.constData());
    QVERIFY(before.output.startsWith("pending 0001 "));
    QVERIFY(!before.output.contains("applied"));

    const auto first = run(QStringLiteral("migrate"), environment);
    QVERIFY2(first.exitCode == 0, first.errors.constData());
    QVERIFY(first.output.contains("applied 0001 "));

    const QString snapshot =
        QStringLiteral("select string_agg(version || ' ' || applied_at, ',' order by version) "
                       "from billing.schema_migrations");
    const QString applied = database.value(snapshot);
    const auto second = run(QStringLiteral("migrate"), environment);
    QCOMPARE(second.exitCode, 0);
    QCOMPARE(second.output, QByteArray("The database is up to date.\n"));
    QCOMPARE(database.value(snapshot), applied);
    const auto after = run(QStringLiteral("migrate --status"), environment);
    QVERIFY(!after.output.contains("pending"));
}

void TestCompanionCommands::replaysAllThatFailed()
{
    TestDatabase database;
    QVERIFY(database.session().execute(QStringLiteral(
        "insert into billing.stripe_webhook_events (event_id, event_type, status, attempts, "
        "last_error, created_at, received_at) select 'evt_' || i, case when i % 2 = 0 then "
        "'invoice.paid' else 'customer.updated' end, case when i <= 6 then 'failed' else "
        "'processed' end, 14, 'No vendor', now(), now() - i * interval '1 hour' "
        "from generate_series(1, 8) i")));
    QVERIFY(database.session().execute(QStringLiteral(
        "insert into billing.stripe_webhook_payloads (event_row_id, received_at, payload) "
        "select id, received_at, '{}' from billing.stripe_webhook_events")));
    const auto ops = companionEnvironment(database, QStringLiteral("orion_ops"));
    const auto waiting = [&database] {
        return database.value(QStringLiteral(
            "select string_agg(event_id, ' ' order by id) from billing.stripe_webhook_events "
            "where status = 'received'"));
    };
    const QString since = QDateTime::currentDateTimeUtc().addSecs(-9000).toString(Qt::ISODate);
    const auto recent =
        run(QStringLiteral("webhook replay --all --type invoice. --since ") + since, ops);
    QVERIFY2(recent.exitCode == 0, recent.errors.constData());
    QCOMPARE(recent.output, QByteArray("1 events will be applied again.\n"));
    QCOMPARE(waiting(), QStringLiteral("evt_2"));
    QCOMPARE(run(QStringLiteral("webhook replay --all"), ops).output,
             QByteArray("5 events will be applied again.\n"));
    QCOMPARE(waiting(), QStringLiteral("evt_1 evt_2 evt_3 evt_4 evt_5 evt_6"));
    QCOMPARE(run(QStringLiteral("webhook replay --all --status processed"), ops).output,
             QByteArray("2 events will be applied again.\n"));
    QCOMPARE(run(QStringLiteral("webhook list --type invoice."), ops).output.count('\n'), 4);
}

void TestCompanionCommands::listsAndReplaysEvents()
{
    TestDatabase database;
    CompanionProcess companion(companionEnvironment(database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QCOMPARE(CompanionClient(companion.url())
                 .postSigned(subscriptionEvent(QStringLiteral("evt_early"), QStringLiteral("LATE")))
                 .status,
             200);
    // Its vendor is not known: it waits. Then the vendor registers, and somebody replays it.
    QTRY_VERIFY(database.value(QStringLiteral("select attempts from billing.stripe_webhook_events"))
                    .toInt() > 0);
    const auto ops = companionEnvironment(database, QStringLiteral("orion_ops"));
    const auto waiting = run(QStringLiteral("webhook list --status received"), ops);
    QVERIFY2(waiting.exitCode == 0, waiting.errors.constData());
    QCOMPARE(waiting.output.count('\n'), 1);
    QVERIFY(waiting.output.startsWith("evt_early\tcustomer.subscription.created\treceived\t"));
    QCOMPARE(waiting.output.count('\t'), 6);

    addVendor(database, QStringLiteral("LATE"));
    // So that the replay alone can bring it back, not the next attempt that was due anyway.
    QVERIFY(database.session()
                .execute(QStringLiteral("update billing.stripe_webhook_events "
                                        "set next_attempt_at = now() + interval '1 hour'"))
                .has_value());
    const auto replayed = run(QStringLiteral("webhook replay evt_early"), ops);
    QVERIFY2(replayed.exitCode == 0, replayed.errors.constData());
    QTRY_COMPARE(database.value(QStringLiteral("select status from billing.stripe_webhook_events")),
                 QStringLiteral("processed"));
    QCOMPARE(database.value(QStringLiteral("select status from billing.vendor_subscriptions")),
             QStringLiteral("active"));
    QCOMPARE(run(QStringLiteral("webhook list --status received"), ops).output, QByteArray());
    QVERIFY(run(QStringLiteral("webhook list --limit 5"), ops).output.contains("\tLATE\t"));

    const auto unknown = run(QStringLiteral("webhook replay evt_nobody_knows"), ops);
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY(unknown.errors.startsWith("orion-companion: "));
    const auto partly = run(QStringLiteral("webhook replay evt_early evt_nobody_knows"), ops);
    QCOMPARE(partly.exitCode, 1);
    QVERIFY(partly.output.startsWith("1 of 2 "));
    const auto finance = companionEnvironment(database, QStringLiteral("orion_finance"));
    QCOMPARE(run(QStringLiteral("webhook replay evt_early"), finance).exitCode, 1);
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionCommands::makesDemoDataOnce()
{
    TestDatabase database;
    QTemporaryDir folder;
    const auto environment = companionEnvironment(database, QStringLiteral("orion_owner"));
    const QString seedFile = folder.filePath(QStringLiteral("seed.json"));
    const QString line = QStringLiteral("demo-data --vendors 12 --months 2 --seed 3 "
                                        "--stripe-seed ") +
                         seedFile;
    const auto made = run(line, environment);
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    QVERIFY(made.output.contains("Made 12 vendors, "));
    QCOMPARE(database.value(QStringLiteral("select count(*) from billing.vendors")),
             QStringLiteral("12"));
    QFile seed(seedFile);
    QVERIFY(seed.open(QIODevice::ReadOnly));
    const QJsonObject objects = QJsonDocument::fromJson(seed.readAll()).object();
    QVERIFY(!objects.value(QStringLiteral("customers")).toArray().isEmpty());

    const auto again = run(line, environment);
    QCOMPARE(again.exitCode, 1);
    QCOMPARE(database.value(QStringLiteral("select count(*) from billing.vendors")),
             QStringLiteral("12"));
}

void TestCompanionCommands::runsOnAnEmbeddedDatabase()
{
    // Beside the tests' own cluster: the server runs as postgres where the tests are root's.
    QTemporaryDir parent(QFileInfo(TestCluster::folder()).path() + QStringLiteral("/e-XXXXXX"));
    QVERIFY(parent.isValid());
    QVERIFY(QFile::setPermissions(parent.path(), QFile::permissions(parent.path()) |
                                                     QFile::ReadOther | QFile::ExeOther |
                                                     QFile::ReadGroup | QFile::ExeGroup));
    const QString folder = parent.filePath(QStringLiteral("pg"));
    CompanionProcess companion(
        {{QStringLiteral("STRIPE_WEBHOOK_SECRET"), QString::fromLatin1(testSecret)}});
    QVERIFY2(companion.start({QStringLiteral("--embedded"), folder}),
             companion.errorOutput().constData());
    CompanionClient client(companion.url());
    QCOMPARE(client.get("/readyz").status, 200);
    QCOMPARE(
        client.postSigned(subscriptionEvent(QStringLiteral("evt_1"), QStringLiteral("A"))).status,
        200);
    // A second program on the same folder shares the server.
    const auto listed = run(QStringLiteral("webhook list --embedded ") + folder);
    QVERIFY2(listed.exitCode == 0, listed.errors.constData());
    QVERIFY(listed.output.startsWith("evt_1\t"));
    QCOMPARE(client.get("/readyz").status, 200);

    QCOMPARE(companion.terminate(), 0);
    QVERIFY(QFile::exists(folder));
    const auto after = run(QStringLiteral("webhook list --embedded ") + folder);
    QVERIFY(after.output.startsWith("evt_1\t"));
    QDirIterator left(folder, {QStringLiteral("postmaster.pid")}, QDir::Files,
                      QDirIterator::Subdirectories);
    QVERIFY2(!left.hasNext(), "the server still runs");
}

void TestCompanionCommands::issuesTokens()
{
    TestDatabase database;
    addVendor(database, QStringLiteral("ACME"));
    ProcessEnvironment environment = companionEnvironment(database);
    environment.insert(QStringLiteral("ORION_JWT_SECRET"), QString(40, u'k'));
    const auto token = run(QStringLiteral("token issue --vendor ANY --ttl 60"), environment);
    QVERIFY2(token.exitCode == 0, token.errors.constData());
    QCOMPARE(token.output.count('.'), 2);
    QCOMPARE(token.output.count('\n'), 1);

    const auto issueFor = [&](const QString &vendor) {
        return runCompanion({QStringLiteral("token"), QStringLiteral("issue"),
                             QStringLiteral("--vendor"), vendor, QStringLiteral("--database"),
                             database.conninfo(QStringLiteral("orion_companion"))},
                            environment);
    };
    QCOMPARE(issueFor(QStringLiteral("ACME")).exitCode, 0);
    const auto unknown = issueFor(QStringLiteral("NOBODY"));
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY(unknown.output.isEmpty());
}

void TestCompanionCommands::doctorFindsAHealthyPlace()
{
    TestDatabase database;
    ProcessEnvironment environment = companionEnvironment(database);
    environment.insert(QStringLiteral("ORION_JWT_SECRET"), QString(40, u'k'));
    environment.insert(QStringLiteral("STRIPE_SECRET_KEY"), QStringLiteral("sk_test_hidden"));
    SandboxProcess stripe;
    QVERIFY2(stripe.start(), stripe.errorOutput().constData());
    environment.insert(QStringLiteral("STRIPE_API_BASE"), stripe.url().toString());
    environment.insert(QStringLiteral("ORION_LISTEN"), QStringLiteral("127.0.0.1:0"));
    const auto outcome = run(QStringLiteral("doctor"), environment);
    QVERIFY2(outcome.exitCode == 0, (outcome.output + outcome.errors).constData());
    for (const char *line :
         {"ok      configuration", "ok      Stripe key: test mode",
          "ok      Stripe: answers at 127.0.0.1 for account acct_", "ok      webhook secret",
          "ok      listen address", "ok      database:", "ok      database version",
          "ok      database encoding: UTF8", "ok      clock", "ok      roles", "ok      migrations",
          "ok      rights"})
        QVERIFY2(outcome.output.contains(line), outcome.output.constData());
    QVERIFY(!outcome.output.contains("problem "));
    QVERIFY(!outcome.output.contains("hidden"));
    QVERIFY(!outcome.output.contains("testsecret"));
}

void TestCompanionCommands::doctorNamesProblems()
{
    const auto away = run(QStringLiteral("doctor --database host=/nonexistent"),
                          {{QStringLiteral("ORION_LISTEN"), QStringLiteral("127.0.0.1:99999")}});
    QCOMPARE(away.exitCode, 1);
    QVERIFY(away.output.contains("problem configuration: ORION_LISTEN"));
    QVERIFY(away.output.contains("problem database: "));
    QVERIFY(away.output.contains("warning webhook secret: not set"));
    QVERIFY(!away.output.contains(" Stripe: ")); // without a key nobody is asked

    TestDatabase database(TestDatabase::Contents::Empty);
    const auto empty = run(QStringLiteral("doctor"), companionEnvironment(database));
    QCOMPARE(empty.exitCode, 1);
    QVERIFY2(empty.output.contains("problem migrations: "), empty.output.constData());

    TestDatabase migrated;
    const auto finance = run(QStringLiteral("doctor"),
                             companionEnvironment(migrated, QStringLiteral("orion_finance")));
    QCOMPARE(finance.exitCode, 1);
    QVERIFY2(finance.output.contains("problem rights: orion_finance"), finance.output.constData());
}

void TestCompanionCommands::doctorSaysWhyStripeDoesNotAnswer()
{
    const QString command = QStringLiteral("doctor --database host=/nonexistent");
    const QString key = QStringLiteral("STRIPE_SECRET_KEY");
    const QString base = QStringLiteral("STRIPE_API_BASE");
    const auto away =
        run(command, {{key, QStringLiteral("sk_test_hidden")}, {base, nobodysAddress}});
    QVERIFY2(away.output.contains("problem Stripe: cannot be reached at 127.0.0.1 (Connection "
                                  "refused)"),
             away.output.constData());
    SandboxProcess stripe;
    QVERIFY2(stripe.start(), stripe.errorOutput().constData());
    // The sandbox takes secret keys only.
    const auto refused =
        run(command, {{key, QStringLiteral("rk_test_hidden")}, {base, stripe.url().toString()}});
    QVERIFY2(refused.output.contains("problem Stripe: refuses the key"),
             refused.output.constData());
    QVERIFY(!refused.output.contains("hidden") && !refused.errors.contains("hidden"));
}

void TestCompanionCommands::doctorFindsSecretsThatOthersCanRead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<bool>("warns");
    QTest::newRow("Stripe's key") << QByteArray("STRIPE_SECRET_KEY=sk_test_1") << true << true;
    QTest::newRow("token secret") << QByteArray("ORION_JWT_SECRET = " + QByteArray(40, 'k')) << true
                                  << true;
    QTest::newRow("password") << QByteArray("DATABASE_URL=postgresql://u:p@h/d") << true << true;
    QTest::newRow("private file") << QByteArray("STRIPE_SECRET_KEY=sk_test_1") << false << false;
    QTest::newRow("no secret") << QByteArray("DATABASE_URL=postgresql://u@h/d\n"
                                             "#STRIPE_SECRET_KEY_FILE=/x")
                               << true << false;
}

void TestCompanionCommands::doctorFindsSecretsThatOthersCanRead()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, isOpen);
    QFETCH(bool, warns);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(line + '\n');
    file.close();
    if (isOpen)
        QVERIFY(file.setPermissions(file.permissions() | QFile::ReadOther));
    const auto outcome = run(QStringLiteral("doctor --database host=/nonexistent"),
                             {{QStringLiteral("ORION_CONFIG_FILE"), file.fileName()},
                              {QStringLiteral("STRIPE_API_BASE"), nobodysAddress}});
    QCOMPARE(outcome.output.contains("warning secrets: "), warns);
}

QTEST_GUILESS_MAIN(TestCompanionCommands)
#include "test_companioncommands.moc"
