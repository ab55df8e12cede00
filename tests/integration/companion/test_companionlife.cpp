#include <QFile>
#include <QSet>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <mutex>
#include <thread>

#include "tests/integration/companion/companionclient.h"
#include "tests/integration/companion/removabledatabase.h"
#include "tests/support/selfsigned.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

namespace
{

// A small event that nobody handles, so that only taking it in matters.
QByteArray loadEvent(const QString &id)
{
    return "{\"id\":\"" + id.toUtf8() +
           "\",\"object\":\"event\",\"created\":1000000000,\"type\":\"test.load\","
           "\"data\":{\"object\":{}}}";
}

// Clients that post events as fast as they are answered, until the companion goes away.
class Load
{
public:
    Load(const QUrl &companion, int clients)
    {
        for (int i = 0; i < clients; ++i)
            m_threads.emplace_back([this, companion, i] { post(companion, i); });
    }

    int answered() const { return m_answered; }

    // Waits for the clients and tells which events were answered with 200.
    QSet<QString> finish()
    {
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
        return m_acknowledged;
    }

private:
    void post(const QUrl &companion, int client)
    {
        CompanionClient connection(companion);
        for (int n = 0;; ++n) {
            const QString id = QStringLiteral("evt_load_%1_%2").arg(client).arg(n);
            if (connection.postSigned(loadEvent(id)).status != 200)
                return;
            ++m_answered;
            const std::scoped_lock lock(m_mutex);
            m_acknowledged.insert(id);
        }
    }

    std::vector<std::thread> m_threads;
    std::atomic<int> m_answered = 0;
    std::mutex m_mutex;
    QSet<QString> m_acknowledged;
};

} // namespace

class TestCompanionLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsThatItIsAliveAndReady();
    void isNotReadyWithoutMigrations();
    void startsAndRecoversWithoutADatabase();
    void survivesLosingItsConnections();
    void drainsUnderLoad();
    void losesNothingThatItAnsweredWhenKilled();
    void twoCompanionsShareTheWork();
    void refusesATakenPort();
    void servesHttpsWhereACertificateIsConfigured();
    void aSecondSignalEndsItAtOnce();
};

