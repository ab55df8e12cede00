#include "services/platform/configuration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Orion;

class TestConfiguration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithDefaults();
    void readsTheFileAndLetsTheEnvironmentWin();
    void readsTheFilesGrammar_data();
    void readsTheFilesGrammar();
    void takesASecretFromAFileOrACredential();
    void splitsWebhookSecretsAtCommas();
    void neverUsesABlankSecret_data();
    void neverUsesABlankSecret();
    void refusesWhatCannotWork_data();
    void refusesWhatCannotWork();
    void readsWhenJobsRun();
    void refusesWhatIsNoSchedule();
    void readsTheThresholdsOfCapacity();
    void readsListenAddresses_data();
    void readsListenAddresses();
    void knowsStripesAddress_data();
    void knowsStripesAddress();
    void keepsSecretsOutOfDebugOutput();

private:
    QString write(const QString &name, const QByteArray &contents) const;
    static LoadedConfiguration load(const QHash<QString, QString> &environment,
                                    const QString &file = {});

    QTemporaryDir m_folder;
};

QString TestConfiguration::write(const QString &name, const QByteArray &contents) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write into the temporary folder");
    file.write(contents);
    return file.fileName();
}

LoadedConfiguration TestConfiguration::load(const QHash<QString, QString> &environment,
                                            const QString &file)
{
    return loadConfiguration({environment, file});
}

void TestConfiguration::startsWithDefaults()
{
    const auto loaded = load({}, m_folder.filePath(QStringLiteral("missing.conf")));
    QCOMPARE(loaded.problems, QStringList());
    QCOMPARE(loaded.warnings, QStringList());
    QVERIFY(loaded.values.databaseUrl.isEmpty());
    QVERIFY(loaded.values.stripeWebhookSecrets.empty());
    QCOMPARE(loaded.values.stripeApiBase, QUrl(QStringLiteral("https://api.stripe.com")));
    QCOMPARE(loaded.values.stripeTrialDays, 30);
    QCOMPARE(loaded.values.stripeRateLimit, 20);
    QCOMPARE(loaded.values.listen.host, QStringLiteral("127.0.0.1"));
    QCOMPARE(loaded.values.listen.port, quint16(8000));
    QVERIFY(!loaded.values.logFormat);

    const auto live = load({{QStringLiteral("STRIPE_SECRET_KEY"), QStringLiteral("sk_live_1")}});
    QCOMPARE(live.problems, QStringList());
    QCOMPARE(live.values.stripeRateLimit, 80);
}

void TestConfiguration::readsTheFileAndLetsTheEnvironmentWin()
{
    const QString file =
        write(QStringLiteral("companion.conf"), "STRIPE_TRIAL_DAYS=14\nORION_LISTEN=0.0.0.0:9000\n"
                                                "STRIPE_SECRET_KEY=sk_test_file\n");
    const auto loaded = load({{QStringLiteral("ORION_LISTEN"), QStringLiteral("[::1]:0")},
                              {QStringLiteral("STRIPE_SECRET_KEY"), QStringLiteral("sk_test_env")}},
                             file);
    QCOMPARE(loaded.problems, QStringList());
    QCOMPARE(loaded.values.stripeTrialDays, 14);
    QCOMPARE(loaded.values.listen.host, QStringLiteral("::1"));
    QCOMPARE(loaded.values.listen.port, quint16(0));
    QCOMPARE(loaded.values.stripeSecretKey, Secret("sk_test_env"));
}

void TestConfiguration::readsTheFilesGrammar_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("value"); // null: refused
    QTest::newRow("plain") << QByteArray("ORION_JWT_ISSUER=shop") << "shop";
    QTest::newRow("blanks around") << QByteArray("  ORION_JWT_ISSUER =  shop  ") << "shop";
    QTest::newRow("comment behind") << QByteArray("ORION_JWT_ISSUER=shop # ours") << "shop";
    QTest::newRow("hash inside") << QByteArray("ORION_JWT_ISSUER=shop#1") << "shop#1";
    QTest::newRow("double quotes") << QByteArray("ORION_JWT_ISSUER=\"a # b\"") << "a # b";
    QTest::newRow("single quotes") << QByteArray("ORION_JWT_ISSUER='a \"b\"' # c") << "a \"b\"";
    QTest::newRow("export") << QByteArray("export ORION_JWT_ISSUER=shop") << "shop";
    QTest::newRow("carriage return") << QByteArray("ORION_JWT_ISSUER=shop\r") << "shop";
    QTest::newRow("equals inside") << QByteArray("ORION_JWT_ISSUER=a=b") << "a=b";
    QTest::newRow("empty") << QByteArray("ORION_JWT_ISSUER=") << "orion-platform";
    QTest::newRow("only a comment") << QByteArray("# ORION_JWT_ISSUER=x") << "orion-platform";
    QTest::newRow("no equals sign") << QByteArray("ORION_JWT_ISSUER secret") << QString();
    QTest::newRow("open quote") << QByteArray("ORION_JWT_ISSUER=\"secret") << QString();
    QTest::newRow("text behind quotes") << QByteArray("ORION_JWT_ISSUER='a' secret") << QString();
}

