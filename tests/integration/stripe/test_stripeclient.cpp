#include "services/stripe/client/stripeclient.h"

#include "tests/integration/stripe/stripeserver.h"

#include <QElapsedTimer>
#include <QTest>
#include <QUuid>

#include <future>

using namespace Orion;
using namespace std::chrono_literals;

namespace
{

StripeCall get(const QString &path = QStringLiteral("/v1/customers/cus_1"))
{
    StripeCall call;
    call.path = path;
    return call;
}

StripeCall post()
{
    StripeCall call;
    call.method = "POST";
    call.path = QStringLiteral("/v1/customers");
    call.parameters.add(QStringLiteral("name"), QString::fromUtf8("Müller & Söhne"))
        .add(QStringLiteral("metadata[vendor_code]"), QStringLiteral("ACME"));
    return call;
}

// Pauses that a test need not wait for.
StripeCallLimits quick()
{
    StripeCallLimits limits;
    limits.retries.firstPause = 2ms;
    limits.retries.longestPause = 4ms;
    return limits;
}

QString idOf(const StripeResult<StripeAnswer> &answer)
{
    return answer ? answer->object.value(QLatin1String("id")).toString() : QString();
}

} // namespace

// The client against a server that answers what it is told.
class TestStripeClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void sendsAPostAsStripeWantsIt();
    void sendsParametersOfOtherMethodsInTheQuery_data();
    void sendsParametersOfOtherMethodsInTheQuery();
    void keepsToTheBasesPath();
    void answersStripesErrorWithItsRequestId();
    void callsThatAreBegunRunBesideOthers();
    void refusesWhatIsBegunWithoutAKey();

    void repeatsAsTheRulesSay_data();
    void repeatsAsTheRulesSay();
    void repeatsWithTheSameKeyAndBody();
    void givesEachPostItsOwnKey();
    void waitsAsLongAsRetryAfterSays();
    void doesNotWaitInVainForARetry();
    void givesUpAfterTheLastAttempt();

    void takesGarbageForAFailure();
    void endsAtALimitOfTheAnswersLength();
    void followsNoRedirection();

private:
    std::unique_ptr<StripeServer> m_server;
};

void TestStripeClient::init()
{
    m_server = std::make_unique<StripeServer>();
}

void TestStripeClient::sendsAPostAsStripeWantsIt()
{
    m_server->answer(200, R"({"id": "cus_9"})",
                     {{"Request-Id", "req_1"}, {"Idempotent-Replayed", "true"}});
    StripeClient client(stripeConfiguration(m_server->url()));
    StripeCall call = post();
    call.idempotencyKey = "key-1";
    const auto answer = client.call(call);
    QCOMPARE(idOf(answer), QStringLiteral("cus_9"));
    QCOMPARE(answer->requestId, QStringLiteral("req_1"));
    QVERIFY(answer->replayed);

    const auto seen = m_server->seen();
    QCOMPARE(seen.size(), std::size_t(1));
    const Http::Request &request = seen.front().request;
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.target, QByteArray("/v1/customers"));
    QCOMPARE(request.header("authorization"), QByteArray("Bearer sk_test_scripted"));
    QCOMPARE(request.header("stripe-version"), QByteArray("2026-10-28.endive"));
    QCOMPARE(request.header("content-type"), QByteArray("application/x-www-form-urlencoded"));
    QCOMPARE(request.header("idempotency-key"), QByteArray("key-1"));
    QVERIFY(request.header("user-agent").contains(ORION_VERSION));
    QCOMPARE(request.body,
             QByteArray("name=M%C3%BCller%20%26%20S%C3%B6hne&metadata[vendor_code]=ACME"));
}

void TestStripeClient::sendsParametersOfOtherMethodsInTheQuery_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("GET") << QByteArray("GET");
    QTest::newRow("DELETE") << QByteArray("DELETE");
}

