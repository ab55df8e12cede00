#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/companionprocess.h"
#include "tests/support/sandboxprocess.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

// `stripe setup`, `check` and `backfill` as people run them: the real program against the sandbox.
class TestStripeCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_sandbox.start(), m_sandbox.errorOutput().constData()); }
    void init() { m_db = std::make_unique<TestDatabase>(); }

    void setsUpAndChecks();
    void refusesAnEndpointWithNowhereToPutTheSecret_data();
    void refusesAnEndpointWithNowhereToPutTheSecret();
    void refusesAKeyOfAnotherAccount_data();
    void refusesAKeyOfAnotherAccount();
    void repairsWhatDiffers();
    void needsAKey_data();
    void needsAKey();
    void wrongUsageEndsWith2_data();
    void wrongUsageEndsWith2();

private:
    CommandOutcome run(const QString &line, const QString &role = QStringLiteral("orion_admin"),
                       const ProcessEnvironment &more = {});

    SandboxProcess m_sandbox;
    std::unique_ptr<TestDatabase> m_db;
    QTemporaryDir m_folder;
};

CommandOutcome TestStripeCommands::run(const QString &line, const QString &role,
                                       const ProcessEnvironment &more)
{
    ProcessEnvironment environment{
        {QStringLiteral("DATABASE_URL"), m_db->conninfo(role)},
        {QStringLiteral("STRIPE_SECRET_KEY"), QStringLiteral("sk_test_hidden")},
        {QStringLiteral("STRIPE_API_BASE"), m_sandbox.url().toString()},
        {QStringLiteral("STRIPE_RATE_LIMIT"), QStringLiteral("1000")},
        {QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nonexistent")},
        {QStringLiteral("ORION_PUBLIC_URL"), QStringLiteral("https://billing.example.com")}};
    environment.insert(more);
    return runCompanion(line.split(u' ', Qt::SkipEmptyParts), environment);
}

void TestStripeCommands::setsUpAndChecks()
{
    const QString file = m_folder.filePath(QStringLiteral("webhook-secret"));
    const QString setup = QStringLiteral("stripe setup --secret-file ") + file;
    const auto plan = run(setup + QStringLiteral(" --dry-run"));
    QVERIFY2(plan.exitCode == 0, plan.errors.constData());
    QVERIFY(plan.output.endsWith("20 steps to do. Nothing was changed.\n"));
    QCOMPARE(plan.output.count('\n'), 22);
    QVERIFY(!QFileInfo::exists(file));

    const auto done = run(setup);
    QVERIFY2(done.exitCode == 0, done.errors.constData());
    QVERIFY2(done.output.endsWith("20 steps done.\n"), done.output.constData());
    QCOMPARE(done.output.left(done.output.lastIndexOf("20 steps")),
             plan.output.left(plan.output.lastIndexOf("20 steps")));
    QFile secret(file);
    QVERIFY(secret.open(QIODevice::ReadOnly));
    QVERIFY(secret.readAll().startsWith("whsec_"));
    QCOMPARE(QFileInfo(file).permissions() &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(!(done.output + done.errors).contains("whsec_"));
    QVERIFY(!(done.output + done.errors).contains("hidden"));

    const auto again = run(setup);
    QVERIFY(again.output.endsWith("Stripe is set up; nothing to do.\n"));
    const auto check = run(QStringLiteral("stripe check"), QStringLiteral("orion_ops"));
    QVERIFY2(check.exitCode == 0, (check.output + check.errors).constData());

    QVERIFY(m_db->session().execute(QStringLiteral(
        "update billing.subscription_tiers set name = 'Small' where code = 'essential'")));
    const auto drift = run(QStringLiteral("stripe check --json"), QStringLiteral("orion_ops"));
    QCOMPARE(drift.exitCode, 1);
    QVERIFY(drift.errors.contains("differ in 1 places"));
    const auto lines = drift.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const QJsonObject difference = QJsonDocument::fromJson(lines.front()).object();
    QCOMPARE(difference.value(QLatin1String("field")).toString(), QStringLiteral("name"));
    QCOMPARE(difference.value(QLatin1String("database")).toString(), QStringLiteral("Small"));
    QCOMPARE(difference.value(QLatin1String("stripe")).toString(), QStringLiteral("Essential"));
    const QJsonObject summary = QJsonDocument::fromJson(lines.back()).object();
    QCOMPARE(summary.value(QLatin1String("differences")).toInt(), 1);

    const auto backfill = run(QStringLiteral("stripe backfill"), QStringLiteral("orion_companion"));
    QVERIFY2(backfill.exitCode == 0, backfill.errors.constData());
    QVERIFY(backfill.output.startsWith("0 invoices read"));
}

void TestStripeCommands::refusesAnEndpointWithNowhereToPutTheSecret_data()
{
    QTest::addColumn<QString>("option");
    QTest::newRow("not said") << "";
    QTest::newRow("no folder") << " --secret-file /nonexistent/secret";
    QTest::newRow("no keychain") << " --secret-keychain stripe";
}

void TestStripeCommands::refusesAnEndpointWithNowhereToPutTheSecret()
{
    QFETCH(QString, option);
    const ProcessEnvironment elsewhere{
        {QStringLiteral("ORION_PUBLIC_URL"), QStringLiteral("https://second.example.com")}};
    const auto refused =
        run(QStringLiteral("stripe setup") + option, QStringLiteral("orion_admin"), elsewhere);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("secret"), refused.errors.constData());
    QCOMPARE(m_db->value(QStringLiteral("select count(*) from billing.tier_prices")),
             QStringLiteral("0"));
    const auto check = run(QStringLiteral("stripe check"), QStringLiteral("orion_ops"), elsewhere);
    QVERIFY2(check.output.contains("https://second.example.com/api/v1/webhooks/stripe (version "
                                   "2026-10-28.endive) is not at Stripe."),
             check.output.constData());
}

void TestStripeCommands::refusesAKeyOfAnotherAccount_data()
{
    QTest::addColumn<QString>("binding");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("account") << "'acct_other', false" << QByteArray("belongs to acct_other");
    QTest::newRow("mode") << "null, true" << QByteArray("belongs to Stripe's live mode");
}

void TestStripeCommands::refusesAKeyOfAnotherAccount()
{
    QFETCH(QString, binding);
    QFETCH(QByteArray, said);
    QVERIFY(m_db->session().script(
        QStringLiteral("insert into billing.stripe_binding (account, livemode) values (%1)")
            .arg(binding)));
    for (const auto &[line, role] :
         {std::pair{QStringLiteral("stripe setup --no-endpoint"), QStringLiteral("orion_admin")},
          std::pair{QStringLiteral("stripe check"), QStringLiteral("orion_ops")},
          std::pair{QStringLiteral("stripe backfill"), QStringLiteral("orion_companion")},
          std::pair{QStringLiteral("serve --listen 127.0.0.1:0"),
                    QStringLiteral("orion_companion")}})
    {
        const auto refused = run(line, role);
        QVERIFY2(refused.exitCode == 1, qPrintable(line));
        QVERIFY2(refused.errors.contains(said), (line.toUtf8() + refused.errors).constData());
        QVERIFY(refused.output.isEmpty());
    }
}

void TestStripeCommands::repairsWhatDiffers()
{
    QVERIFY(m_db->session().execute(QStringLiteral(
        "with v as (insert into billing.vendors (vendor_code, name, email) values ('ACME', 'A', "
        "'a@b.example') returning id) insert into billing.vendor_subscriptions (vendor_id, "
        "tier_id, "
        "status, stripe_customer_id, stripe_subscription_id, stripe_status, period_start) "
        "select v.id, t.id, 'active', 'cus_1', 'sub_gone', 'active', now() from v, "
        "billing.subscription_tiers t where code = 'essential'")));
    const QString role = QStringLiteral("orion_companion");
    for (const char *line : {"stripe sync --dry-run", "stripe sync"}) {
        const auto differs = run(QString::fromLatin1(line), role);
        QCOMPARE(differs.exitCode, 1);
        QCOMPARE(differs.output,
                 QByteArray("subscription sub_gone (vendor ACME) is not at Stripe.\n"
                            "0 subscriptions compared: 0 differences repaired, 1 remain.\n"));
        QVERIFY2(differs.errors.contains("differ in 1 places"), differs.errors.constData());
    }
    QVERIFY(m_db->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set stripe_subscription_id = null, "
                       "stripe_customer_id = null, stripe_status = null")));
    const auto same = run(QStringLiteral("stripe sync"), role);
    QVERIFY2(same.exitCode == 0, same.errors.constData());
    QCOMPARE(same.output,
             QByteArray("0 subscriptions compared: 0 differences repaired, 0 remain.\n"));
}

void TestStripeCommands::needsAKey_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("setup") << "stripe setup";
    QTest::newRow("check") << "stripe check";
    QTest::newRow("backfill") << "stripe backfill";
}

void TestStripeCommands::needsAKey()
{
    QFETCH(QString, line);
    const auto refused = run(line, QStringLiteral("orion_admin"),
                             {{QStringLiteral("STRIPE_SECRET_KEY"), QString()}});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.errors.contains("set STRIPE_SECRET_KEY"));
}

void TestStripeCommands::wrongUsageEndsWith2_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("two places") << "stripe setup --secret-file a --secret-keychain b";
    QTest::newRow("no day") << "stripe backfill --since yesterday";
    QTest::newRow("unknown") << "stripe frobnicate";
}

void TestStripeCommands::wrongUsageEndsWith2()
{
    QFETCH(QString, line);
    const auto refused = run(line);
    QCOMPARE(refused.exitCode, 2);
    QCOMPARE(refused.errors.count('\n'), 1);
}

QTEST_GUILESS_MAIN(TestStripeCommands)
#include "test_stripecommands.moc"
