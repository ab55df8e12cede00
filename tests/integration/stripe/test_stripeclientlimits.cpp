#include "services/stripe/client/stripeclient.h"

#include "services/platform/logging.h"
#include "tests/integration/stripe/stripeserver.h"

#include <QElapsedTimer>
#include <QTest>

#include <future>

using namespace Orion;
using namespace std::chrono_literals;

namespace
{

using Answers = std::vector<std::future<StripeResult<StripeAnswer>>>;

StripeCall get(const QString &path, StripePriority priority = StripePriority::Interactive)
{
    StripeCall call;
    call.path = path;
    call.priority = priority;
    return call;
}

const QString held = QStringLiteral("/v1/held");
const QString customer = QStringLiteral("/v1/customers/cus_1");

StripeCallLimits quick()
{
    StripeCallLimits limits;
    limits.retries.attempts = 3;
    limits.retries.firstPause = 2ms;
    limits.retries.longestPause = 4ms;
    return limits;
}

auto callLater(StripeClient &client, const StripeCall &call)
{
    return std::async(std::launch::async, [&client, call] { return client.call(call); });
}

StripeErrorKind kindOf(const StripeResult<StripeAnswer> &answer)
{
    return answer ? StripeErrorKind::NotConfigured : answer.error().kind;
}

std::mutex logMutex;
QString logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &message)
{
    const std::scoped_lock lock(logMutex);
    logged += message + u'\n';
}

} // namespace

// What the client does when nobody answers, when it may not call, and when it has to end.
class TestStripeClientLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsNobodyWithoutAKey();
    void sendsALiveKeyToStripeOnly();
    void refusesPathsThatLeadElsewhere_data();
    void refusesPathsThatLeadElsewhere();

    void saysThatNobodyListens();
    void repeatsAnAnswerThatIsCutOff_data();
    void repeatsAnAnswerThatIsCutOff();
    void repeatsWhatFallsSilent();
    void endsAtItsDeadline();
    void endsAtItsDeadlineAmongRetries();

    void keepsToItsRate();
    void letsInteractiveCallsPass();
    void endsWhoseTurnDoesNotCome();
    void keepsConnectionsForInteractiveCalls();

    void cancelsWhatWaits();
    void cancelsWhatWaitsForARetryOrATurn();

    void logsNeitherKeyNorContents();
};

void TestStripeClientLimits::callsNobodyWithoutAKey()
{
    StripeServer server;
    Configuration configuration = stripeConfiguration(server.url());
    configuration.stripeSecretKey = {};
    StripeClient client(configuration);
    QVERIFY(!client.isConfigured());
    QCOMPARE(kindOf(client.call(get(customer))), StripeErrorKind::NotConfigured);
    QVERIFY(server.seen().empty());
}

void TestStripeClientLimits::sendsALiveKeyToStripeOnly()
{
    StripeServer server;
    for (const char *key : {"sk_live_1", "rk_live_1"}) {
        Configuration configuration = stripeConfiguration(server.url());
        configuration.stripeSecretKey = Secret(key);
        QTest::ignoreMessage(QtCriticalMsg,
                             "A live key is never sent to an address that is not Stripe's; calls "
                             "to Stripe stay off. Remove STRIPE_API_BASE.");
        StripeClient client(configuration);
        QVERIFY(!client.isConfigured());
        const auto answer = client.call(get(customer));
        QVERIFY(!answer && answer.error().kind == StripeErrorKind::NotConfigured);
    }
    QVERIFY(server.seen().empty());
    Configuration real = stripeConfiguration(QUrl(QStringLiteral("https://api.stripe.com")));
    real.stripeSecretKey = Secret("sk_live_1");
    QVERIFY(StripeClient(real).isConfigured());
}

void TestStripeClientLimits::refusesPathsThatLeadElsewhere_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("up") << QStringLiteral("/v1/customers/../account");
    QTest::newRow("a query") << QStringLiteral("/v1/customers/cus_1?expand[]=x");
    QTest::newRow("another address") << QStringLiteral("@elsewhere.example/v1/customers");
    QTest::newRow("encoded") << QStringLiteral("/v1/customers/%2e%2e");
    QTest::newRow("a line break") << QStringLiteral("/v1/customers\r\nHost: x");
    QTest::newRow("a line break at the end") << QStringLiteral("/v1/customers\n");
    QTest::newRow("an empty id") << QStringLiteral("/v1/customers/");
    QTest::newRow("nothing") << QString();
}

