#include <QTest>

#include "app/http/router.h"

using namespace Orion;
using namespace Orion::Http;

// Which handler a request reaches, and what it is told when there is none.
class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void reachesTheRoute_data();
    void reachesTheRoute();
    void answersNotFound_data();
    void answersNotFound();
    void answersMethodNotAllowedWithAllow();
    void givesHeadToTheGetRoute();
    void leavesWhatNoRouteMatchesToTheFallback();
    void listsItsRoutes();

private:
    void add(const QByteArray &method, const QString &pattern);
    Response dispatch(const QByteArray &method, const QString &path);

    std::unique_ptr<Router> m_router;
};

// The answer tells the route and its parameters.
void TestRouter::add(const QByteArray &method, const QString &pattern)
{
    m_router->add(method, pattern, [=](Request request, Responder respond) {
        QByteArray text = method + ' ' + pattern.toUtf8();
        for (const char *name : {"code", "id"}) {
            if (request.parameters.contains(QLatin1String(name)))
                text +=
                    QByteArray(" ") + name + '=' + request.parameter(QLatin1String(name)).toUtf8();
        }
        respond(Response::text(text));
    });
}

Response TestRouter::dispatch(const QByteArray &method, const QString &path)
{
    Request request;
    request.method = method;
    request.path = path;
    Response answer;
    answer.status = 0;
    m_router->dispatch(request, [&](Response response) { answer = std::move(response); });
    return answer;
}

void TestRouter::init()
{
    m_router = std::make_unique<Router>();
    add("GET", QStringLiteral("/"));
    add("GET", QStringLiteral("/tiers"));
    add("POST", QStringLiteral("/tiers"));
    add("GET", QStringLiteral("/tiers/{id}"));
    add("GET", QStringLiteral("/tiers/new"));
    add("GET", QStringLiteral("/vendor/{code}/billing"));
    add("DELETE", QStringLiteral("/vendor/{code}/addons/{id}"));
}

void TestRouter::reachesTheRoute_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("reached");
    const auto add = [](const char *method, const char *path, const char *reached) {
        QTest::addRow("%s %s", method, path)
            << QByteArray(method) << QString::fromUtf8(path) << QByteArray(reached);
    };
    add("GET", "/", "GET /");
    add("GET", "/tiers", "GET /tiers");
    add("POST", "/tiers", "POST /tiers");
    add("GET", "/tiers/7", "GET /tiers/{id} id=7");
    add("GET", "/tiers/new", "GET /tiers/new");
    add("GET", "/vendor/ACME/billing", "GET /vendor/{code}/billing code=ACME");
    add("GET", "/vendor/a+b c/billing", "GET /vendor/{code}/billing code=a+b c");
    add("GET", "/vendor/München/billing", "GET /vendor/{code}/billing code=München");
    add("DELETE", "/vendor/A/addons/9", "DELETE /vendor/{code}/addons/{id} code=A id=9");
}

void TestRouter::reachesTheRoute()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, reached);
    const Response response = dispatch(method, path);
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, reached);
}

void TestRouter::answersNotFound_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"/nothing", "/tiers/", "/tiers//", "/tiers/7/8", "//tiers", "/TIERS",
                             "/vendor//billing", "/vendor/../tiers", "/./tiers", ""})
        QTest::addRow("[%s]", path) << QString::fromUtf8(path);
}

void TestRouter::answersNotFound()
{
    QFETCH(QString, path);
    const Response response = dispatch("GET", path);
    QCOMPARE(response.status, 404);
    QCOMPARE(response.contentType, "application/problem+json");
    const QJsonObject problem = QJsonDocument::fromJson(response.body).object();
    QCOMPARE(problem.value(QStringLiteral("code")).toString(), QStringLiteral("not_found"));
}

void TestRouter::answersMethodNotAllowedWithAllow()
{
    const Response response = dispatch("PATCH", QStringLiteral("/tiers"));
    QCOMPARE(response.status, 405);
    const std::pair<QByteArray, QByteArray> allow("Allow", "GET, HEAD, POST");
    QCOMPARE(response.headers.size(), std::size_t(1));
    QCOMPARE(response.headers.front(), allow);
    QCOMPARE(dispatch("HEAD", QStringLiteral("/vendor/A/addons/9")).status, 405);
}

void TestRouter::givesHeadToTheGetRoute()
{
    QCOMPARE(dispatch("HEAD", QStringLiteral("/tiers")).body, "GET /tiers");
}

void TestRouter::leavesWhatNoRouteMatchesToTheFallback()
{
    m_router->setFallback(
        [](Request request, Responder respond) { respond(Response::text(request.method, 418)); });
    QCOMPARE(dispatch("GET", QStringLiteral("/nothing")).status, 418);
    QCOMPARE(dispatch("PATCH", QStringLiteral("/tiers")).body, "PATCH");
    QCOMPARE(dispatch("GET", QStringLiteral("/tiers")).status, 200);
}

void TestRouter::listsItsRoutes()
{
    QCOMPARE(m_router->routes().size(), std::size_t(7));
    QCOMPARE(m_router->routes()[5].pattern, QStringLiteral("/vendor/{code}/billing"));
}

QTEST_GUILESS_MAIN(TestRouter)
#include "test_router.moc"
