#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <atomic>
#include <thread>

#include <libpq-fe.h>

#include "tests/integration/companion/companionclient.h"
#include "tests/support/testdatabase.h"
#include "tests/support/testtokens.h"

using namespace Orion;

namespace
{

const QByteArray subscriptionPath = "/api/v1/vendor/billing/subscription";
const QByteArray ordersPath = "/api/v1/vendor/billing/usage/orders";

ProcessEnvironment withTokens(const TestDatabase &database)
{
    ProcessEnvironment environment = companionEnvironment(database);
    environment.insert(QStringLiteral("ORION_JWT_SECRET"), QString::fromLatin1(testTokenSecret));
    return environment;
}

QJsonObject bodyOf(const RawReply &reply)
{
    return QJsonDocument::fromJson(reply.body).object();
}

QByteArray delta(int number)
{
    return "{\"delta\":" + QByteArray::number(number) + '}';
}

const QByteArray registration = R"({"name":"Acme","email":"a@acme.example"})";

} // namespace

// The API as a program sees it, on a running companion.
class TestCompanionApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void registersAVendorAndShowsItsTrial();
    void showsASubscriptionAtStripe();
    void showsAVendorWithoutASubscription();
    void refusesWhoeverIsNotRegistered();
    void countsUsage();
    void refusesWhatIsNoChange_data();
    void refusesWhatIsNoChange();
    void repeatsUnderAnIdempotencyKey();
    void setsUsage();
    void refusesAnAdminsMistakes_data();
    void refusesAnAdminsMistakes();
    void admitsExactlyTheLimitToManyClients();
    void tellsTheConsolesWhatChanged();
    void limitsTheRateThatIsConfigured();
    void leavesTheOpenAddressesOpen();
    void answers503WithoutAKeyForTokens();
    void refusesToStartWithABadKey();

private:
    RawReply asVendor(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                      const QByteArray &headerLines = {})
    {
        return m_client->call(method, path, authorization(QStringLiteral("acme")) + headerLines,
                              body);
    }
    RawReply asAdmin(const QByteArray &path, const QByteArray &body)
    {
        return m_client->call("PUT", "/api/v1/admin/vendors/" + path, authorization(), body);
    }
    bool sql(const char *text)
    {
        return m_database->session().execute(QString::fromLatin1(text)).has_value();
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<CompanionProcess> m_companion;
    std::unique_ptr<CompanionClient> m_client;
};

void TestCompanionApi::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_companion = std::make_unique<CompanionProcess>(withTokens(*m_database));
    QVERIFY2(m_companion->start(), m_companion->errorOutput().constData());
    m_client = std::make_unique<CompanionClient>(m_companion->url());
}

void TestCompanionApi::cleanup()
{
    m_client.reset();
    QCOMPARE(m_companion->terminate(), 0);
    // Tokens begin like this; none may be in the log.
    QVERIFY(!m_companion->errorOutput().contains("eyJ"));
    m_companion.reset();
    m_database.reset();
}

void TestCompanionApi::registersAVendorAndShowsItsTrial()
{
    const RawReply added = asAdmin("acme", registration);
    QCOMPARE(added.status, 201);
    QCOMPARE(bodyOf(added).value(QStringLiteral("status")).toString(), QStringLiteral("trial"));
    const RawReply again = asAdmin("acme", registration);
    QCOMPARE(again.status, 200);
    QCOMPARE(bodyOf(again), bodyOf(added));

    const RawReply shown = asVendor("GET", subscriptionPath);
    QCOMPARE(shown.status, 200);
    QCOMPARE(bodyOf(shown), bodyOf(added));
    const QString ends = jsonText(shown, QStringLiteral("trial_ends_at"));
    const QDateTime end = QDateTime::fromString(ends, Qt::ISODate);
    QVERIFY(ends.endsWith(u'Z'));
    QVERIFY(qAbs(QDateTime::currentDateTimeUtc().addDays(30).secsTo(end)) < 60);
    QVERIFY(bodyOf(shown).value(QStringLiteral("next_billing_date")).isNull());
    // A trial whose time is up is over before any job comes by.
    QVERIFY(sql("update billing.vendor_subscriptions set trial_ends_at = now()"));
    QCOMPARE(jsonText(asVendor("GET", subscriptionPath), QStringLiteral("status")),
             QStringLiteral("expired"));
    QCOMPARE(asVendor("POST", ordersPath, delta(1)).status, 403);
}

