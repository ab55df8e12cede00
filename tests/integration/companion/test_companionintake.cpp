#include <QJsonDocument>
#include <QTest>

#include <libpq-fe.h>

#include "services/stripe/signature.h"
#include "tests/integration/companion/companionclient.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

namespace
{

const QString countEvents = QStringLiteral("select count(*) from billing.stripe_webhook_events");
const QString statusOf =
    QStringLiteral("select status from billing.stripe_webhook_events where event_id = ?");

// Adds the topics of the notifications that have arrived on the connection.
QSet<QString> &hear(Session &session, QSet<QString> &topics)
{
    PQconsumeInput(session.handle());
    const auto next = [&session] {
        return std::unique_ptr<PGnotify, decltype(&PQfreemem)>(PQnotifies(session.handle()),
                                                               &PQfreemem);
    };
    for (auto notification = next(); notification; notification = next()) {
        const QStringList words = QString::fromUtf8(notification->extra).split(u',');
        topics.unite(QSet<QString>(words.begin(), words.end()));
    }
    return topics;
}

} // namespace

// One companion and one database for the whole program; each test uses ids of its own.
class TestCompanionIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void storesBeforeItAnswersAndThenApplies();
    void tellsTheConsolesWhatChanged();
    void keepsTheBytesAsReceived();
    void takesTheSameEventOnce();
    void acceptsEitherOfTwoSecrets();
    void refusesWhatIsNotFromStripe_data();
    void refusesWhatIsNotFromStripe();
    void refusesWhatIsNotAnEvent_data();
    void refusesWhatIsNotAnEvent();
    void refusesABodyOverOneMebibyte();
    void recordsATypeThatNobodyHandles();
    void ignoresAnEventOfTheOtherMode();
    void keepsTryingForAnUnknownVendor();
    void answers503WithoutASecret_data();
    void answers503WithoutASecret();
    void countsWhatItDid();
    void logsRefusalsWithoutSecrets();

private:
    RawReply postSigned(const QByteArray &body)
    {
        return CompanionClient(m_companion->url()).postSigned(body);
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<CompanionProcess> m_companion;
};

void TestCompanionIntake::initTestCase()
{
    m_database = std::make_unique<TestDatabase>();
    ProcessEnvironment environment = companionEnvironment(*m_database);
    environment[QStringLiteral("STRIPE_WEBHOOK_SECRET")] += QStringLiteral(", whsec_thenextone");
    m_companion = std::make_unique<CompanionProcess>(environment);
    QVERIFY2(m_companion->start(), m_companion->errorOutput().constData());
}

void TestCompanionIntake::cleanupTestCase()
{
    QCOMPARE(m_companion->terminate(), 0);
    m_companion.reset();
    m_database.reset();
}

void TestCompanionIntake::storesBeforeItAnswersAndThenApplies()
{
    addVendor(*m_database, QStringLiteral("GOOD"));
    const RawReply reply =
        postSigned(subscriptionEvent(QStringLiteral("evt_good"), QStringLiteral("GOOD")));
    const QString stored = m_database->value(
        QStringLiteral("select count(*) from billing.stripe_webhook_events where event_id = ?"),
        {QStringLiteral("evt_good")});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, QByteArray("{\"received\":true}"));
    QCOMPARE(stored, QStringLiteral("1"));

    QTRY_COMPARE(m_database->value(statusOf, {QStringLiteral("evt_good")}),
                 QStringLiteral("processed"));
    QCOMPARE(
        m_database->value(QStringLiteral("select s.status || ' ' || t.code || ' ' || s.price_cents "
                                         "from billing.vendor_subscriptions s "
                                         "join billing.subscription_tiers t on t.id = s.tier_id "
                                         "where s.stripe_subscription_id = 'sub_GOOD'")),
        QStringLiteral("active essential 4900"));
}