void TestStripeClient::sendsParametersOfOtherMethodsInTheQuery()
{
    QFETCH(QByteArray, method);
    StripeClient client(stripeConfiguration(m_server->url()));
    StripeCall call = get(QStringLiteral("/v1/subscriptions"));
    call.method = method;
    call.parameters.add(QStringLiteral("expand[]"), QStringLiteral("data.customer"))
        .add(QStringLiteral("query"), QStringLiteral("a+b & c=d#e"));
    QCOMPARE(idOf(client.call(call)), QStringLiteral("obj_default"));
    const Http::Request request = m_server->seen().front().request;
    QCOMPARE(request.method, method);
    QCOMPARE(request.target,
             QByteArray("/v1/subscriptions?expand[]=data.customer&query=a%2Bb%20%26%20c%3Dd%23e"));
    QVERIFY(request.body.isEmpty());
    QVERIFY(!request.headers.contains("idempotency-key"));
}

void TestStripeClient::keepsToTheBasesPath()
{
    QUrl base = m_server->url();
    base.setPath(QStringLiteral("/behind/a/proxy/"));
    StripeClient client(stripeConfiguration(base));
    QVERIFY(client.call(get()));
    QCOMPARE(m_server->seen().front().request.target,
             QByteArray("/behind/a/proxy/v1/customers/cus_1"));
}

void TestStripeClient::answersStripesErrorWithItsRequestId()
{
    m_server->answer(402, R"({"error": {"type": "card_error", "code": "card_declined",
                              "decline_code": "lost_card", "message": "Declined."}})",
                     {{"Request-Id", "req_402"}});
    StripeClient client(stripeConfiguration(m_server->url()));
    const auto answer = client.call(post());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::Card);
    QCOMPARE(answer.error().code, QStringLiteral("card_declined"));
    QCOMPARE(answer.error().declineCode, QStringLiteral("lost_card"));
    QCOMPARE(answer.error().requestId, QStringLiteral("req_402"));
}

void TestStripeClient::callsThatAreBegunRunBesideOthers()
{
    StripeClient client(stripeConfiguration(m_server->url()));
    auto coming = client.begin(get(QStringLiteral("/v1/held")));
    (void)client.begin(get(QStringLiteral("/v1/held"))); // nobody wants its answer
    QVERIFY(m_server->waitForHeld(2));
    QCOMPARE(idOf(client.call(get())), QStringLiteral("obj_default"));
    QCOMPARE(coming.wait_for(0ms), std::future_status::timeout);
    m_server->releaseHeld();
    QVERIFY(coming.get());
}

void TestStripeClient::refusesWhatIsBegunWithoutAKey()
{
    Configuration configuration = stripeConfiguration(m_server->url());
    configuration.stripeSecretKey = Secret();
    StripeClient client(configuration);
    const auto refused = client.begin(get()).get();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, StripeErrorKind::NotConfigured);
    QVERIFY(m_server->seen().empty());
}

void TestStripeClient::repeatsAsTheRulesSay_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("shouldRetry");
    QTest::addColumn<int>("calls");
    for (const int status : {409, 429, 500, 502, 503}) {
        QTest::addRow("%d", status) << status << QByteArray() << 2;
        QTest::addRow("%d, Stripe says no", status) << status << QByteArray("false") << 1;
    }
    for (const int status : {400, 401, 402, 403, 404}) {
        QTest::addRow("%d", status) << status << QByteArray() << 1;
        QTest::addRow("%d, Stripe says yes", status) << status << QByteArray("true") << 1;
    }
    QTest::newRow("422, Stripe says yes") << 422 << QByteArray("true") << 2;
}

void TestStripeClient::repeatsAsTheRulesSay()
{
    QFETCH(int, status);
    QFETCH(QByteArray, shouldRetry);
    QFETCH(int, calls);
    if (shouldRetry.isEmpty())
        m_server->refuse(status);
    else
        m_server->refuse(status, {{"Stripe-Should-Retry", shouldRetry}});
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, quick());
    const auto answer = client.call(post());
    QCOMPARE(int(m_server->seen().size()), calls);
    QCOMPARE(answer.has_value(), calls == 2);
    if (!answer)
        QCOMPARE(answer.error().status, status);
}

