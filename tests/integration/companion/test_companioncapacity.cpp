#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/integration/companion/companionclient.h"
#include "tests/support/testdatabase.h"
#include "tests/support/testtokens.h"

using namespace Orion;

namespace
{

const QByteArray base = "/api/v1/admin/platform-health/";

} // namespace

// The platform-health API on a running companion.
class TestCompanionCapacity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersTheCapacityWithItsAge();
    void answersTheSameForAMinute();
    void capturesASnapshot();
    void showsTrendsOfTheDaysAskedFor();
    void refusesOtherRanges_data();
    void refusesOtherRanges();
    void recommendsInAList();
    void tellsTheHealthInFull();
    void isForAdminsOnly();
    void theCommandCapturesASnapshot();

private:
    RawReply get(const QByteArray &path)
    {
        return m_client->call("GET", base + path, authorization());
    }
    QJsonObject object(const QByteArray &path)
    {
        const RawReply reply = get(path);
        if (reply.status != 200)
            qFatal("%s answered %d %s", path.constData(), reply.status, reply.body.constData());
        return QJsonDocument::fromJson(reply.body).object();
    }
    void subscribe(const char *vendor)
    {
        const RawReply reply =
            m_client->call("PUT", QByteArray("/api/v1/admin/vendors/") + vendor, authorization(),
                           R"({"name":"Shop","email":"a@shop.example","tier_code":"essential"})");
        QCOMPARE(reply.status, 201);
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<CompanionProcess> m_companion;
    std::unique_ptr<CompanionClient> m_client;
};

void TestCompanionCapacity::init()
{
    m_database = std::make_unique<TestDatabase>();
    ProcessEnvironment environment = companionEnvironment(*m_database);
    environment.insert(QStringLiteral("ORION_JWT_SECRET"), QString::fromLatin1(testTokenSecret));
    environment.insert(QStringLiteral("ORION_CAPACITY_WARNING_PERCENT"), QStringLiteral("40"));
    m_companion = std::make_unique<CompanionProcess>(environment);
    QVERIFY2(m_companion->start(), m_companion->errorOutput().constData());
    m_client = std::make_unique<CompanionClient>(m_companion->url());
}

void TestCompanionCapacity::cleanup()
{
    m_client.reset();
    QCOMPARE(m_companion->terminate(), 0);
    m_companion.reset();
    m_database.reset();
}