void TestConfiguration::readsTheFilesGrammar()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, value);
    const auto loaded = load({}, write(QStringLiteral("grammar.conf"), "\n" + line + "\n"));
    if (!value.isNull()) {
        QCOMPARE(loaded.problems, QStringList());
        QCOMPARE(loaded.values.jwtIssuer, value);
        return;
    }
    QCOMPARE(loaded.problems.size(), 1);
    QVERIFY(loaded.problems.first().startsWith(QStringLiteral("Line 2 of ")));
    QVERIFY(!loaded.problems.first().contains(QStringLiteral("secret")));
}

void TestConfiguration::takesASecretFromAFileOrACredential()
{
    const QString keyFile = write(QStringLiteral("key"), "sk_test_from_file\n");
    write(QStringLiteral("STRIPE_SECRET_KEY"), "sk_test_credential\n");
    const QString fileKey = QStringLiteral("STRIPE_SECRET_KEY_FILE");
    const QString folderKey = QStringLiteral("CREDENTIALS_DIRECTORY");
    const QString configured =
        write(QStringLiteral("secret.conf"), "STRIPE_SECRET_KEY=sk_test_configured\n");

    QCOMPARE(load({{fileKey, keyFile}}).values.stripeSecretKey, Secret("sk_test_from_file"));
    QCOMPARE(load({{folderKey, m_folder.path()}}, configured).values.stripeSecretKey,
             Secret("sk_test_credential"));
    QCOMPARE(load({{folderKey, m_folder.path()}, {fileKey, keyFile}}).values.stripeSecretKey,
             Secret("sk_test_from_file"));
    QCOMPARE(load({}, configured).values.stripeSecretKey, Secret("sk_test_configured"));

    const auto missing = load({{fileKey, QStringLiteral("/nonexistent/key")}});
    QCOMPARE(missing.problems.size(), 1);
    QVERIFY(missing.problems.first().contains(fileKey));
}

void TestConfiguration::splitsWebhookSecretsAtCommas()
{
    const auto loaded = load(
        {{QStringLiteral("STRIPE_WEBHOOK_SECRET"), QStringLiteral(" whsec_new , whsec_old,")}});
    QCOMPARE(loaded.problems, QStringList());
    QCOMPARE(loaded.warnings.size(), 1);
    const std::vector<Secret> expected{Secret("whsec_new"), Secret("whsec_old")};
    QVERIFY(loaded.values.stripeWebhookSecrets == expected);
}

void TestConfiguration::neverUsesABlankSecret_data()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("empty") << "";
    QTest::newRow("blanks") << "  \t ";
}

void TestConfiguration::neverUsesABlankSecret()
{
    QFETCH(QString, value);
    const QStringList keys{QStringLiteral("STRIPE_WEBHOOK_SECRET"),
                           QStringLiteral("STRIPE_SECRET_KEY"), QStringLiteral("ORION_JWT_SECRET"),
                           QStringLiteral("DATABASE_URL")};
    for (const QString &key : keys) {
        const auto loaded = load({{key, value}});
        QCOMPARE(loaded.problems, QStringList());
        QCOMPARE(loaded.warnings.size(), 1);
        QVERIFY(loaded.warnings.first().contains(key));
        QVERIFY(loaded.values.stripeWebhookSecrets.empty());
        QVERIFY(loaded.values.stripeSecretKey.isEmpty());
        QVERIFY(loaded.values.jwtSecret.isEmpty());
        QVERIFY(loaded.values.databaseUrl.isEmpty());
    }
    const auto commas = load({{QStringLiteral("STRIPE_WEBHOOK_SECRET"), QStringLiteral(" , ,")}});
    QVERIFY(commas.values.stripeWebhookSecrets.empty());
}