void TestCompanionApi::showsASubscriptionAtStripe()
{
    QCOMPARE(asAdmin("acme", registration).status, 201);
    QVERIFY(sql("update billing.vendor_subscriptions set status = 'past_due', stripe_status = "
                "'past_due', stripe_subscription_id = 'sub_1', is_annual = true, period_start = "
                "date_trunc('month', now()) - interval '1 month', period_end = '2031-02-03 "
                "04:05:06+00', past_due_since = now(), payment_retry_count = 2, "
                "has_payment_method = true, tier_id = (select id from billing.subscription_tiers "
                "where code = 'professional'), trial_ends_at = null"));
    QCOMPARE(asAdmin("acme/usage", R"({"products":340,"team_members":2})").status, 200);
    QCOMPARE(asVendor("POST", ordersPath, delta(125)).status, 200);

    QJsonObject shown = bodyOf(asVendor("GET", subscriptionPath));
    QVERIFY(!shown.take(QStringLiteral("period_start")).toString().isEmpty());
    QCOMPARE(shown, QJsonDocument::fromJson(R"({
        "vendor_code": "acme", "status": "past_due",
        "tier": {"code": "professional", "name": "Professional"}, "is_annual": true,
        "trial_ends_at": null, "period_end": "2031-02-03T04:05:06Z",
        "next_billing_date": "2031-02-03T04:05:06Z", "cancel_at": null,
        "payment_retry_count": 2, "has_payment_method": true,
        "usage": {"orders": {"used": 125, "limit": 500, "remaining": 375, "percent": 25},
                  "products": {"used": 340, "limit": null, "remaining": null, "percent": null},
                  "team_members": {"used": 2, "limit": 3, "remaining": 1, "percent": 66.7}}})")
                        .object());
    QVERIFY(sql("update billing.vendor_subscriptions set cancel_at = period_end"));
    shown = bodyOf(asVendor("GET", subscriptionPath));
    QVERIFY(shown.value(QStringLiteral("next_billing_date")).isNull());
    QCOMPARE(shown.value(QStringLiteral("cancel_at")).toString(),
             QStringLiteral("2031-02-03T04:05:06Z"));
}

void TestCompanionApi::showsAVendorWithoutASubscription()
{
    addVendor(*m_database, QStringLiteral("acme"));
    const RawReply shown = asVendor("GET", subscriptionPath);
    QCOMPARE(shown.status, 200);
    QVERIFY(bodyOf(shown).value(QStringLiteral("status")).isNull());
    QVERIFY(bodyOf(shown).value(QStringLiteral("tier")).isNull());
    const RawReply refused = asVendor("POST", ordersPath, delta(1));
    QCOMPARE(refused.status, 403);
    QCOMPARE(jsonText(refused, QStringLiteral("code")), QStringLiteral("subscription_inactive"));
}

void TestCompanionApi::refusesWhoeverIsNotRegistered()
{
    for (const RawReply &reply :
         {asVendor("GET", subscriptionPath), asVendor("POST", ordersPath, delta(1))})
    {
        QCOMPARE(reply.status, 404);
        QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("not_found"));
    }
}

void TestCompanionApi::countsUsage()
{
    QCOMPARE(asAdmin("acme", registration).status, 201);
    const auto count = [&](const QByteArray &what, int by) {
        return asVendor("POST", "/api/v1/vendor/billing/usage/" + what, delta(by));
    };
    QCOMPARE(count("orders", 99).body, QByteArray(R"({"limit":100,"remaining":1,"used":99})"));
    QCOMPARE(count("orders", -9).body, QByteArray(R"({"limit":100,"remaining":10,"used":90})"));
    QCOMPARE(count("products", 200).body, QByteArray(R"({"limit":200,"remaining":0,"used":200})"));
    QCOMPARE(count("team-members", 1).status, 200);
    const RawReply over = count("team-members", 1);
    QCOMPARE(over.status, 403);
    QCOMPARE(over.headers.value("content-type"), QByteArray("application/problem+json"));
    QCOMPARE(jsonText(over, QStringLiteral("code")), QStringLiteral("limit_exceeded"));
    QCOMPARE(bodyOf(over).value(QStringLiteral("used")).toInt(), 1);
    QCOMPARE(bodyOf(over).value(QStringLiteral("limit")).toInt(), 1);
    QCOMPARE(bodyOf(over).value(QStringLiteral("remaining")).toInt(), 0);
    // An order of long ago says when it was taken.
    QCOMPARE(
        asVendor("POST", ordersPath, R"({"delta":-1,"taken_at":"2020-01-01T00:00:00+01:00"})").body,
        QByteArray(R"({"limit":100,"remaining":10,"used":90})"));
}

