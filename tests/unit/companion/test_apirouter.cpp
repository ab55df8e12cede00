#include "app/companion/api/apirouter.h"

#include "app/companion/api/fields.h"
#include "services/platform/metrics.h"
#include "tests/support/manualclock.h"
#include "tests/support/testtokens.h"

#include <QTest>

#include <future>
#include <semaphore>

using namespace Orion;

namespace
{

constexpr qint64 start = 1'790'000'000;

Http::Request asking(const QByteArray &method, const QString &path, const QByteArray &token = {})
{
    Http::Request request;
    request.method = method;
    request.path = path;
    request.peer = "192.0.2.1";
    if (!token.isNull())
        request.headers.insert("authorization", "Bearer " + token);
    return request;
}

Http::Request posting(const QString &path, const QByteArray &token, const QByteArray &body,
                      const QByteArray &type = "application/json")
{
    Http::Request request = asking("POST", path, token);
    request.body = body;
    request.headers.insert("content-type", type);
    return request;
}

QByteArray vendorToken(const QString &vendor = QStringLiteral("acme"))
{
    return hs256Token(R"({"alg":"HS256"})", compact(goodClaims(start, vendor)));
}

QByteArray adminToken()
{
    return vendorToken({});
}

QByteArray header(const Http::Response &response, const QByteArray &name)
{
    for (const auto &[key, value] : response.headers) {
        if (key == name)
            return value;
    }
    return {};
}

QString codeOf(const Http::Response &response)
{
    return QJsonDocument::fromJson(response.body).object().value(QStringLiteral("code")).toString();
}

// A router with routes of each kind. No database: the actions do not ask it anything.
struct World
{
    explicit World(const ApiLimits &limits = {}, const QByteArray &secret = testTokenSecret)
        : tokens(verifier(secret))
        , database({}, QStringLiteral("test"), 2, 8)
        , stripe({}, QStringLiteral("test"), 1, 1)
        , api(router, tokens, clock, metrics, limits, {database, stripe, database})
    {
        const auto echo = [](const ApiCall &call) -> Result<Http::Response> {
            Fields fields(call.body);
            const QString word = fields.text(QStringLiteral("word"));
            if (const auto good = fields.check(); !good)
                return fail(good.error());
            return Http::Response::json({{QStringLiteral("word"), word}});
        };
        const auto who = [](const ApiCall &call) -> Result<Http::Response> {
            return Http::Response::json({{QStringLiteral("actor"), call.actor()}});
        };
        api.addVendor("GET", QStringLiteral("/who"), ApiCost::Database, who);
        api.addVendor("GET", QStringLiteral("/vendors/{vendor_code}"), ApiCost::Database, who);
        api.addAdmin("GET", QStringLiteral("/admin"), ApiCost::Database, who);
        api.addVendor("POST", QStringLiteral("/echo"), ApiCost::Database, echo);
        api.addVendor("GET", QStringLiteral("/fails"), ApiCost::Database,
                      [this](const ApiCall &) -> Result<Http::Response> { return fail(failure); });
        api.addVendor("GET", QStringLiteral("/throws"), ApiCost::Database,
                      [](const ApiCall &) -> Result<Http::Response> {
                          throw std::runtime_error("sk_test_secret");
                      });
        api.addVendor("GET", QStringLiteral("/slow"), ApiCost::Stripe,
                      [this](const ApiCall &) -> Result<Http::Response> {
                          started.release();
                          release.acquire();
                          return Http::Response::json({});
                      });
    }

    ~World()
    {
        database.stop();
        stripe.stop();
    }

    TokenVerifier verifier(const QByteArray &secret) const
    {
        Configuration configuration;
        configuration.jwtSecret = Secret(secret);
        auto made = TokenVerifier::fromConfiguration(configuration, clock);
        if (!made)
            qFatal("no verifier");
        return std::move(*made);
    }

    std::future<Http::Response> send(Http::Request request)
    {
        auto promise = std::make_shared<std::promise<Http::Response>>();
        auto answer = promise->get_future();
        router.dispatch(std::move(request), [promise](Http::Response response) {
            promise->set_value(std::move(response));
        });
        return answer;
    }
    Http::Response answerTo(Http::Request request) { return send(std::move(request)).get(); }

    ManualClock clock{QDateTime::fromSecsSinceEpoch(start, Qt::UTC)};
    Metrics metrics;
    Http::Router router;
    TokenVerifier tokens;
    SessionPool database;
    SessionPool stripe;
    ApiRouter api;
    Error failure;
    std::binary_semaphore started{0};
    std::binary_semaphore release{0};
};

} // namespace

class TestApiRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersWhoeverHasAToken();
    void asksForAToken_data();
    void asksForAToken();
    void answers503WithoutAKey();
    void separatesTheRoles();
    void keepsAVendorToItsOwnCode();
    void refusesBodiesThatAreNoJsonObject_data();
    void refusesBodiesThatAreNoJsonObject();
    void namesTheFieldThatIsWrong();
    void mapsErrorsToProblems_data();
    void mapsErrorsToProblems();
    void tellsNobodyWhatAnExceptionSays();
    void logsWhatFailsHereOnce();
    void limitsEachClientsRate();
    void slowsDownWhoeverGuessesTokens();
    void answers503WhenTooManyWait();
    void answers503WhileShuttingDown();
    void countsAnswersByRoute();
};

void TestApiRouter::answersWhoeverHasAToken()
{
    World world;
    const auto answer = world.answerTo(asking("GET", QStringLiteral("/who"), vendorToken()));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray(R"({"actor":"vendor:acme"})"));
    const auto head = world.answerTo(asking("HEAD", QStringLiteral("/who"), vendorToken()));
    QCOMPARE(head.status, 200);
    Http::Request lower = asking("GET", QStringLiteral("/who"));
    lower.headers.insert("authorization", "bearer  " + vendorToken());
    QCOMPARE(world.answerTo(lower).status, 200);
    const auto admin = world.answerTo(asking("GET", QStringLiteral("/admin"), adminToken()));
    QCOMPARE(admin.body, QByteArray(R"({"actor":"admin:admin"})"));
}

void TestApiRouter::asksForAToken_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("no scheme") << vendorToken();
    QTest::newRow("only the scheme") << QByteArray("Bearer");
    QTest::newRow("nothing behind it") << QByteArray("Bearer ");
    QTest::newRow("other scheme") << QByteArray("Basic ") + vendorToken();
    QTest::newRow("two tokens") << "Bearer " + vendorToken() + ", Bearer " + vendorToken();
    QTest::newRow("not signed") << "Bearer " + vendorToken().chopped(43);
}

void TestApiRouter::asksForAToken()
{
    QFETCH(QByteArray, header);
    World world;
    Http::Request request = asking("GET", QStringLiteral("/who"));
    if (!header.isNull())
        request.headers.insert("authorization", header);
    const auto answer = world.answerTo(request);
    QCOMPARE(answer.status, 401);
    QCOMPARE(answer.contentType, QByteArray("application/problem+json"));
    QCOMPARE(codeOf(answer), QStringLiteral("unauthorized"));
    QCOMPARE(::header(answer, "WWW-Authenticate"), QByteArray("Bearer"));
}

void TestApiRouter::answers503WithoutAKey()
{
    World world({}, {});
    for (const QByteArray &token : {QByteArray(), vendorToken()}) {
        const auto answer = world.answerTo(asking("GET", QStringLiteral("/who"), token));
        QCOMPARE(answer.status, 503);
        QCOMPARE(codeOf(answer), QStringLiteral("unavailable"));
    }
}

void TestApiRouter::separatesTheRoles()
{
    World world;
    for (const auto &[path, token] : {std::pair(QStringLiteral("/admin"), vendorToken()),
                                      std::pair(QStringLiteral("/who"), adminToken())})
    {
        const auto answer = world.answerTo(asking("GET", path, token));
        QCOMPARE(answer.status, 403);
        QCOMPARE(codeOf(answer), QStringLiteral("forbidden"));
    }
}

void TestApiRouter::keepsAVendorToItsOwnCode()
{
    World world;
    const auto statusOf = [&](const char *path) {
        return world.answerTo(asking("GET", QString::fromLatin1(path), vendorToken())).status;
    };
    QCOMPARE(statusOf("/vendors/acme"), 200);
    QCOMPARE(statusOf("/vendors/other"), 403);
    QCOMPARE(statusOf("/vendors/ACME"), 403);
}