void TestConfiguration::refusesWhatCannotWork_data()
{
    using Pairs = QHash<QString, QString>;
    QTest::addColumn<Pairs>("environment");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const Pairs &pairs, const char *says) {
        QTest::newRow(name) << pairs << QString::fromUtf8(says);
    };
    const QString key = QStringLiteral("STRIPE_SECRET_KEY");
    const QString base = QStringLiteral("STRIPE_API_BASE");
    row("port too large", {{QStringLiteral("ORION_LISTEN"), QStringLiteral("127.0.0.1:65536")}},
        "ORION_LISTEN");
    row("no port", {{QStringLiteral("ORION_LISTEN"), QStringLiteral("127.0.0.1")}}, "ORION_LISTEN");
    row("publishable as secret key", {{key, QStringLiteral("pk_test_1")}}, "STRIPE_SECRET_KEY");
    row("live key elsewhere",
        {{key, QStringLiteral("sk_live_x")}, {base, QStringLiteral("https://stripe.example.com")}},
        "live key");
    row("live restricted key to a sandbox",
        {{key, QStringLiteral("rk_live_x")}, {base, QStringLiteral("http://127.0.0.1:12111")}},
        "live key");
    row("live key without TLS",
        {{key, QStringLiteral("sk_live_x")}, {base, QStringLiteral("http://api.stripe.com")}},
        "live key");
    row("modes mixed",
        {{key, QStringLiteral("sk_test_x")},
         {QStringLiteral("STRIPE_PUBLISHABLE_KEY"), QStringLiteral("pk_live_x")}},
        "different modes");
    row("address without scheme", {{base, QStringLiteral("api.stripe.com")}}, "STRIPE_API_BASE");
    row("trial of words", {{QStringLiteral("STRIPE_TRIAL_DAYS"), QStringLiteral("thirty")}},
        "STRIPE_TRIAL_DAYS");
    row("negative trial", {{QStringLiteral("STRIPE_TRIAL_DAYS"), QStringLiteral("-1")}},
        "STRIPE_TRIAL_DAYS");
    row("fewer calls than none", {{QStringLiteral("STRIPE_RATE_LIMIT"), QStringLiteral("-1")}},
        "STRIPE_RATE_LIMIT");
    row("no requests", {{QStringLiteral("ORION_API_RATE_LIMIT"), QStringLiteral("0")}},
        "ORION_API_RATE_LIMIT");
    row("refusals of words", {{QStringLiteral("ORION_API_REFUSAL_LIMIT"), QStringLiteral("few")}},
        "ORION_API_REFUSAL_LIMIT");
    row("retention of words",
        {{QStringLiteral("ORION_PAYLOAD_RETENTION_DAYS"), QStringLiteral("a year")}},
        "ORION_PAYLOAD_RETENTION_DAYS");
    row("negative retention",
        {{QStringLiteral("ORION_PAYLOAD_RETENTION_DAYS"), QStringLiteral("-1")}},
        "ORION_PAYLOAD_RETENTION_DAYS");
    row("weak token secret", {{QStringLiteral("ORION_JWT_SECRET"), QString(31, u'x')}},
        "at least 32");
    row("missing key file",
        {{QStringLiteral("ORION_JWT_PUBLIC_KEY_FILE"), QStringLiteral("/nonexistent")}},
        "ORION_JWT_PUBLIC_KEY_FILE");
    row("half of TLS", {{QStringLiteral("ORION_TLS_CERT_FILE"), QStringLiteral("/etc/hostname")}},
        "belong together");
    row("log format", {{QStringLiteral("ORION_LOG"), QStringLiteral("xml")}}, "ORION_LOG");
}

void TestConfiguration::refusesWhatCannotWork()
{
    using Pairs = QHash<QString, QString>;
    QFETCH(Pairs, environment);
    QFETCH(QString, says);
    const auto loaded = load(environment);
    QCOMPARE(loaded.problems.size(), 1);
    QVERIFY2(loaded.problems.first().contains(says), qPrintable(loaded.problems.first()));
    for (const QString &value : std::as_const(environment))
        QVERIFY(!value.contains(QStringLiteral("_live_")) ||
                !loaded.problems.first().contains(value));
}

void TestConfiguration::readsWhenJobsRun()
{
    const QString file = write(QStringLiteral("jobs.conf"),
                               "ORION_JOB_SYNC_STRIPE_STATUS=*/30 * * * *\n"
                               "ORION_JOB_CLEANUP_STALE_SUBSCRIPTIONS=\"0  3 * * sun\"\n");
    const auto loaded =
        load({{QStringLiteral("ORION_JOB_SYNC_STRIPE_STATUS"), QStringLiteral("off")},
              {QStringLiteral("ORION_JOB_RESET_PERIOD_COUNTERS"), QString()}},
             file);
    QCOMPARE(loaded.problems, QStringList());
    const QHash<QString, QString> expected{
        {QStringLiteral("sync_stripe_status"), QStringLiteral("off")},
        {QStringLiteral("cleanup_stale_subscriptions"), QStringLiteral("0 3 * * sun")}};
    QCOMPARE(loaded.values.jobSchedules, expected);
}