void TestCompanionLife::tellsThatItIsAliveAndReady()
{
    TestDatabase database;
    CompanionProcess companion(companionEnvironment(database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    CompanionClient client(companion.url());
    const RawReply alive = client.get("/healthz");
    QCOMPARE(alive.status, 200);
    QCOMPARE(jsonText(alive, QStringLiteral("status")), QStringLiteral("ok"));
    const RawReply ready = client.get("/readyz");
    QCOMPARE(ready.status, 200);
    QCOMPARE(jsonText(ready, QStringLiteral("status")), QStringLiteral("ready"));
    QCOMPARE(client.get("/nothing").status, 404);
    QCOMPARE(client.get("/api/v1/webhooks/stripe").status, 405);
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionLife::isNotReadyWithoutMigrations()
{
    TestDatabase database(TestDatabase::Contents::Empty);
    CompanionProcess companion(companionEnvironment(database, QStringLiteral("orion_owner")));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    CompanionClient client(companion.url());
    QCOMPARE(client.get("/healthz").status, 200);
    const RawReply ready = client.get("/readyz");
    QCOMPARE(ready.status, 503);
    QCOMPARE(jsonText(ready, QStringLiteral("code")), QStringLiteral("schema_outdated"));
    QCOMPARE(client.postSigned(loadEvent(QStringLiteral("evt_1"))).status, 503);
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionLife::startsAndRecoversWithoutADatabase()
{
    TestDatabase database;
    RemovableDatabase removable(database);
    ProcessEnvironment environment = companionEnvironment(database);
    environment[QStringLiteral("DATABASE_URL")] = removable.conninfo();
    CompanionProcess companion(environment);
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    CompanionClient client(companion.url());

    const auto isAway = [&client](const QString &id) {
        const RawReply ready = client.get("/readyz");
        const RawReply posted = client.postSigned(loadEvent(id));
        return ready.status == 503 && posted.status == 503 &&
               posted.headers.contains("retry-after") &&
               jsonText(posted, QStringLiteral("code")) == QStringLiteral("database_unavailable") &&
               client.get("/healthz").status == 200;
    };
    QVERIFY(isAway(QStringLiteral("evt_before")));
    QVERIFY(removable.giveBack());
    QCOMPARE(client.get("/readyz").status, 200);
    QCOMPARE(client.postSigned(loadEvent(QStringLiteral("evt_between"))).status, 200);
    QVERIFY(removable.takeAway());
    QVERIFY(isAway(QStringLiteral("evt_away")));
    QVERIFY(removable.giveBack());
    QCOMPARE(client.postSigned(loadEvent(QStringLiteral("evt_after"))).status, 200);
    QCOMPARE(client.get("/readyz").status, 200);

    // Applied as well, so the worker came back too.
    QTRY_COMPARE(database.value(
                     QStringLiteral("select string_agg(event_id, ' ' order by id) "
                                    "from billing.stripe_webhook_events where status = 'ignored'")),
                 QStringLiteral("evt_between evt_after"));
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionLife::survivesLosingItsConnections()
{
    TestDatabase database;
    RemovableDatabase removable(database);
    CompanionProcess companion(companionEnvironment(database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    CompanionClient client(companion.url());
    QCOMPARE(client.postSigned(loadEvent(QStringLiteral("evt_1"))).status, 200);
    QVERIFY(removable.endConnections());
    // The server is there: the event goes in by a new connection, without a 503.
    QCOMPARE(client.postSigned(loadEvent(QStringLiteral("evt_2"))).status, 200);
    QTRY_COMPARE(database.value(QStringLiteral("select count(*) from billing.stripe_webhook_events "
                                               "where status = 'ignored'")),
                 QStringLiteral("2"));
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionLife::drainsUnderLoad()
{
    TestDatabase database;
    CompanionProcess companion(companionEnvironment(database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    Load load(companion.url(), 8);
    QTRY_VERIFY_WITH_TIMEOUT(load.answered() >= 200, 20'000);
    companion.sendTerminate();
    const int exitCode = companion.waitForEnd();
    const QSet<QString> acknowledged = load.finish();
    QCOMPARE(exitCode, 0);

    const auto stored = database.session().select(
        QStringLiteral("select event_id from billing.stripe_webhook_events"), {},
        [](const Row &row) { return row.text(0); });
    QVERIFY(stored.has_value());
    const QSet<QString> rows(stored->begin(), stored->end());
    QVERIFY(acknowledged.size() >= 200);
    QCOMPARE((acknowledged - rows).size(), 0);
}

void TestCompanionLife::losesNothingThatItAnsweredWhenKilled()
{
    TestDatabase database;
    QSet<QString> acknowledged;
    {
        CompanionProcess companion(companionEnvironment(database));
        QVERIFY2(companion.start(), companion.errorOutput().constData());
        Load load(companion.url(), 8);
        QTRY_VERIFY_WITH_TIMEOUT(load.answered() >= 200, 20'000);
        companion.kill();
        acknowledged = load.finish();
    }
    // The next one applies what the killed one left behind.
    CompanionProcess successor(companionEnvironment(database));
    QVERIFY2(successor.start(), successor.errorOutput().constData());
    QTRY_COMPARE_WITH_TIMEOUT(
        database.value(QStringLiteral("select count(*) from billing.stripe_webhook_events "
                                      "where status = 'received'")),
        QStringLiteral("0"), 30'000);
    const auto stored = database.session().select(
        QStringLiteral("select event_id from billing.stripe_webhook_events"), {},
        [](const Row &row) { return row.text(0); });
    QVERIFY(stored.has_value());
    QCOMPARE((acknowledged - QSet<QString>(stored->begin(), stored->end())).size(), 0);
    QCOMPARE(successor.terminate(), 0);
}

void TestCompanionLife::twoCompanionsShareTheWork()
{
    TestDatabase database;
    CompanionProcess first(companionEnvironment(database));
    CompanionProcess second(companionEnvironment(database));
    QVERIFY2(first.start(), first.errorOutput().constData());
    QVERIFY2(second.start(), second.errorOutput().constData());
    CompanionClient toFirst(first.url());
    CompanionClient toSecond(second.url());
    constexpr int vendors = 20;
    for (int i = 0; i < vendors; ++i) {
        const QString vendor = QStringLiteral("PAIR%1").arg(i);
        addVendor(database, vendor);
        // Both get every event, as after a retry that Stripe sent to the other one.
        const QByteArray body = subscriptionEvent(QStringLiteral("evt_pair_%1").arg(i), vendor);
        QCOMPARE(toFirst.postSigned(body).status, 200);
        QCOMPARE(toSecond.postSigned(body).status, 200);
    }
    QTRY_COMPARE_WITH_TIMEOUT(
        database.value(QStringLiteral("select count(*) from billing.stripe_webhook_events "
                                      "where status = 'processed'")),
        QString::number(vendors), 20'000);
    QCOMPARE(database.value(QStringLiteral("select count(*) from billing.vendor_subscriptions "
                                           "where status = 'active'")),
             QString::number(vendors));
    QCOMPARE(database.value(QStringLiteral("select count(*) from billing.subscription_changes")),
             QString::number(vendors));
    QCOMPARE(first.terminate(), 0);
    QCOMPARE(second.terminate(), 0);
}

void TestCompanionLife::refusesATakenPort()
{
    TestDatabase database;
    CompanionProcess companion(companionEnvironment(database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    const QString address = QStringLiteral("127.0.0.1:%1").arg(companion.url().port());
    const auto outcome =
        runCompanion({QStringLiteral("serve"), QStringLiteral("--listen"), address},
                     companionEnvironment(database));
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.output.isEmpty());
    QVERIFY2(outcome.errors.contains("orion-companion: "), outcome.errors.constData());
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionLife::servesHttpsWhereACertificateIsConfigured()
{
    TestDatabase database;
    QTemporaryDir folder;
    QVERIFY(writeSelfSignedCertificate(folder.path()));
    ProcessEnvironment environment = companionEnvironment(database);
    environment.insert(QStringLiteral("ORION_TLS_CERT_FILE"),
                       folder.filePath(QStringLiteral("certificate.pem")));
    environment.insert(QStringLiteral("ORION_TLS_KEY_FILE"),
                       folder.filePath(QStringLiteral("key.pem")));
    CompanionProcess companion(environment);
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    QCOMPARE(companion.url().scheme(), QStringLiteral("https"));

    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(companion.url().host(), quint16(companion.url().port()));
    QVERIFY2(socket.waitForEncrypted(), qPrintable(socket.errorString()));
    socket.write("GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    QVERIFY(socket.waitForReadyRead());
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 "));
    QCOMPARE(companion.terminate(), 0);
}

void TestCompanionLife::aSecondSignalEndsItAtOnce()
{
    TestDatabase database;
    CompanionProcess companion(companionEnvironment(database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    // A request that never gets whole keeps the drain waiting.
    RawClient slow(quint16(companion.url().port()));
    QVERIFY(slow.send("POST /api/v1/webhooks/stripe HTTP/1.1\r\nHost: test\r\n"
                      "Content-Length: 10\r\n\r\n{"));
    QCOMPARE(CompanionClient(companion.url()).get("/healthz").status, 200);
    companion.sendTerminate();
    QTRY_VERIFY(companion.errorOutput().contains("Ending"));
    companion.sendTerminate();
    QCOMPARE(companion.waitForEnd(), -1); // by the signal, not by its own exit
}

QTEST_GUILESS_MAIN(TestCompanionLife)
#include "test_companionlife.moc"
