#include "app/sandbox/sandbox.h"
#include "tests/unit/sandbox/sandboxfixture.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSandboxControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void logsWhatWasReceived();
    void aFaultStrikesTheCallsItIsFor();
    void aFaultAfterTheWorkLosesOnlyTheAnswer();
    void aDroppedConnectionHasNoStatus();
    void faultsThatMakeNoSenseAreRefused_data();
    void faultsThatMakeNoSenseAreRefused();
    void aKeyIsInUseWhileItsCallWaits();
    void tooManyCallsAreRefused();

private:
    using Headers = QHash<QByteArray, QByteArray>;
    Http::Response call(const QByteArray &method, const QByteArray &target,
                        const QByteArray &body = {}, const Headers &headers = {});
    QJsonObject control(const QByteArray &method, const QByteArray &target,
                        const QByteArray &body = {});

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<Sandbox::Sandbox> m_sandbox;
    std::unique_ptr<Http::Router> m_router;
    std::vector<std::function<void()>> m_later; // what waits for its time
};

namespace
{

constexpr int unanswered = -1;

QByteArray headerOf(const Http::Response &response, const QByteArray &name)
{
    for (const auto &[candidate, value] : response.headers) {
        if (candidate == name)
            return value;
    }
    return {};
}

} // namespace

void TestSandboxControl::init()
{
    m_later.clear();
    m_clock = std::make_unique<ManualClock>(QDateTime(QDate(2026, 1, 31), QTime(12, 0), Qt::UTC));
    m_sandbox = std::make_unique<Sandbox::Sandbox>(*m_clock, 7);
    m_router = std::make_unique<Http::Router>();
    m_sandbox->setLater([this](std::chrono::milliseconds, const std::function<void()> &work) {
        m_later.push_back(work);
    });
    m_sandbox->install(*m_router);
}

Http::Response TestSandboxControl::call(const QByteArray &method, const QByteArray &target,
                                        const QByteArray &body, const Headers &headers)
{
    Http::Request request;
    request.method = method;
    request.target = target;
    request.path = QString::fromUtf8(target.split('?').first());
    request.query = QUrlQuery(QString::fromUtf8(target).section(u'?', 1));
    request.body = body;
    request.headers = headers;
    request.headers.insert("authorization", "Bearer sk_test_1");
    Http::Response answer;
    answer.status = unanswered;
    m_router->dispatch(request, [&answer](Http::Response given) { answer = std::move(given); });
    return answer;
}

QJsonObject TestSandboxControl::control(const QByteArray &method, const QByteArray &target,
                                        const QByteArray &body)
{
    return QJsonDocument::fromJson(call(method, "/_sandbox/" + target, body).body).object();
}

void TestSandboxControl::logsWhatWasReceived()
{
    call("POST", "/v1/products", "name=A&images[0]=x&images[1]=y&metadata[0]=zero",
         {{"idempotency-key", "k1"}, {"stripe-version", "2026-10-28.endive"}});
    call("POST", "/v1/products", "name=A&images[0]=x&images[1]=y&metadata[0]=zero",
         {{"idempotency-key", "k1"}});
    call("GET", "/v1/prices?active=true");
    const QJsonObject log = control("GET", "requests");
    QCOMPARE(number(log, "total"), 3);
    const QJsonArray requests = log.value("requests"_L1).toArray();
    const QJsonObject first = requests.at(0).toObject();
    QCOMPARE(text(first, "method"), u"POST"_s);
    QCOMPARE(text(first, "path"), u"/v1/products"_s);
    QCOMPARE(text(first, "idempotency_key"), u"k1"_s);
    QCOMPARE(text(first, "stripe_version"), u"2026-10-28.endive"_s);
    QCOMPARE(number(first, "status"), 200);
    const QJsonObject parameters = first.value("parameters"_L1).toObject();
    QCOMPARE(parameters.value("images"_L1), (QJsonArray{u"x"_s, u"y"_s}));
    const QJsonObject metadata{{"0"_L1, u"zero"_s}};
    QCOMPARE(parameters.value("metadata"_L1).toObject(), metadata);
    QVERIFY(requests.at(1).toObject().value("replayed"_L1).toBool());
    QCOMPARE(text(requests.at(2).toObject().value("parameters"_L1).toObject(), "active"),
             u"true"_s);
    QCOMPARE(control("GET", "requests?path=/v1/prices").value("requests"_L1).toArray().size(), 1);
    QCOMPARE(number(control("DELETE", "requests"), "total"), 0);
}