void TestConfiguration::refusesWhatIsNoSchedule()
{
    const auto loaded =
        load({{QStringLiteral("ORION_JOB_SYNC_STRIPE_STATUS"), QStringLiteral("61 * * * *")}});
    QCOMPARE(loaded.problems.size(), 1);
    QVERIFY(loaded.problems.first().startsWith(QStringLiteral("ORION_JOB_SYNC_STRIPE_STATUS has")));
    QVERIFY(loaded.problems.first().contains(QStringLiteral("\"61\" is no minute")));
    QVERIFY(loaded.values.jobSchedules.isEmpty());
}

void TestConfiguration::readsTheThresholdsOfCapacity()
{
    const auto standard = load({});
    QCOMPARE(standard.values.capacity.warningPercent, 80);
    QCOMPARE(standard.values.capacity.webhookBacklog, 1000);
    const auto loaded =
        load({{QStringLiteral("ORION_CAPACITY_WARNING_PERCENT"), QStringLiteral("70")},
              {QStringLiteral("ORION_CAPACITY_CRITICAL_DAYS"), QStringLiteral("14")},
              {QStringLiteral("ORION_CAPACITY_NEAR_LIMIT_SHARE"), QStringLiteral("5")}});
    QCOMPARE(loaded.problems, QStringList());
    QCOMPARE(loaded.values.capacity.warningPercent, 70);
    QCOMPARE(loaded.values.capacity.criticalDays, 14);
    QCOMPARE(loaded.values.capacity.nearLimitShare, 5);
    const auto refused =
        load({{QStringLiteral("ORION_CAPACITY_WARNING_PERCENT"), QStringLiteral("96")},
              {QStringLiteral("ORION_CAPACITY_CRITICAL_DAYS"), QStringLiteral("120")},
              {QStringLiteral("ORION_CAPACITY_WEBHOOK_BACKLOG"), QStringLiteral("0")}});
    QCOMPARE(refused.problems.size(), 3);
}

void TestConfiguration::readsListenAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host"); // null: refused
    QTest::addColumn<QString>("url");
    QTest::newRow("v4") << "10.0.0.1:80"
                        << "10.0.0.1"
                        << "http://10.0.0.1:81";
    QTest::newRow("all") << ":8000"
                         << "0.0.0.0"
                         << "http://127.0.0.1:81";
    QTest::newRow("star") << "*:8000"
                          << "0.0.0.0"
                          << "http://127.0.0.1:81";
    QTest::newRow("name") << "localhost:8000"
                          << "127.0.0.1"
                          << "http://127.0.0.1:81";
    QTest::newRow("v6") << "[::1]:8000"
                        << "::1"
                        << "http://[::1]:81";
    QTest::newRow("v6 all") << "[::]:8000"
                            << "::"
                            << "http://[::1]:81";
    QTest::newRow("v6 without brackets") << "::1:8000" << QString() << QString();
    QTest::newRow("no port") << "127.0.0.1:" << QString() << QString();
    QTest::newRow("negative") << "127.0.0.1:-1" << QString() << QString();
    QTest::newRow("words") << "127.0.0.1:http" << QString() << QString();
    QTest::newRow("nothing") << "" << QString() << QString();
}

void TestConfiguration::readsListenAddresses()
{
    QFETCH(QString, text);
    QFETCH(QString, host);
    QFETCH(QString, url);
    const auto address = ListenAddress::parse(text);
    QCOMPARE(address.has_value(), !host.isNull());
    if (!address)
        return;
    QCOMPARE(address->host, host);
    QCOMPARE(address->url(81, false).toString(), url);
}

void TestConfiguration::knowsStripesAddress_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isStripe");
    QTest::newRow("api") << "https://api.stripe.com" << true;
    QTest::newRow("capitals") << "https://API.Stripe.com/" << true;
    QTest::newRow("plain http") << "http://api.stripe.com" << false;
    QTest::newRow("look-alike") << "https://api.stripe.com.example.org" << false;
    QTest::newRow("other domain") << "https://notstripe.com" << false;
    QTest::newRow("local") << "http://127.0.0.1:12111" << false;
}

void TestConfiguration::knowsStripesAddress()
{
    QFETCH(QString, url);
    QFETCH(bool, isStripe);
    QCOMPARE(isStripesAddress(QUrl(url)), isStripe);
}

void TestConfiguration::keepsSecretsOutOfDebugOutput()
{
    QString text;
    QDebug(&text) << Secret("sk_test_visible") << Secret();
    QVERIFY(!text.contains(QStringLiteral("visible")));
    QVERIFY(text.contains(QStringLiteral("(secret)")));
    QVERIFY(text.contains(QStringLiteral("(no secret)")));
}

QTEST_GUILESS_MAIN(TestConfiguration)
#include "test_configuration.moc"