void TestCompanionApi::refusesWhatIsNoChange_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("nothing") << QByteArray("{}") << QByteArray("delta");
    QTest::newRow("zero") << delta(0) << QByteArray("delta");
    QTest::newRow("text") << QByteArray(R"({"delta":"1"})") << QByteArray("delta");
    QTest::newRow("half") << QByteArray(R"({"delta":0.5})") << QByteArray("delta");
    QTest::newRow("huge") << QByteArray(R"({"delta":1e12})") << QByteArray("delta");
    QTest::newRow("another field")
        << QByteArray(R"({"delta":1,"vendor_code":"other"})") << QByteArray("vendor_code");
    QTest::newRow("no time") << QByteArray(R"({"delta":-1,"taken_at":"yesterday"})")
                             << QByteArray("taken_at");
    QTest::newRow("a time without a zone")
        << QByteArray(R"({"delta":-1,"taken_at":"2026-01-01T00:00:00"})") << QByteArray("taken_at");
    QTest::newRow("a time for what is taken")
        << QByteArray(R"({"delta":1,"taken_at":"2026-01-01T00:00:00Z"})") << QByteArray("taken_at");
}

void TestCompanionApi::refusesWhatIsNoChange()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, says);
    QCOMPARE(asAdmin("acme", registration).status, 201);
    const RawReply reply = asVendor("POST", ordersPath, body);
    QCOMPARE(reply.status, 400);
    QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("invalid_argument"));
    QVERIFY2(reply.body.contains(says), reply.body.constData());
    QCOMPARE(asVendor("POST", ordersPath, delta(1)).body,
             QByteArray(R"({"limit":100,"remaining":99,"used":1})"));
}

void TestCompanionApi::repeatsUnderAnIdempotencyKey()
{
    QCOMPARE(asAdmin("acme", registration).status, 201);
    const QByteArray key = "Idempotency-Key: order 1\r\n";
    const RawReply first = asVendor("POST", ordersPath, delta(3), key);
    QCOMPARE(first.body, QByteArray(R"({"limit":100,"remaining":97,"used":3})"));
    QCOMPARE(asVendor("POST", ordersPath, delta(1)).status, 200);
    const RawReply again = asVendor("POST", ordersPath, delta(3), key);
    QCOMPARE(again.status, 200);
    QCOMPARE(again.body, first.body);
    const RawReply other = asVendor("POST", ordersPath, delta(4), key);
    QCOMPARE(other.status, 409);
    QCOMPARE(jsonText(other, QStringLiteral("code")), QStringLiteral("conflict"));
    const RawReply longKey =
        asVendor("POST", ordersPath, delta(1), "Idempotency-Key: " + QByteArray(256, 'k') + "\r\n");
    QCOMPARE(longKey.status, 400);
    QCOMPARE(m_database->value(QStringLiteral("select used from billing.usage_windows")),
             QStringLiteral("4"));
}

void TestCompanionApi::setsUsage()
{
    QCOMPARE(asAdmin("acme", registration).status, 201);
    const RawReply set =
        asAdmin("acme/usage", R"({"products":250,"team_members":0,"storage_used_gb":1.5})");
    QCOMPARE(set.status, 200);
    const QJsonObject products = bodyOf(set).value(QStringLiteral("products")).toObject();
    QCOMPARE(products, (QJsonObject{{QStringLiteral("used"), 250},
                                    {QStringLiteral("limit"), 200},
                                    {QStringLiteral("remaining"), 0},
                                    {QStringLiteral("percent"), 125}}));
    QCOMPARE(m_database->value(QStringLiteral("select storage_used_gb from billing.usage_gauges")),
             QStringLiteral("1.500"));
}

void TestCompanionApi::refusesAnAdminsMistakes_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QString invalid = QStringLiteral("invalid_argument");
    QTest::newRow("no name") << QByteArray("acme") << QByteArray(R"({"email":"a@b"})") << 400
                             << invalid;
    QTest::newRow("code") << QByteArray("a%20b") << registration << 400 << invalid;
    QTest::newRow("tier") << QByteArray("acme")
                          << QByteArray(R"({"name":"A","email":"a@b","tier_code":"gold"})") << 404
                          << QStringLiteral("tier_not_found");
    QTest::newRow("field") << QByteArray("acme")
                           << QByteArray(R"({"name":"A","email":"a@b","tier":"business"})") << 400
                           << invalid;
    QTest::newRow("usage of nobody")
        << QByteArray("nobody/usage") << QByteArray(R"({"products":1})") << 404
        << QStringLiteral("not_found");
    QTest::newRow("no usage") << QByteArray("acme/usage") << QByteArray("{}") << 400 << invalid;
    QTest::newRow("negative usage")
        << QByteArray("acme/usage") << QByteArray(R"({"products":-1})") << 400 << invalid;
}