void TestStripeClient::repeatsWithTheSameKeyAndBody()
{
    for (int i = 0; i < 3; ++i)
        m_server->refuse(500);
    Metrics metrics;
    StripeClient client(stripeConfiguration(m_server->url()), &metrics, quick());
    QVERIFY(client.call(post())); // its key is made by the client
    const auto seen = m_server->seen();
    QCOMPARE(seen.size(), std::size_t(4));
    const QByteArray key = seen.front().request.header("idempotency-key");
    QVERIFY(!QUuid::fromString(QString::fromLatin1(key)).isNull());
    for (const auto &[request, at] : seen) {
        QCOMPARE(request.header("idempotency-key"), key);
        QCOMPARE(request.body, seen.front().request.body);
    }
    QVERIFY(metrics.text().contains("orion_stripe_retries_total 3\n"));
    QVERIFY(metrics.text().contains("orion_stripe_calls_total{outcome=\"ok\"} 1\n"));
}

void TestStripeClient::givesEachPostItsOwnKey()
{
    StripeClient client(stripeConfiguration(m_server->url()));
    QVERIFY(client.call(post()));
    QVERIFY(client.call(post()));
    const auto seen = m_server->seen();
    QVERIFY(seen.at(0).request.header("idempotency-key") !=
            seen.at(1).request.header("idempotency-key"));
}

void TestStripeClient::waitsAsLongAsRetryAfterSays()
{
    m_server->refuse(429, {{"Retry-After", "1"}});
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, quick());
    QVERIFY(client.call(get()));
    const auto seen = m_server->seen();
    QCOMPARE(seen.size(), std::size_t(2));
    QVERIFY(seen.at(1).at - seen.at(0).at >= 990ms);
}

void TestStripeClient::doesNotWaitInVainForARetry()
{
    m_server->refuse(429, {{"Retry-After", "60"}});
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, quick());
    QElapsedTimer timer;
    timer.start();
    const auto answer = client.call(get());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::RateLimited);
    QVERIFY(timer.elapsed() < 10'000);
    QCOMPARE(m_server->seen().size(), std::size_t(1));
}

void TestStripeClient::givesUpAfterTheLastAttempt()
{
    for (int i = 0; i < 10; ++i)
        m_server->refuse(503);
    StripeCallLimits limits = quick();
    limits.retries.attempts = 3;
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, limits);
    const auto answer = client.call(get());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::Api);
    QCOMPARE(answer.error().status, 503);
    QCOMPARE(m_server->seen().size(), std::size_t(3));
}

void TestStripeClient::takesGarbageForAFailure()
{
    m_server->answer(200, "<html>Please log in to the hotel's network</html>");
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, quick());
    const auto answer = client.call(post());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::Api);
    QVERIFY(!answer.error().isFinal());
    QCOMPARE(m_server->seen().size(), std::size_t(1));
}

void TestStripeClient::endsAtALimitOfTheAnswersLength()
{
    StripeCallLimits limits = quick();
    limits.answerBytes = 100'000;
    const QByteArray fits = "{\"id\": \"long\", \"more\": \"" + QByteArray(99'000, 'x') + "\"}";
    m_server->answer(200, fits);
    m_server->answer(200, "{\"more\": \"" + QByteArray(900'000, 'x') + "\"}");
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, limits);
    QCOMPARE(idOf(client.call(get())), QStringLiteral("long"));
    const auto answer = client.call(get());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::Api);
    QVERIFY(answer.error().message.contains(QLatin1String("longer")));
    QCOMPARE(m_server->seen().size(), std::size_t(2));
}

// The key would go with it.
void TestStripeClient::followsNoRedirection()
{
    StripeServer other;
    m_server->answer(302, "{}", {{"Location", other.url().toEncoded() + "/v1/customers"}});
    StripeClient client(stripeConfiguration(m_server->url()), nullptr, quick());
    const auto answer = client.call(get());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, StripeErrorKind::Api);
    QVERIFY(other.seen().empty());
}

QTEST_GUILESS_MAIN(TestStripeClient)
#include "test_stripeclient.moc"