void TestCompanionIntake::tellsTheConsolesWhatChanged()
{
    addVendor(*m_database, QStringLiteral("LIVELY"));
    const auto listening = m_database->open(QStringLiteral("orion_admin"));
    QVERIFY(listening->script(QStringLiteral("listen billing_changes")).has_value());

    QCOMPARE(postSigned(subscriptionEvent(QStringLiteral("evt_lively"), QStringLiteral("LIVELY")))
                 .status,
             200);
    QSet<QString> topics;
    QTRY_VERIFY(hear(*listening, topics).contains(QStringLiteral("webhooks")) &&
                topics.contains(QStringLiteral("vendors")));
}

void TestCompanionIntake::keepsTheBytesAsReceived()
{
    const QByteArray body = "{ \"id\":\"evt_bytes\",\r\n\t\"object\":\"event\", \"created\":1e9,\n"
                            " \"type\":\"test.bytes\", \"note\":\"\\u0000 \xC3\xA4\","
                            " \"data\":{\"object\":{}} }";
    QCOMPARE(postSigned(body).status, 200);
    const QString stored = m_database->value(
        QStringLiteral("select payload from billing.stripe_webhook_payloads p "
                       "join billing.stripe_webhook_events e on e.id = p.event_row_id "
                       "where e.event_id = 'evt_bytes'"));
    QCOMPARE(stored.toUtf8(), body);
}

void TestCompanionIntake::takesTheSameEventOnce()
{
    addVendor(*m_database, QStringLiteral("TWICE"));
    const QByteArray body = subscriptionEvent(QStringLiteral("evt_twice"), QStringLiteral("TWICE"));
    QCOMPARE(postSigned(body).status, 200);
    QTRY_COMPARE(m_database->value(statusOf, {QStringLiteral("evt_twice")}),
                 QStringLiteral("processed"));
    const QString snapshot = QStringLiteral(
        "select e.attempts || '|' || e.processed_at || '|' || s.updated_at || '|' || "
        "(select count(*) from billing.subscription_changes c where c.vendor_id = s.vendor_id) "
        "from billing.stripe_webhook_events e, billing.vendor_subscriptions s "
        "where e.event_id = 'evt_twice' and s.stripe_subscription_id = 'sub_TWICE'");
    const QString before = m_database->value(snapshot);
    QVERIFY(!before.isEmpty());

    QCOMPARE(postSigned(body).status, 200);
    // A later event that is applied shows that the worker has looked again.
    QCOMPARE(postSigned("{\"id\":\"evt_twice_after\",\"object\":\"event\",\"created\":1000000000,"
                        "\"type\":\"test.after\",\"data\":{\"object\":{}}}")
                 .status,
             200);
    QTRY_COMPARE(m_database->value(statusOf, {QStringLiteral("evt_twice_after")}),
                 QStringLiteral("ignored"));
    QCOMPARE(m_database->value(snapshot), before);
}

void TestCompanionIntake::acceptsEitherOfTwoSecrets()
{
    const QByteArray body = "{\"id\":\"evt_rolled\",\"object\":\"event\",\"created\":1000000000,"
                            "\"type\":\"test.rolled\",\"data\":{\"object\":{}}}";
    const QByteArray signature =
        signPayload(body, "whsec_thenextone", QDateTime::currentDateTimeUtc());
    QCOMPARE(CompanionClient(m_companion->url()).post(body, signature).status, 200);
}

void TestCompanionIntake::refusesWhatIsNotFromStripe_data()
{
    QTest::addColumn<QByteArray>("signature");
    const QByteArray body = subscriptionEvent(QStringLiteral("evt_forged"), QStringLiteral("X"));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("nonsense") << QByteArray("v1");
    QTest::newRow("another secret") << signPayload(body, "whsec_another", now);
    QTest::newRow("an empty secret") << signPayload(body, "", now);
    QTest::newRow("another body") << signPayload(body + ' ', testSecret, now);
    QTest::newRow("stale") << signPayload(body, testSecret, now.addSecs(-310));
    QTest::newRow("from the future") << signPayload(body, testSecret, now.addSecs(310));
    QTest::newRow("another scheme") << signPayload(body, testSecret, now).replace("v1=", "v0=");
}