void TestApiRouter::refusesBodiesThatAreNoJsonObject_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray json = "application/json";
    const QByteArray good = R"({"word":"x"})";
    QTest::newRow("good") << json << good << 200;
    QTest::newRow("good with charset")
        << QByteArray("Application/JSON; charset=utf-8") << good << 200;
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << good << 415;
    QTest::newRow("no type") << QByteArray() << good << 415;
    QTest::newRow("list") << json << QByteArray("[1]") << 400;
    QTest::newRow("text") << json << QByteArray("\"x\"") << 400;
    QTest::newRow("cut off") << json << good.chopped(1) << 400;
    QTest::newRow("twice") << json << QByteArray(R"({"word":"x","word":"y"})") << 400;
    QTest::newRow("two objects") << json << good + good << 400;
    QTest::newRow("not UTF-8") << json << QByteArray("{\"word\":\"\xff\"}") << 400;
    QTest::newRow("deep") << json << QByteArray(30'000, '[') << 400;
    QTest::newRow("nothing, where something is needed") << json << QByteArray() << 400;
    QTest::newRow("large") << json << "{\"word\":\"" + QByteArray(70'000, 'x') + "\"}" << 413;
}

void TestApiRouter::refusesBodiesThatAreNoJsonObject()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    World world;
    const auto answer = world.answerTo(posting(QStringLiteral("/echo"), vendorToken(), body, type));
    QCOMPARE(answer.status, status);
    if (status != 200)
        QCOMPARE(answer.contentType, QByteArray("application/problem+json"));
}

void TestApiRouter::namesTheFieldThatIsWrong()
{
    World world;
    const auto answer =
        world.answerTo(posting(QStringLiteral("/echo"), vendorToken(), R"({"word":7,"wrod":"x"})"));
    QCOMPARE(answer.status, 400);
    QCOMPARE(codeOf(answer), QStringLiteral("invalid_argument"));
    QVERIFY(answer.body.contains(R"(\"word\" has to be a text)"));
    QVERIFY(answer.body.contains(R"(\"wrod\" is not a field)"));
}

void TestApiRouter::mapsErrorsToProblems_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("payment system") << ErrorCode::PaymentSystemNotConfigured << 503;
    QTest::newRow("tier") << ErrorCode::TierNotFound << 404;
    QTest::newRow("price") << ErrorCode::StripePriceNotConfigured << 400;
    QTest::newRow("no subscription") << ErrorCode::NoActiveSubscription << 400;
    QTest::newRow("not cancelled") << ErrorCode::SubscriptionNotCancelled << 400;
    QTest::newRow("inactive") << ErrorCode::SubscriptionInactive << 403;
    QTest::newRow("limit") << ErrorCode::LimitExceeded << 403;
    QTest::newRow("subscribed") << ErrorCode::AlreadySubscribed << 409;
    QTest::newRow("usage") << ErrorCode::UsageExceedsTier << 409;
    QTest::newRow("database") << ErrorCode::DatabaseUnavailable << 503;
    QTest::newRow("statement") << ErrorCode::DatabaseFailed << 500;
}

void TestApiRouter::mapsErrorsToProblems()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, status);
    World world;
    world.failure = {code, QStringLiteral("What happened."), QStringLiteral("hidden detail")};
    const auto answer = world.answerTo(asking("GET", QStringLiteral("/fails"), vendorToken()));
    QCOMPARE(answer.status, status);
    QCOMPARE(codeOf(answer), errorCodeName(code));
    QVERIFY(!answer.body.contains("hidden detail"));
}

void TestApiRouter::tellsNobodyWhatAnExceptionSays()
{
    World world;
    const auto answer = world.answerTo(asking("GET", QStringLiteral("/throws"), vendorToken()));
    QCOMPARE(answer.status, 500);
    QVERIFY(!answer.body.contains("sk_test"));
}

void TestApiRouter::logsWhatFailsHereOnce()
{
    World world;
    const auto fails = [&] {
        return world.answerTo(asking("GET", QStringLiteral("/fails"), vendorToken()));
    };
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    world.failure = {ErrorCode::LimitExceeded, QStringLiteral("The client's own business."), {}};
    QCOMPARE(fails().status, 403);
    world.failure = {ErrorCode::DatabaseUnavailable, QStringLiteral("Away."), {}};
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("/fails.*Away")));
    QCOMPARE(fails().status, 503);
    QCOMPARE(fails().status, 503); // said already
    QCOMPARE(world.answerTo(asking("GET", QStringLiteral("/who"), vendorToken())).status, 200);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("/fails.*Away")));
    QCOMPARE(fails().status, 503);
}