void TestStripeClientLimits::refusesPathsThatLeadElsewhere()
{
    QFETCH(QString, path);
    StripeServer server;
    StripeClient client(stripeConfiguration(server.url()));
    const auto answer = client.call(get(path));
    QCOMPARE(kindOf(answer), StripeErrorKind::InvalidRequest);
    QVERIFY(answer.error().isFinal());
    QVERIFY(server.seen().empty());
}

void TestStripeClientLimits::saysThatNobodyListens()
{
    QUrl nobody;
    {
        const RawServer gone{QByteArray()};
        nobody = gone.url();
    }
    Metrics metrics;
    StripeClient client(stripeConfiguration(nobody), &metrics, quick());
    const auto answer = client.call(get(customer));
    QCOMPARE(kindOf(answer), StripeErrorKind::Connection);
    QCOMPARE(answer.error().status, 0);
    QVERIFY(!answer.error().isFinal());
    QVERIFY(answer.error().message.contains(QLatin1String("refused")));
    QVERIFY(metrics.text().contains("orion_stripe_calls_total{outcome=\"connection\"} 1\n"));
    QVERIFY(metrics.text().contains("orion_stripe_retries_total 2\n"));
}

void TestStripeClientLimits::repeatsAnAnswerThatIsCutOff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
    QTest::newRow("half a body") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Length: 40\r\nContent-Type: application/json\r\n\r\n"
        "{\"id\": \"cus_1\"}");
    QTest::newRow("half an error")
        << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 400\r\n\r\n{\"error\": {}}");
    QTest::newRow("half a chunk") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"id\": \"cus_1");
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
}

void TestStripeClientLimits::repeatsAnAnswerThatIsCutOff()
{
    QFETCH(QByteArray, bytes);
    RawServer server(bytes);
    StripeClient client(stripeConfiguration(server.url()), nullptr, quick());
    const auto answer = client.call(get(customer));
    QCOMPARE(kindOf(answer), StripeErrorKind::Connection);
    QVERIFY(server.connections() >= 3); // Qt may come once more by itself
}

void TestStripeClientLimits::repeatsWhatFallsSilent()
{
    StripeServer server;
    StripeCallLimits limits = quick();
    limits.idle = 100ms;
    StripeClient client(stripeConfiguration(server.url()), nullptr, limits);
    const auto answer = client.call(get(held));
    QCOMPARE(kindOf(answer), StripeErrorKind::Connection);
    QCOMPARE(server.seen().size(), std::size_t(3));
}