void TestCompanionIntake::refusesWhatIsNotFromStripe()
{
    QFETCH(QByteArray, signature);
    const QByteArray body = subscriptionEvent(QStringLiteral("evt_forged"), QStringLiteral("X"));
    const QString before = m_database->value(countEvents);
    const RawReply reply = CompanionClient(m_companion->url()).post(body, signature);
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.headers.value("content-type"), QByteArray("application/problem+json"));
    QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("signature_invalid"));
    QCOMPARE(m_database->value(countEvents), before);
}

void TestCompanionIntake::refusesWhatIsNotAnEvent_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("broken JSON") << QByteArray("{\"id\":\"evt_x\",");
    QTest::newRow("not an object") << QByteArray("[1]");
    QTest::newRow("no id") << QByteArray(
        "{\"type\":\"a.b\",\"created\":1,\"data\":{\"object\":{}}}");
    QTest::newRow("no type") << QByteArray(
        "{\"id\":\"evt_x\",\"created\":1,\"data\":{\"object\":{}}}");
    QTest::newRow("empty id") << QByteArray(
        "{\"id\":\"\",\"type\":\"a.b\",\"created\":1,\"data\":{\"object\":{}}}");
    QTest::newRow("id of another kind")
        << QByteArray("{\"id\":7,\"type\":\"a.b\",\"created\":1,\"data\":{\"object\":{}}}");
    QTest::newRow("not UTF-8") << QByteArray("{\"id\":\"evt_\xff\",\"type\":\"a.b\",\"created\":1,"
                                             "\"data\":{\"object\":{}}}");
}

void TestCompanionIntake::refusesWhatIsNotAnEvent()
{
    QFETCH(QByteArray, body);
    const QString before = m_database->value(countEvents);
    const RawReply reply = postSigned(body);
    QCOMPARE(reply.status, 400);
    QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("invalid_argument"));
    QCOMPARE(m_database->value(countEvents), before);
}

void TestCompanionIntake::refusesABodyOverOneMebibyte()
{
    const QByteArray start = "{\"id\":\"evt_large\",\"object\":\"event\",\"created\":1000000000,"
                             "\"type\":\"test.large\",\"data\":{\"object\":{}},\"fill\":\"";
    const qsizetype limit = 1024 * 1024;
    const QByteArray fits = start + QByteArray(limit - start.size() - 2, 'x') + "\"}";
    QCOMPARE(fits.size(), limit);
    QCOMPARE(postSigned(fits + ' ').status, 413);
    QVERIFY(m_companion->errorOutput().contains("Refused a request of 127.0.0.1 with 413"));
    QCOMPARE(m_database->value(statusOf, {QStringLiteral("evt_large")}), QString());
    QCOMPARE(postSigned(fits).status, 200);
}

void TestCompanionIntake::recordsATypeThatNobodyHandles()
{
    QCOMPARE(postSigned("{\"id\":\"evt_other\",\"object\":\"event\",\"created\":1000000000,"
                        "\"type\":\"terminal.reader.action_failed\",\"data\":{\"object\":{}}}")
                 .status,
             200);
    QTRY_COMPARE(m_database->value(statusOf, {QStringLiteral("evt_other")}),
                 QStringLiteral("ignored"));
}

void TestCompanionIntake::ignoresAnEventOfTheOtherMode()
{
    addVendor(*m_database, QStringLiteral("MODE"));
    // The first test event has bound the database to test mode.
    QTRY_COMPARE(m_database->value(QStringLiteral("select livemode from billing.stripe_binding")),
                 QStringLiteral("false"));
    QCOMPARE(postSigned(subscriptionEvent(QStringLiteral("evt_live"), QStringLiteral("MODE"), true))
                 .status,
             200);
    QTRY_COMPARE(m_database->value(statusOf, {QStringLiteral("evt_live")}),
                 QStringLiteral("ignored"));
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.vendor_subscriptions "
                                              "where stripe_subscription_id = 'sub_MODE'")),
             QStringLiteral("0"));
}

