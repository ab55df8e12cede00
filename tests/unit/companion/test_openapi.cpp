#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <QRegularExpression>

#include "app/companion/companionserver.h"
#include "services/webhooks/dispatcher.h"

using namespace Orion;

namespace
{

QSet<QString> operationsOf(const QJsonObject &document)
{
    QSet<QString> operations;
    const QJsonObject paths = document.value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QStringList methods = path.value().toObject().keys();
        for (const QString &method : methods)
            operations.insert(method.toUpper() + u' ' + path.key());
    }
    return operations;
}

QString listed(const QSet<QString> &set)
{
    QStringList list = set.values();
    list.sort();
    return list.join(QStringLiteral(", "));
}

} // namespace

// The OpenAPI document against the program that serves it.
class TestOpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRouteIsDocumentedAndEveryDocumentedOneIsThere();
    void everyErrorCodeIsDocumented();
    void theVersionIsTheProgramsOwn();
    void theHandledEventsAreDocumented();
    void theHandledEventsStandInTheReadme();

private:
    QJsonObject m_document;
};

void TestOpenApi::initTestCase()
{
    QFile file(QStringLiteral(":/openapi/openapi.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_document = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(!m_document.isEmpty());
}

void TestOpenApi::everyRouteIsDocumentedAndEveryDocumentedOneIsThere()
{
    // Nothing listens there: the routes are complete without a database.
    const auto nowhere =
        ConnectionSettings::parse(QStringLiteral("host=127.0.0.1 port=1 connect_timeout=1"));
    QVERIFY(nowhere);
    auto migrator = Migrator::fromResources();
    QVERIFY(migrator);
    const SystemClock clock;
    auto tokens = TokenVerifier::fromConfiguration(Configuration(), clock);
    QVERIFY(tokens);
    const CompanionServer server(*nowhere, Configuration(), std::move(*migrator),
                                 std::move(*tokens), clock);

    QSet<QString> routes;
    for (const Http::Router::Route &route : server.router().routes())
        routes.insert(QString::fromLatin1(route.method) + u' ' + route.pattern);
    const QSet<QString> documented = operationsOf(m_document);
    QCOMPARE(listed(routes - documented), QString());
    QCOMPARE(listed(documented - routes), QString());
}

void TestOpenApi::everyErrorCodeIsDocumented()
{
    const QJsonArray documented = m_document.value(QStringLiteral("components"))
                                      .toObject()
                                      .value(QStringLiteral("schemas"))
                                      .toObject()
                                      .value(QStringLiteral("ProblemCode"))
                                      .toObject()
                                      .value(QStringLiteral("enum"))
                                      .toArray();
    for (int code = 0; code <= int(ErrorCode::Internal); ++code) {
        const QString name = errorCodeName(ErrorCode(code));
        QVERIFY2(documented.contains(name), qPrintable(name));
    }
}

void TestOpenApi::theVersionIsTheProgramsOwn()
{
    QCOMPARE(m_document.value(QStringLiteral("info")).toObject().value(QStringLiteral("version")),
             QJsonValue(QStringLiteral(ORION_VERSION)));
}

void TestOpenApi::theHandledEventsAreDocumented()
{
    QJsonValue value = m_document;
    for (const char *step : {"paths", "/api/v1/webhooks/stripe", "post", "requestBody", "content",
                             "application/json", "schema", "properties", "type", "examples"})
        value = value.toObject().value(QLatin1String(step));
    QCOMPARE(value.toArray(), QJsonArray::fromStringList(handledTypes()));
}

void TestOpenApi::theHandledEventsStandInTheReadme()
{
    QFile file(QStringLiteral(WEBHOOKS_README));
    QVERIFY(file.open(QIODevice::ReadOnly));
    static const QRegularExpression row(QStringLiteral("^\\| `([a-z_.]+)` \\|"),
                                        QRegularExpression::MultilineOption);
    QStringList types;
    auto rows = row.globalMatch(QString::fromUtf8(file.readAll()));
    while (rows.hasNext())
        types.append(rows.next().captured(1));
    types.sort();
    QCOMPARE(types, handledTypes());
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "test_openapi.moc"