void TestCompanionApi::refusesAnAdminsMistakes()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, code);
    const RawReply reply = asAdmin(path, body);
    QCOMPARE(reply.status, status);
    QCOMPARE(jsonText(reply, QStringLiteral("code")), code);
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.vendors")),
             QStringLiteral("0"));
}

void TestCompanionApi::admitsExactlyTheLimitToManyClients()
{
    QCOMPARE(asAdmin("acme", registration).status, 201);
    std::atomic<int> granted = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 40; ++i) {
        clients.emplace_back([&] {
            CompanionClient client(m_companion->url());
            const QByteArray token = authorization(QStringLiteral("acme"));
            for (int n = 0; n < 25; ++n) {
                const RawReply reply = client.call("POST", ordersPath, token, delta(1));
                granted += reply.status == 200 ? 1 : 0;
                refused +=
                    jsonText(reply, QStringLiteral("code")) == QStringLiteral("limit_exceeded") ? 1
                                                                                                : 0;
            }
        });
    }
    for (std::thread &client : clients)
        client.join();
    QCOMPARE(granted.load(), 100);
    QCOMPARE(refused.load(), 900);
    QCOMPARE(m_database->value(QStringLiteral("select used from billing.usage_windows")),
             QStringLiteral("100"));
}

void TestCompanionApi::tellsTheConsolesWhatChanged()
{
    const auto console = m_database->open(QStringLiteral("orion_admin"));
    QVERIFY(console->script(QStringLiteral("listen billing_changes")));
    QByteArray topics;
    const auto heard = [&] {
        PQconsumeInput(console->handle());
        while (PGnotify *note = PQnotifies(console->handle())) {
            topics += note->extra;
            PQfreemem(note);
        }
        return topics;
    };
    QCOMPARE(asAdmin("acme", registration).status, 201);
    QTRY_COMPARE(heard(), QByteArray("vendors"));
    QCOMPARE(asVendor("POST", ordersPath, delta(1)).status, 200);
    QTRY_COMPARE(heard(), QByteArray("vendorsvendors"));
}

void TestCompanionApi::limitsTheRateThatIsConfigured()
{
    ProcessEnvironment environment = withTokens(*m_database);
    environment.insert(QStringLiteral("ORION_API_RATE_LIMIT"), QStringLiteral("1"));
    CompanionProcess companion(environment);
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    CompanionClient client(companion.url());
    const QByteArray token = authorization(QStringLiteral("acme"));
    RawReply reply = client.call("GET", subscriptionPath, token);
    for (int i = 0; i < 50 && reply.status != 429; ++i)
        reply = client.call("GET", subscriptionPath, token);
    QCOMPARE(reply.status, 429);
    QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("rate_limited"));
    QVERIFY(reply.headers.value("retry-after").toInt() >= 1);
    QCOMPARE(client.get("/healthz").status, 200);
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionApi::leavesTheOpenAddressesOpen()
{
    QCOMPARE(m_client->get("/healthz").status, 200);
    QCOMPARE(m_client->get("/readyz").status, 200);
    QCOMPARE(m_client->get("/metrics").status, 200);
    QCOMPARE(m_client->post("{}", "t=1,v1=00").status, 400); // its own kind of proof
    QCOMPARE(m_client->get(subscriptionPath).status, 401);
    QCOMPARE(m_client->call("PUT", "/api/v1/admin/vendors/acme", {}, registration).status, 401);
}

void TestCompanionApi::answers503WithoutAKeyForTokens()
{
    CompanionProcess companion(companionEnvironment(*m_database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    CompanionClient client(companion.url());
    QCOMPARE(client.call("GET", subscriptionPath, authorization(QStringLiteral("acme"))).status,
             503);
    QCOMPARE(client.call("PUT", "/api/v1/admin/vendors/acme", authorization(), registration).status,
             503);
    QCOMPARE(client.get("/healthz").status, 200);
    QCOMPARE(client.get("/readyz").status, 200);
    QCOMPARE(companion.terminate(), 0);
    QVERIFY(companion.errorOutput().contains("ORION_JWT_SECRET"));
}

void TestCompanionApi::refusesToStartWithABadKey()
{
    QTemporaryFile key;
    QVERIFY(key.open());
    key.write("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    key.flush();
    ProcessEnvironment environment = companionEnvironment(*m_database);
    environment.insert(QStringLiteral("ORION_JWT_PUBLIC_KEY_FILE"), key.fileName());
    const CommandOutcome outcome = runCompanion(
        {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")},
        environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.errors.contains("ORION_JWT_PUBLIC_KEY_FILE"));
}

QTEST_GUILESS_MAIN(TestCompanionApi)
#include "test_companionapi.moc"
