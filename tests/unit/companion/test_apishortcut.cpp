#include "app/companion/api/apirouter.h"

#include "services/platform/metrics.h"
#include "tests/support/manualclock.h"
#include "tests/support/testtokens.h"

#include <QTest>

#include <future>

using namespace Orion;

namespace
{

constexpr qint64 start = 1'790'000'000;

Result<TokenVerifier> verifier(const Clock &clock)
{
    Configuration configuration;
    configuration.jwtSecret = Secret(testTokenSecret);
    return TokenVerifier::fromConfiguration(configuration, clock);
}

} // namespace

// A route that can be answered without a worker.
class TestApiShortcut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersByItself();
    void leavesToTheWorkersWhatItDoesNotTake();
    void leavesToTheWorkersWhatItCannotFinish();

private:
    // What the route makes of the word: "short" and "later" are taken on, the rest is not.
    static QByteArray bodyFor(const QByteArray &word);
};

QByteArray TestApiShortcut::bodyFor(const QByteArray &word)
{
    const ManualClock clock(QDateTime::fromSecsSinceEpoch(start, Qt::UTC));
    const auto tokens = verifier(clock);
    if (!tokens)
        qFatal("no verifier");
    Metrics metrics;
    Http::Router router;
    SessionPool workers({}, QStringLiteral("test"), 1, 8);
    ApiRouter api(router, *tokens, clock, metrics, {}, {workers, workers, workers});
    api.addVendor(
        "POST", QStringLiteral("/word"), ApiCost::Database,
        [](const ApiCall &call) -> Result<Http::Response> {
            return Http::Response::json({{QStringLiteral("worker"), call.body}});
        },
        [](const ApiRequest &request, const Http::Responder &respond,
           const std::function<void()> &toWorkers) {
            const QString given = request.body.value(QLatin1String("word")).toString();
            if (given == QLatin1String("short"))
                respond(
                    Http::Response::json({{QStringLiteral("by"), request.principal.vendorCode}}));
            else if (given == QLatin1String("later"))
                toWorkers();
            else
                return false;
            return true;
        });

    Http::Request request;
    request.method = "POST";
    request.path = QStringLiteral("/word");
    request.peer = "192.0.2.1";
    request.body = R"({"word":")" + word + R"("})";
    request.headers.insert("content-type", "application/json");
    request.headers.insert(
        "authorization",
        "Bearer " +
            hs256Token(R"({"alg":"HS256"})", compact(goodClaims(start, QStringLiteral("acme")))));
    std::promise<QByteArray> answer;
    router.dispatch(std::move(request),
                    [&](const Http::Response &response) { answer.set_value(response.body); });
    const QByteArray body = answer.get_future().get();
    workers.stop();
    return body;
}

void TestApiShortcut::answersByItself()
{
    QCOMPARE(bodyFor("short"), QByteArray(R"({"by":"acme"})"));
}

void TestApiShortcut::leavesToTheWorkersWhatItDoesNotTake()
{
    QCOMPARE(bodyFor("other"), QByteArray(R"({"worker":{"word":"other"}})"));
}

void TestApiShortcut::leavesToTheWorkersWhatItCannotFinish()
{
    QCOMPARE(bodyFor("later"), QByteArray(R"({"worker":{"word":"later"}})"));
}

QTEST_GUILESS_MAIN(TestApiShortcut)
#include "test_apishortcut.moc"