void TestCompanionCapacity::answersTheCapacityWithItsAge()
{
    subscribe("a");
    QVERIFY(m_client
                ->call("PUT", "/api/v1/admin/vendors/a/usage", authorization(),
                       R"({"products":50,"team_members":1})")
                .status == 200);
    const QJsonObject answer = object("subscription-capacity");
    QCOMPARE(answer.value(QStringLiteral("total_subscriptions")), QJsonValue(1));
    QCOMPARE(answer.value(QStringLiteral("tier_distribution")),
             QJsonValue(QJsonObject{{QStringLiteral("essential"), 1}}));
    const QJsonObject products{{QStringLiteral("actual"), 50},
                               {QStringLiteral("theoretical_limit"), 200},
                               {QStringLiteral("utilization_percent"), 25},
                               {QStringLiteral("headroom"), 150},
                               {QStringLiteral("limited_subscriptions"), 1},
                               {QStringLiteral("unlimited_subscriptions"), 0},
                               {QStringLiteral("unlimited_actual"), 0}};
    QCOMPARE(answer.value(QStringLiteral("products")), QJsonValue(products));
    const auto computed =
        QDateTime::fromString(answer.value(QStringLiteral("computed_at")).toString(), Qt::ISODate);
    QVERIFY(qAbs(computed.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QVERIFY(answer.value(QStringLiteral("age_seconds")).toDouble(-1) >= 0);
}

void TestCompanionCapacity::answersTheSameForAMinute()
{
    const QJsonObject first = object("subscription-capacity");
    subscribe("a");
    const QJsonObject second = object("subscription-capacity");
    for (const char *member : {"total_subscriptions", "computed_at"})
        QCOMPARE(second.value(QLatin1String(member)), first.value(QLatin1String(member)));
    QVERIFY(second.value(QStringLiteral("age_seconds")).toDouble() >=
            first.value(QStringLiteral("age_seconds")).toDouble());
}

void TestCompanionCapacity::capturesASnapshot()
{
    for (const int vendors : {1, 2}) {
        subscribe(vendors == 1 ? "a" : "b");
        const RawReply reply = m_client->call("POST", base + "snapshot", authorization());
        QCOMPARE(reply.status, 200);
        const QJsonObject day = QJsonDocument::fromJson(reply.body).object();
        QCOMPARE(day.value(QStringLiteral("total_vendors")), QJsonValue(vendors));
        QVERIFY(day.value(QStringLiteral("storage_used_gb")).isNull());
        QCOMPARE(day.value(QStringLiteral("theoretical_products_limit")),
                 QJsonValue(vendors * 200));
    }
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.capacity_snapshots")),
             QStringLiteral("1"));
    const QJsonObject kept = object("capacity").value(QStringLiteral("snapshot")).toObject();
    QCOMPARE(kept.value(QStringLiteral("total_vendors")), QJsonValue(2));
}

void TestCompanionCapacity::showsTrendsOfTheDaysAskedFor()
{
    QVERIFY(m_database->session().execute(QStringLiteral(
        "insert into billing.capacity_snapshots (snapshot_date, total_vendors, active_vendors, "
        "trial_vendors, total_subscriptions, active_subscriptions, total_products, "
        "total_orders_month, total_team_members, db_size_mb) select (now() at time zone "
        "'UTC')::date "
        "- ago, 150 - ago, 0, 0, 0, 0, 0, 0, 0, 1.25 from generate_series(0, 40, 2) ago")));
    const QJsonObject month = object("trends");
    QCOMPARE(month.value(QStringLiteral("period_days")), QJsonValue(30));
    QCOMPARE(month.value(QStringLiteral("snapshots_available")), QJsonValue(15));
    const QJsonObject week = object("trends?days=7");
    QCOMPARE(week.value(QStringLiteral("snapshots_available")), QJsonValue(4));
    const QJsonObject trends = week.value(QStringLiteral("trends")).toObject();
    const QJsonObject vendors{{QStringLiteral("start_value"), 144},
                              {QStringLiteral("current_value"), 150},
                              {QStringLiteral("change"), 6},
                              {QStringLiteral("growth_rate_percent"), 4.17},
                              {QStringLiteral("daily_growth_rate"), 0.595},
                              {QStringLiteral("monthly_projection"), 177},
                              {QStringLiteral("covered_days"), 7}};
    QCOMPARE(trends.value(QStringLiteral("vendors")), QJsonValue(vendors));
    QVERIFY(!trends.contains(QStringLiteral("storage_gb")));
}

void TestCompanionCapacity::refusesOtherRanges_data()
{
    QTest::addColumn<QByteArray>("days");
    for (const char *days : {"0", "1", "-30", "3661", "many", "7.5", "", "99999999999999999999"})
        QTest::newRow(days) << QByteArray(days);
}

void TestCompanionCapacity::refusesOtherRanges()
{
    QFETCH(QByteArray, days);
    const RawReply reply = get("trends?days=" + days);
    QCOMPARE(reply.status, 400);
    QCOMPARE(jsonText(reply, QStringLiteral("code")), QStringLiteral("invalid_argument"));
}

void TestCompanionCapacity::recommendsInAList()
{
    subscribe("a");
    QVERIFY(m_client
                ->call("PUT", "/api/v1/admin/vendors/a/usage", authorization(),
                       R"({"products":80,"team_members":0})")
                .status == 200);
    const RawReply reply = get("recommendations");
    QCOMPARE(reply.status, 200);
    const QJsonArray all = QJsonDocument::fromJson(reply.body).array();
    QVERIFY(all.size() >= 2);
    const QJsonObject first = all.first().toObject();
    QCOMPARE(first.value(QStringLiteral("severity")), QJsonValue(QStringLiteral("warning")));
    QCOMPARE(first.value(QStringLiteral("description")),
             QJsonValue(QStringLiteral("Currently at 40% of theoretical product capacity.")));
    const QJsonObject last = all.last().toObject();
    QCOMPARE(last.value(QStringLiteral("category")), QJsonValue(QStringLiteral("infrastructure")));
    const QJsonArray table = last.value(QStringLiteral("scaling_table")).toArray();
    QCOMPARE(table.size(), 6);
    QVERIFY(table.first().toObject().value(QStringLiteral("is_current")).toBool());
}

void TestCompanionCapacity::tellsTheHealthInFull()
{
    QCOMPARE(object("health").value(QStringLiteral("status")),
             QJsonValue(QStringLiteral("healthy")));
    QVERIFY(m_database->session().execute(QStringLiteral(
        "insert into billing.job_runs (job, scheduled_for, finished_at, state, message) values "
        "('sync_stripe_status', now(), now(), 'failed', 'Stripe is away.')")));
    const QJsonObject health = object("health");
    QCOMPARE(health.value(QStringLiteral("status")), QJsonValue(QStringLiteral("warning")));
    const QJsonObject jobs = health.value(QStringLiteral("jobs")).toObject();
    const QJsonObject failed = jobs.value(QStringLiteral("failed")).toArray().first().toObject();
    QCOMPARE(failed.value(QStringLiteral("message")),
             QJsonValue(QStringLiteral("Stripe is away.")));
}

void TestCompanionCapacity::isForAdminsOnly()
{
    for (const char *path :
         {"health", "capacity", "subscription-capacity", "trends", "recommendations"})
    {
        QCOMPARE(m_client->call("GET", base + path, {}).status, 401);
        QCOMPARE(m_client->call("GET", base + path, authorization(QStringLiteral("a"))).status,
                 403);
        QCOMPARE(get(path).status, 200);
    }
    QCOMPARE(m_client->call("POST", base + "snapshot", authorization(QStringLiteral("a"))).status,
             403);
    QCOMPARE(m_client->call("POST", base + "snapshot", authorization(), R"({"day":1})").status,
             400);
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.capacity_snapshots")),
             QStringLiteral("0"));
}

void TestCompanionCapacity::theCommandCapturesASnapshot()
{
    subscribe("a");
    const auto outcome =
        runCompanion({QStringLiteral("snapshot")}, companionEnvironment(*m_database));
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(
        outcome.output.contains(": 1 vendors, 1 subscriptions, 0 products, 0 orders in 30 days"),
        outcome.output.constData());
    QCOMPARE(m_database->value(QStringLiteral("select total_vendors from "
                                              "billing.capacity_snapshots")),
             QStringLiteral("1"));
}

QTEST_GUILESS_MAIN(TestCompanionCapacity)
#include "test_companioncapacity.moc"