void TestStripeClientLimits::endsAtItsDeadline()
{
    StripeServer server;
    StripeClient client(stripeConfiguration(server.url()), nullptr, quick());
    StripeCall call = get(held);
    call.deadline = 150ms;
    QElapsedTimer timer;
    timer.start();
    const auto answer = client.call(call);
    QCOMPARE(kindOf(answer), StripeErrorKind::Timeout);
    QVERIFY(!answer.error().isFinal());
    QVERIFY(timer.elapsed() >= 149);
    QVERIFY(timer.elapsed() < 10'000);
}

// Every attempt fails at once and the next is due soon: the call's deadline still ends it.
void TestStripeClientLimits::endsAtItsDeadlineAmongRetries()
{
    StripeServer server;
    for (int i = 0; i < 200; ++i)
        server.refuse(503);
    StripeCallLimits limits;
    limits.retries = {1'000, 20ms, 20ms};
    StripeClient client(stripeConfiguration(server.url()), nullptr, limits);
    StripeCall call = get(customer);
    call.deadline = 200ms;
    QElapsedTimer timer;
    timer.start();
    const auto answer = client.call(call);
    QVERIFY(!answer);
    QVERIFY(!answer.error().isFinal());
    QVERIFY(timer.elapsed() < 10'000);
    QVERIFY(server.seen().size() < 150);
}

void TestStripeClientLimits::keepsToItsRate()
{
    StripeServer server;
    Configuration configuration = stripeConfiguration(server.url());
    configuration.stripeRateLimit = 10;
    StripeClient client(configuration);
    Answers answers;
    for (int i = 0; i < 15; ++i)
        answers.push_back(callLater(client, get(customer)));
    for (auto &answer : answers)
        QVERIFY(answer.get());
    const auto seen = server.seen();
    QCOMPARE(seen.size(), std::size_t(15));
    // Arrivals may be closer than departures, by less than a tenth of the second here.
    for (std::size_t i = 10; i < seen.size(); ++i)
        QVERIFY(seen.at(i).at - seen.at(i - 10).at >= 900ms);
}

void TestStripeClientLimits::letsInteractiveCallsPass()
{
    StripeServer server;
    Configuration configuration = stripeConfiguration(server.url());
    configuration.stripeRateLimit = 1;
    StripeClient client(configuration);
    Answers answers;
    for (int i = 0; i < 4; ++i)
        answers.push_back(
            callLater(client, get(QStringLiteral("/v1/background"), StripePriority::Background)));
    QTRY_COMPARE(client.waiting(), 3);
    QVERIFY(client.call(get(QStringLiteral("/v1/interactive"))));
    const auto seen = server.seen();
    client.stop();
    QCOMPARE(seen.size(), std::size_t(2));
    QCOMPARE(seen.at(0).request.path, QStringLiteral("/v1/background"));
    QCOMPARE(seen.at(1).request.path, QStringLiteral("/v1/interactive"));
}

void TestStripeClientLimits::endsWhoseTurnDoesNotCome()
{
    StripeServer server;
    Configuration configuration = stripeConfiguration(server.url());
    configuration.stripeRateLimit = 1;
    StripeClient client(configuration);
    QVERIFY(client.call(get(customer)));
    StripeCall call = get(customer, StripePriority::Background);
    call.deadline = 50ms;
    const auto answer = client.call(call);
    QCOMPARE(kindOf(answer), StripeErrorKind::Timeout);
    QCOMPARE(client.waiting(), 0);
    QCOMPARE(server.seen().size(), std::size_t(1));
}

void TestStripeClientLimits::keepsConnectionsForInteractiveCalls()
{
    StripeServer server;
    StripeClient client(stripeConfiguration(server.url()));
    Answers slow;
    for (int i = 0; i < 20; ++i)
        slow.push_back(callLater(client, get(held, StripePriority::Background)));
    QVERIFY(server.waitForHeld(1));
    QVERIFY(client.call(get(customer)));
    client.stop();
    for (auto &answer : slow)
        QCOMPARE(kindOf(answer.get()), StripeErrorKind::Cancelled);
}

void TestStripeClientLimits::cancelsWhatWaits()
{
    StripeServer server;
    StripeClient client(stripeConfiguration(server.url()));
    auto waiting = callLater(client, get(held));
    QVERIFY(server.waitForHeld(1));
    client.stop();
    QCOMPARE(kindOf(waiting.get()), StripeErrorKind::Cancelled);
    QCOMPARE(kindOf(client.call(get(customer))), StripeErrorKind::Cancelled);
    client.stop();
}

void TestStripeClientLimits::cancelsWhatWaitsForARetryOrATurn()
{
    StripeServer server;
    server.refuse(503, {{"Retry-After", "10"}});
    Configuration configuration = stripeConfiguration(server.url());
    configuration.stripeRateLimit = 1;
    StripeClient client(configuration);
    auto retry = callLater(client, get(customer));
    QTRY_COMPARE(server.seen().size(), std::size_t(1));
    auto turn = callLater(client, get(customer, StripePriority::Background));
    QTRY_COMPARE(client.waiting(), 1);
    client.stop();
    QCOMPARE(kindOf(retry.get()), StripeErrorKind::Cancelled);
    QCOMPARE(kindOf(turn.get()), StripeErrorKind::Cancelled);
    QCOMPARE(client.waiting(), 0);
}

void TestStripeClientLimits::logsNeitherKeyNorContents()
{
    StripeServer server;
    server.answer(200, R"({"id": "cus_1", "name": "Secret Vendor"})", {{"Request-Id", "req_5"}});
    server.answer(400, R"({"error": {"message": "Secret Vendor is wrong"}})");
    logged.clear();
    const auto previous = qInstallMessageHandler(&keepLog);
    {
        StripeClient client(stripeConfiguration(server.url()));
        StripeCall call = get(QStringLiteral("/v1/customers"));
        call.method = "POST";
        call.parameters.add(QStringLiteral("name"), QStringLiteral("Secret Vendor"));
        (void)client.call(call);
        call.method = "GET";
        (void)client.call(call);
    }
    qInstallMessageHandler(previous);
    QVERIFY2(logged.contains(QLatin1String("POST /v1/customers 200 ")), qPrintable(logged));
    QVERIFY(logged.contains(QLatin1String("req_5")));
    QVERIFY(logged.contains(QLatin1String("GET /v1/customers 400 ")));
    QVERIFY(!logged.contains(QLatin1String("Secret")));
    QVERIFY(!logged.contains(QLatin1String("sk_test")));
}

QTEST_GUILESS_MAIN(TestStripeClientLimits)
#include "test_stripeclientlimits.moc"
