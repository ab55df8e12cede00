#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QUrlQuery>

#include "tests/integration/companion/companionclient.h"
#include "tests/integration/companion/removabledatabase.h"
#include "tests/support/sandboxprocess.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

// What happens at Stripe while nobody is there to hear of it. The sandbox has no webhook, so that
// whatever comes in was recovered.
class TestCompanionRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void getsWhatHappenedWhileItWasDown();
    void goesOnWhereItWasKilled();
    void ofTwoCompanionsOneRecovers();
    void waitsForAStripeThatIsAway();
    void endsWhileStripeHangs();
    void recoversAfterTheDatabaseWasAway();
    void recoversByCommand();
    void refusesWrongCommands_data();
    void refusesWrongCommands();

private:
    QJsonObject send(const QByteArray &method, const QString &path, const QByteArray &body,
                     const QByteArray &type);
    QJsonObject stripe(const QString &path, const QUrlQuery &form);
    void fault(const QByteArray &json);
    void customerMoves(int times); // one event each
    ProcessEnvironment environment() const;
    CommandOutcome recover(const QStringList &more = {});
    QString value(const QString &sql) { return m_db->value(sql); }
    int received()
    {
        return value(QStringLiteral("select count(*) from "
                                    "billing.stripe_webhook_events"))
            .toInt();
    }

    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<SandboxProcess> m_sandbox;
    QNetworkAccessManager m_network;
    QString m_customer;
    int m_moves = 0;
};

void TestCompanionRecovery::init()
{
    m_db = std::make_unique<TestDatabase>();
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY2(m_sandbox->start(), m_sandbox->errorOutput().constData());
    m_customer =
        stripe(QStringLiteral("/v1/customers"), {{QStringLiteral("name"), QStringLiteral("A")}})
            .value(QLatin1String("id"))
            .toString();
    QVERIFY(!m_customer.isEmpty());
}

void TestCompanionRecovery::cleanup()
{
    m_sandbox.reset();
    m_db.reset();
}