void TestCompanionIntake::keepsTryingForAnUnknownVendor()
{
    QCOMPARE(
        postSigned(subscriptionEvent(QStringLiteral("evt_early"), QStringLiteral("NOBODY"))).status,
        200);
    const QString state =
        QStringLiteral("select status || ' ' || (attempts > 0) || ' ' || (next_attempt_at > now()) "
                       "from billing.stripe_webhook_events where event_id = 'evt_early'");
    QTRY_COMPARE(m_database->value(state), QStringLiteral("received true true"));
    QVERIFY(!m_database
                 ->value(QStringLiteral("select last_error from billing.stripe_webhook_events "
                                        "where event_id = 'evt_early'"))
                 .isEmpty());
}

void TestCompanionIntake::answers503WithoutASecret_data()
{
    QTest::addColumn<QString>("secret"); // null: not in the environment
    QTest::newRow("none") << QString();
    QTest::newRow("empty") << "";
    QTest::newRow("blank") << " , ";
}

void TestCompanionIntake::answers503WithoutASecret()
{
    QFETCH(QString, secret);
    ProcessEnvironment environment = companionEnvironment(*m_database);
    environment.remove(QStringLiteral("STRIPE_WEBHOOK_SECRET"));
    if (!secret.isNull())
        environment.insert(QStringLiteral("STRIPE_WEBHOOK_SECRET"), secret);
    CompanionProcess companion(environment);
    QVERIFY2(companion.start(), companion.errorOutput().constData());

    const QByteArray body = subscriptionEvent(QStringLiteral("evt_nosecret"), QStringLiteral("X"));
    const RawReply reply = CompanionClient(companion.url())
                               .post(body, signPayload(body, "", QDateTime::currentDateTimeUtc()));
    QCOMPARE(reply.status, 503);
    QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("webhook_secret_missing"));
    QVERIFY(reply.headers.contains("retry-after"));
    QCOMPARE(m_database->value(statusOf, {QStringLiteral("evt_nosecret")}), QString());
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionIntake::countsWhatItDid()
{
    const auto metric = [this](const QByteArray &name) {
        const RawReply reply = CompanionClient(m_companion->url()).get("/metrics");
        const QByteArrayList lines = reply.body.split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith(name + ' '))
                return line.mid(name.size() + 1).toDouble();
        }
        return -1.0;
    };
    const QByteArray stored = "orion_webhook_intake_total{outcome=\"stored\"}";
    const QByteArray answered =
        "orion_http_requests_total{route=\"/api/v1/webhooks/stripe\",status=\"200\"}";
    const double storedBefore = qMax(0.0, metric(stored));
    const double answeredBefore = qMax(0.0, metric(answered));
    const QByteArray body = "{\"id\":\"evt_counted\",\"object\":\"event\",\"created\":1000000000,"
                            "\"type\":\"test.counted\",\"data\":{\"object\":{}}}";
    QCOMPARE(postSigned(body).status, 200);
    QCOMPARE(postSigned(body).status, 200);
    QCOMPARE(metric(stored), storedBefore + 1);
    QCOMPARE(metric(answered), answeredBefore + 2);
    QVERIFY(metric("orion_webhook_intake_total{outcome=\"duplicate\"}") >= 1);
    QVERIFY(metric("orion_webhook_batch_size_count") >= 2);
    QCOMPARE(metric("orion_webhook_waiting"), 0.0);
    QVERIFY(metric("process_start_time_seconds") > 1.7e9);
    QTRY_VERIFY(metric("orion_webhook_events_total{outcome=\"ignored\"}") >= 1);
}

void TestCompanionIntake::logsRefusalsWithoutSecrets()
{
    // One of its own, for after many refusals a companion writes no further ones.
    CompanionProcess companion(companionEnvironment(*m_database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    const QByteArray signature = "t=1,v1=" + testSecret;
    QCOMPARE(
        CompanionClient(companion.url()).post("{\"a\":\"" + testSecret + "\"}", signature).status,
        400);
    const QByteArray log = companion.errorOutput();
    QCOMPARE(log.count("Refused a webhook"), 1);
    QVERIFY(!log.contains("testsecret"));
    const QByteArrayList entries = log.trimmed().split('\n');
    for (const QByteArray &line : entries)
        QVERIFY2(QJsonDocument::fromJson(line).isObject(), line.constData());
}

QTEST_GUILESS_MAIN(TestCompanionIntake)
#include "test_companionintake.moc"