void TestSandboxControl::aFaultStrikesTheCallsItIsFor()
{
    control("POST", "faults",
            R"({"method":"POST","path":"/v1/products","skip":1,"times":2,"status":503,)"
            R"("should_retry":true,"retry_after":2})");
    QCOMPARE(call("POST", "/v1/products", "name=A").status, 200);
    QCOMPARE(call("GET", "/v1/products").status, 200);
    const Http::Response struck = call("POST", "/v1/products", "name=B");
    QCOMPARE(struck.status, 503);
    QCOMPARE(headerOf(struck, "Stripe-Should-Retry"), QByteArray("true"));
    QCOMPARE(headerOf(struck, "Retry-After"), QByteArray("2"));
    const QJsonObject error =
        QJsonDocument::fromJson(struck.body).object().value("error"_L1).toObject();
    QCOMPARE(text(error, "type"), u"api_error"_s);
    QCOMPARE(call("POST", "/v1/products", "name=B").status, 503);
    QVERIFY(control("GET", "faults").value("faults"_L1).toArray().isEmpty());
    QCOMPARE(call("POST", "/v1/products", "name=B").status, 200);
    const QByteArray all = call("GET", "/v1/products").body;
    QCOMPARE(QJsonDocument::fromJson(all).object().value("data"_L1).toArray().size(), 2);
}

void TestSandboxControl::aFaultAfterTheWorkLosesOnlyTheAnswer()
{
    control("POST", "faults", R"({"path":"/v1/*","when":"after","status":500})");
    const Headers key{{"idempotency-key", "k1"}};
    QCOMPARE(call("POST", "/v1/products", "name=A", key).status, 500);
    const Http::Response again = call("POST", "/v1/products", "name=A", key);
    QCOMPARE(again.status, 200);
    QCOMPARE(headerOf(again, "Idempotent-Replayed"), QByteArray("true"));
    const QByteArray all = call("GET", "/v1/products").body;
    QCOMPARE(QJsonDocument::fromJson(all).object().value("data"_L1).toArray().size(), 1);
}

void TestSandboxControl::aDroppedConnectionHasNoStatus()
{
    control("POST", "faults", R"({"drop":true})");
    QCOMPARE(call("POST", "/v1/products", "name=A").status, 0);
    const QJsonArray requests = control("GET", "requests").value("requests"_L1).toArray();
    QCOMPARE(number(requests.first().toObject(), "status"), 0);
    const QByteArray all = call("GET", "/v1/products").body;
    QVERIFY(QJsonDocument::fromJson(all).object().value("data"_L1).toArray().isEmpty());
}

void TestSandboxControl::faultsThatMakeNoSenseAreRefused_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("no JSON") << QByteArray("status=500");
    QTest::newRow("nothing wrong") << QByteArray(R"({"path":"/v1/*"})");
    QTest::newRow("no error") << QByteArray(R"({"status":200})");
    QTest::newRow("unknown field") << QByteArray(R"({"status":500,"after":true})");
    QTest::newRow("too long") << QByteArray(R"({"delay_ms":60000})");
}

void TestSandboxControl::faultsThatMakeNoSenseAreRefused()
{
    QFETCH(QByteArray, fault);
    QCOMPARE(call("POST", "/_sandbox/faults", fault).status, 400);
}

void TestSandboxControl::aKeyIsInUseWhileItsCallWaits()
{
    control("POST", "faults", R"({"when":"after","delay_ms":500})");
    const Headers key{{"idempotency-key", "k1"}};
    std::optional<Http::Response> first;
    Http::Request request;
    request.method = "POST";
    request.target = "/v1/products";
    request.path = u"/v1/products"_s;
    request.body = "name=A";
    request.headers = key;
    request.headers.insert("authorization", "Bearer sk_test_1");
    m_sandbox->handleApi(request, [&first](Http::Response given) { first = std::move(given); });
    QVERIFY(!first);
    const Http::Response second = call("POST", "/v1/products", "name=A", key);
    QCOMPARE(second.status, 409);
    QCOMPARE(errorCode(QJsonDocument::fromJson(second.body).object()), u"idempotency_key_in_use"_s);
    QCOMPARE(m_later.size(), std::size_t(1));
    m_later.front()();
    QVERIFY(first);
    QCOMPARE(first->status, 200);
    QCOMPARE(call("POST", "/v1/products", "name=A", key).body, first->body);
}

void TestSandboxControl::tooManyCallsAreRefused()
{
    QCOMPARE(number(control("POST", "rate-limit", R"({"per_second":2})"), "per_second"), 2);
    int refused = 0;
    Http::Response last;
    for (int i = 0; i < 50; ++i) {
        last = call("GET", "/v1/products");
        refused += last.status == 429;
    }
    // Fifty calls take far less than ten seconds, and a second has room for two.
    QVERIFY(refused > 20);
    last = call("GET", "/v1/products");
    if (last.status == 429) {
        QCOMPARE(errorCode(QJsonDocument::fromJson(last.body).object()), u"rate_limit"_s);
        QCOMPARE(headerOf(last, "Retry-After"), QByteArray("1"));
    }
    control("POST", "rate-limit", R"({"per_second":0})");
    QCOMPARE(call("GET", "/v1/products").status, 200);
}

QTEST_GUILESS_MAIN(TestSandboxControl)
#include "test_sandbox_control.moc"