void TestApiRouter::limitsEachClientsRate()
{
    World world({2, 100}); // and so 8 at once
    const auto ask = [&](const QByteArray &token) {
        return world.answerTo(asking("GET", QStringLiteral("/who"), token));
    };
    for (int i = 0; i < 8; ++i)
        QCOMPARE(ask(vendorToken()).status, 200);
    const auto answer = ask(vendorToken());
    QCOMPARE(answer.status, 429);
    QCOMPARE(codeOf(answer), QStringLiteral("rate_limited"));
    QCOMPARE(header(answer, "Retry-After"), QByteArray("1"));
    QCOMPARE(ask(vendorToken(QStringLiteral("other"))).status, 200);
    world.clock.advanceSeconds(1);
    QCOMPARE(ask(vendorToken()).status, 200);
    QCOMPARE(ask(vendorToken()).status, 200);
    QCOMPARE(ask(vendorToken()).status, 429);
}

void TestApiRouter::slowsDownWhoeverGuessesTokens()
{
    World world({100, 1}); // and so 4 at once
    const auto ask = [&](const QByteArray &token, const QByteArray &peer = "192.0.2.1") {
        Http::Request request = asking("GET", QStringLiteral("/who"), token);
        request.peer = peer;
        return world.answerTo(request).status;
    };
    for (int i = 0; i < 10; ++i)
        QCOMPARE(ask(vendorToken(QStringLiteral("v%1").arg(i))), 200); // good ones cost nothing
    for (int i = 0; i < 4; ++i)
        QCOMPARE(ask("guess"), 401);
    QCOMPARE(ask("guess"), 429);
    QCOMPARE(ask(vendorToken(QStringLiteral("new"))), 429);
    // Who was here before is let in, as are other addresses.
    QCOMPARE(ask(vendorToken(QStringLiteral("v1"))), 200);
    QCOMPARE(ask("guess", "192.0.2.2"), 401);
    // All addresses of an IPv6 network are one client.
    for (int i = 0; i < 4; ++i)
        QCOMPARE(ask("guess", "2001:db8:1:2::" + QByteArray::number(i)), 401);
    QCOMPARE(ask("guess", "2001:db8:1:2::99"), 429);
    QCOMPARE(ask("guess", "2001:db8:1:3::1"), 401);
    world.clock.advanceSeconds(1);
    QCOMPARE(ask(vendorToken(QStringLiteral("new"))), 200);
}

void TestApiRouter::answers503WhenTooManyWait()
{
    World world;
    const auto slow = [&] {
        return world.send(asking("GET", QStringLiteral("/slow"), vendorToken()));
    };
    auto first = slow();
    world.started.acquire(); // runs, so the queue is empty
    auto second = slow();
    const auto third = slow().get();
    QCOMPARE(third.status, 503);
    QCOMPARE(codeOf(third), QStringLiteral("too_busy"));
    QVERIFY(!header(third, "Retry-After").isEmpty());
    // Work that does not wait for Stripe goes on.
    QCOMPARE(world.answerTo(asking("GET", QStringLiteral("/who"), vendorToken())).status, 200);
    world.release.release();
    QCOMPARE(first.get().status, 200);
    world.started.acquire();
    world.release.release();
    QCOMPARE(second.get().status, 200);
}

void TestApiRouter::answers503WhileShuttingDown()
{
    World world;
    auto running = world.send(asking("GET", QStringLiteral("/slow"), vendorToken()));
    world.started.acquire();
    world.api.refuseNew();
    const auto refused = world.answerTo(asking("GET", QStringLiteral("/who"), vendorToken()));
    QCOMPARE(refused.status, 503);
    QCOMPARE(codeOf(refused), QStringLiteral("shutting_down"));
    world.release.release();
    QCOMPARE(running.get().status, 200);
}

void TestApiRouter::countsAnswersByRoute()
{
    World world;
    world.answerTo(asking("GET", QStringLiteral("/vendors/acme"), vendorToken()));
    world.answerTo(asking("GET", QStringLiteral("/vendors/other"), vendorToken()));
    world.answerTo(asking("GET", QStringLiteral("/vendors/another"), vendorToken()));
    const QByteArray text = world.metrics.text();
    const QByteArray counter = "orion_http_requests_total{route=\"/vendors/{vendor_code}\",status=";
    QVERIFY(text.contains(counter + "\"200\"} 1\n"));
    QVERIFY(text.contains(counter + "\"403\"} 2\n"));
}

QTEST_GUILESS_MAIN(TestApiRouter)
#include "test_apirouter.moc"