QJsonObject TestCompanionRecovery::send(const QByteArray &method, const QString &path,
                                        const QByteArray &body, const QByteArray &type)
{
    QNetworkRequest request(QUrl(m_sandbox->url().toString() + path));
    request.setTransferTimeout(30'000);
    request.setRawHeader("Authorization", "Bearer sk_test_recovery");
    request.setHeader(QNetworkRequest::ContentTypeHeader, type);
    QNetworkReply *reply = m_network.sendCustomRequest(request, method, body);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const QByteArray text = reply->readAll();
    if (reply->error() != QNetworkReply::NoError)
        qWarning("%s: %s", qPrintable(path), text.constData());
    reply->deleteLater();
    return QJsonDocument::fromJson(text).object();
}

QJsonObject TestCompanionRecovery::stripe(const QString &path, const QUrlQuery &form)
{
    return send("POST", path, form.toString(QUrl::FullyEncoded).toUtf8(),
                "application/x-www-form-urlencoded");
}

void TestCompanionRecovery::fault(const QByteArray &json)
{
    QVERIFY(send("POST", QStringLiteral("/_sandbox/faults"), json, "application/json")
                .contains(QLatin1String("id")));
}

// All at once, over the few connections that Qt opens to one server.
void TestCompanionRecovery::customerMoves(int times)
{
    QNetworkRequest request(
        QUrl(m_sandbox->url().toString() + QStringLiteral("/v1/customers/") + m_customer));
    request.setRawHeader("Authorization", "Bearer sk_test_recovery");
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/x-www-form-urlencoded");
    QEventLoop loop;
    int left = times;
    for (int i = 0; i < times; ++i) {
        QNetworkReply *reply = m_network.post(request, "name=" + QByteArray::number(++m_moves));
        connect(reply, &QNetworkReply::finished, this, [&, reply] {
            if (reply->error() != QNetworkReply::NoError)
                qWarning("%s", reply->readAll().constData());
            reply->deleteLater();
            if (--left == 0)
                loop.quit();
        });
    }
    loop.exec();
}

ProcessEnvironment TestCompanionRecovery::environment() const
{
    ProcessEnvironment environment = companionEnvironment(*m_db);
    environment[QStringLiteral("STRIPE_SECRET_KEY")] = QStringLiteral("sk_test_recovery");
    environment[QStringLiteral("STRIPE_API_BASE")] = m_sandbox->url().toString();
    environment[QStringLiteral("STRIPE_RATE_LIMIT")] = QStringLiteral("1000");
    return environment;
}

CommandOutcome TestCompanionRecovery::recover(const QStringList &more)
{
    return runCompanion(QStringList{QStringLiteral("webhook"), QStringLiteral("recover")} + more,
                        environment());
}

void TestCompanionRecovery::getsWhatHappenedWhileItWasDown()
{
    addVendor(*m_db, QStringLiteral("ACME"));
    QVERIFY(m_db->session().execute(
        QStringLiteral("update billing.vendors set stripe_customer_id = ?"), {m_customer}));
    CompanionProcess companion(environment());
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_COMPARE(value(QStringLiteral("select count(*) from billing.webhook_recoveries where "
                                      "state = 'succeeded' and recovered = 0")),
                 QStringLiteral("1"));
    QCOMPARE(companion.terminate(), 0);

    const QString product = stripe(QStringLiteral("/v1/products"),
                                   {{QStringLiteral("name"), QStringLiteral("Essential")}})
                                .value(QLatin1String("id"))
                                .toString();
    const QString price = stripe(QStringLiteral("/v1/prices"),
                                 {{QStringLiteral("product"), product},
                                  {QStringLiteral("currency"), QStringLiteral("eur")},
                                  {QStringLiteral("unit_amount"), QStringLiteral("4900")},
                                  {QStringLiteral("recurring[interval]"), QStringLiteral("month")}})
                              .value(QLatin1String("id"))
                              .toString();
    QVERIFY(m_db->session().execute(
        QStringLiteral("update billing.tier_prices set stripe_price_id = ?"), {price}));
    const QString subscription =
        stripe(QStringLiteral("/v1/subscriptions"),
               {{QStringLiteral("customer"), m_customer},
                {QStringLiteral("items[0][price]"), price},
                {QStringLiteral("trial_period_days"), QStringLiteral("14")},
                {QStringLiteral("metadata[kind]"), QStringLiteral("base")},
                {QStringLiteral("metadata[vendor_code]"), QStringLiteral("ACME")}})
            .value(QLatin1String("id"))
            .toString();
    QVERIFY(!subscription.isEmpty());

    CompanionProcess next(environment());
    QVERIFY2(next.start(), next.errorOutput().constData());
    QTRY_COMPARE(m_db->value(QStringLiteral("select status from billing.vendor_subscriptions "
                                            "where stripe_subscription_id = ?"),
                             {subscription}),
                 QStringLiteral("trial"));
    QTRY_VERIFY(next.errorOutput().contains("Recovered"));
    QCOMPARE(value(QStringLiteral("select string_agg(distinct source, ' ') from "
                                  "billing.stripe_webhook_events")),
             QStringLiteral("recovery"));
    QCOMPARE(value(QStringLiteral("select cause || ' ' || actor || ' ' || recovered from "
                                  "billing.webhook_recoveries order by id desc limit 1")),
             QStringLiteral("start companion %1").arg(received()));
    CompanionClient client(next.url());
    const QByteArray counter = "orion_webhook_recovered_total{outcome=\"stored\"} ";
    QVERIFY(client.get("/metrics").body.contains(counter + QByteArray::number(received())));
    QCOMPARE(next.terminate(), 0);
}

void TestCompanionRecovery::goesOnWhereItWasKilled()
{
    customerMoves(1100);
    // The fifth page hangs, so that the companion is killed in the middle.
    fault(R"({"method": "GET", "path": "/v1/events", "skip": 4, "delay_ms": 15000})");
    {
        CompanionProcess companion(environment());
        QVERIFY2(companion.start(), companion.errorOutput().constData());
        QTRY_COMPARE_WITH_TIMEOUT(received(), 400, 20'000);
        companion.kill();
    }
    QCOMPARE(value(QStringLiteral("select state from billing.webhook_recoveries")),
             QStringLiteral("running"));
    CompanionProcess next(environment());
    QVERIFY2(next.start(), next.errorOutput().constData());
    QTRY_COMPARE_WITH_TIMEOUT(received(), 1100, 30'000);
    QTRY_COMPARE(value(QStringLiteral("select string_agg(state || ' ' || recovered, ', ' order by "
                                      "id) from billing.webhook_recoveries")),
                 QStringLiteral("interrupted 0, succeeded 700"));
    QCOMPARE(value(QStringLiteral("select gap_since from billing.webhook_watch")), QString());
    QCOMPARE(next.terminate(), 0);
}

void TestCompanionRecovery::ofTwoCompanionsOneRecovers()
{
    customerMoves(500);
    CompanionProcess first(environment());
    CompanionProcess second(environment());
    QVERIFY2(first.start(), first.errorOutput().constData());
    QVERIFY2(second.start(), second.errorOutput().constData());
    QTRY_COMPARE_WITH_TIMEOUT(value(QStringLiteral("select gap_since is null and gaps >= 2 "
                                                   "from billing.webhook_watch")),
                              QStringLiteral("true"), 30'000);
    QCOMPARE(received(), 500);
    QCOMPARE(value(QStringLiteral("select sum(recovered) from billing.webhook_recoveries where "
                                  "state = 'succeeded'")),
             QStringLiteral("500"));
    QCOMPARE(value(QStringLiteral("select count(*) from billing.webhook_recoveries a join "
                                  "billing.webhook_recoveries b on a.id < b.id "
                                  "and b.started_at < a.finished_at")),
             QStringLiteral("0"));
    QCOMPARE(first.terminate(), 0);
    QCOMPARE(second.terminate(), 0);
}

void TestCompanionRecovery::waitsForAStripeThatIsAway()
{
    customerMoves(5);
    fault(R"({"path": "/v1/events", "status": 500, "should_retry": false, "times": 1000})");
    CompanionProcess companion(environment());
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_VERIFY(companion.errorOutput().contains("cannot be told now"));
    CompanionClient client(companion.url());
    QCOMPARE(
        client.postSigned(subscriptionEvent(QStringLiteral("evt_in"), QStringLiteral("V"))).status,
        200);
    QCOMPARE(received(), 1);
    QTRY_COMPARE(value(QStringLiteral("select state from billing.webhook_recoveries "
                                      "order by id limit 1")),
                 QStringLiteral("failed"));
    send("DELETE", QStringLiteral("/_sandbox/faults"), {}, "application/json");
    QTRY_COMPARE_WITH_TIMEOUT(received(), 6, 20'000);
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionRecovery::endsWhileStripeHangs()
{
    fault(R"({"path": "/v1/events", "delay_ms": 15000})");
    CompanionProcess companion(environment());
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_COMPARE(value(QStringLiteral("select state from billing.webhook_recoveries")),
                 QStringLiteral("running"));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(companion.terminate(), 0);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(value(QStringLiteral("select state from billing.webhook_recoveries")),
             QStringLiteral("interrupted"));
}

void TestCompanionRecovery::recoversAfterTheDatabaseWasAway()
{
    RemovableDatabase removable(*m_db);
    QVERIFY(removable.giveBack());
    ProcessEnvironment mine = environment();
    mine[QStringLiteral("DATABASE_URL")] = removable.conninfo();
    CompanionProcess companion(mine);
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QTRY_COMPARE(value(QStringLiteral("select state from billing.webhook_recoveries")),
                 QStringLiteral("succeeded"));
    QVERIFY(removable.takeAway());
    customerMoves(3);
    QTRY_VERIFY_WITH_TIMEOUT(companion.errorOutput().contains("cannot be told now"), 20'000);
    QCOMPARE(received(), 0);
    QVERIFY(removable.giveBack());
    QTRY_COMPARE_WITH_TIMEOUT(received(), 3, 20'000);
    QTRY_COMPARE(value(QStringLiteral("select string_agg(cause || ' ' || state, ', ' order by id) "
                                      "from billing.webhook_recoveries")),
                 QStringLiteral("start succeeded, outage succeeded"));
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionRecovery::recoversByCommand()
{
    customerMoves(3);
    const auto done = recover();
    QVERIFY2(done.exitCode == 0, done.errors.constData());
    QVERIFY2(done.output.startsWith("3 events since ") &&
                 done.output.endsWith(": 3 had not come in and were recovered.\n"),
             done.output.constData());
    const QString today = QDateTime::currentDateTimeUtc().addSecs(-60).toString(Qt::ISODate);
    const auto again = recover({QStringLiteral("--since"), today});
    QVERIFY2(again.exitCode == 0, again.errors.constData());
    QCOMPARE(QString::fromUtf8(again.output),
             QStringLiteral("3 events since %1 compared: 0 had not come in and were recovered.\n")
                 .arg(today));
    QCOMPARE(value(QStringLiteral("select string_agg(distinct cause, ' ') from "
                                  "billing.webhook_recoveries where actor like 'cli%'")),
             QStringLiteral("command"));
    fault(R"({"path": "/v1/events", "status": 400})");
    const auto refused = recover();
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(refused.output.isEmpty());
    QVERIFY(!refused.errors.isEmpty() && !refused.errors.contains("sk_test"));
}

void TestCompanionRecovery::refusesWrongCommands_data()
{
    QTest::addColumn<QString>("since");
    QTest::newRow("no time") << "yesterday";
    QTest::newRow("no such day") << "2026-02-30";
    QTest::newRow("no zone") << "2026-02-20T10:00:00";
    QTest::newRow("empty") << "";
}

void TestCompanionRecovery::refusesWrongCommands()
{
    QFETCH(QString, since);
    const auto outcome = recover({QStringLiteral("--since"), since});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains("--since"), outcome.errors.constData());
}

QTEST_GUILESS_MAIN(TestCompanionRecovery)
#include "test_companionrecovery.moc"
