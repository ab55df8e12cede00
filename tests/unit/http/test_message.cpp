#include <QTest>

#include "app/http/responsehead.h"
#include "app/http/target.h"

using namespace Orion;
using namespace Orion::Http;

// Problems, response heads and addresses.
class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsErrorsToTheirStatus_data();
    void mapsErrorsToTheirStatus();
    void writesAProblem();
    void hidesWhatIsInternal_data();
    void hidesWhatIsInternal();
    void tellsWhenToComeBack();
    void writesTheHeadOfAResponse();
    void refusesHeadersThatCannotBeSent_data();
    void refusesHeadersThatCannotBeSent();
    void readsAddresses_data();
    void readsAddresses();
    void readsQueries();
    void refusesAddresses_data();
    void refusesAddresses();
};

namespace
{

QJsonObject objectOf(const Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

} // namespace

void TestMessage::mapsErrorsToTheirStatus_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("status");
    const auto add = [](ErrorCode code, int status) {
        QTest::newRow(qPrintable(errorCodeName(code))) << code << status;
    };
    add(ErrorCode::InvalidArgument, 400);
    add(ErrorCode::NotFound, 404);
    add(ErrorCode::Conflict, 409);
    add(ErrorCode::Unauthorized, 401);
    add(ErrorCode::Forbidden, 403);
    add(ErrorCode::RateLimited, 429);
    add(ErrorCode::Cancelled, 503);
    add(ErrorCode::Timeout, 504);
    add(ErrorCode::Unavailable, 503);
    add(ErrorCode::DatabaseUnavailable, 503);
    add(ErrorCode::DatabaseFailed, 500);
    add(ErrorCode::SchemaOutdated, 503);
    add(ErrorCode::SchemaTooNew, 503);
    add(ErrorCode::ConfigurationInvalid, 500);
    add(ErrorCode::PaymentSystemNotConfigured, 503);
    add(ErrorCode::PaymentSystemFailed, 502);
    add(ErrorCode::TierNotFound, 404);
    add(ErrorCode::StripePriceNotConfigured, 400);
    add(ErrorCode::NoActiveSubscription, 400);
    add(ErrorCode::SubscriptionNotCancelled, 400);
    add(ErrorCode::SubscriptionInactive, 403);
    add(ErrorCode::AlreadySubscribed, 409);
    add(ErrorCode::LimitExceeded, 403);
    add(ErrorCode::UsageExceedsTier, 409);
    add(ErrorCode::SignatureInvalid, 400);
    add(ErrorCode::Internal, 500);
}

void TestMessage::mapsErrorsToTheirStatus()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, status);
    QCOMPARE(httpStatus(code), status);
    const Response response = problem(Error{code, QStringLiteral("Said to people."), {}});
    QCOMPARE(response.status, status);
    QCOMPARE(objectOf(response).value(QStringLiteral("status")).toInt(), status);
    QCOMPARE(objectOf(response).value(QStringLiteral("code")).toString(), errorCodeName(code));
    QVERIFY(!objectOf(response).value(QStringLiteral("title")).toString().isEmpty());
}

void TestMessage::writesAProblem()
{
    const Response response =
        problem(Error{ErrorCode::TierNotFound, QStringLiteral("There is no tier \"gold\"."),
                      QStringLiteral("internal detail")});
    QCOMPARE(response.contentType, "application/problem+json");
    const QJsonObject expected{
        {QStringLiteral("type"), QStringLiteral("about:blank")},
        {QStringLiteral("status"), 404},
        {QStringLiteral("code"), QStringLiteral("tier_not_found")},
        {QStringLiteral("title"), QStringLiteral("Unknown tier")},
        {QStringLiteral("detail"), QStringLiteral("There is no tier \"gold\".")}};
    QCOMPARE(objectOf(response), expected);
}

void TestMessage::hidesWhatIsInternal_data()
{
    QTest::addColumn<ErrorCode>("code");
    for (const ErrorCode code :
         {ErrorCode::Internal, ErrorCode::DatabaseFailed, ErrorCode::ConfigurationInvalid,
          ErrorCode::SchemaOutdated, ErrorCode::SchemaTooNew, ErrorCode::Cancelled})
        QTest::newRow(qPrintable(errorCodeName(code))) << code;
}

void TestMessage::hidesWhatIsInternal()
{
    QFETCH(ErrorCode, code);
    const Response response = problem(
        Error{code, QStringLiteral("table vendors is broken"), QStringLiteral("SQLSTATE 42P01")});
    QVERIFY(!response.body.contains("vendors"));
    QVERIFY(!response.body.contains("42P01"));
    QVERIFY(!objectOf(response).value(QStringLiteral("detail")).toString().isEmpty());
}

void TestMessage::tellsWhenToComeBack()
{
    const auto names = [](ErrorCode code) {
        QByteArrayList list;
        for (const auto &[name, value] : problem(Error{code, {}, {}}).headers)
            list.append(name);
        return list;
    };
    QCOMPARE(names(ErrorCode::DatabaseUnavailable), QByteArrayList{"Retry-After"});
    QCOMPARE(names(ErrorCode::RateLimited), QByteArrayList{"Retry-After"});
    QCOMPARE(names(ErrorCode::Unauthorized), QByteArrayList{"WWW-Authenticate"});
    QCOMPARE(names(ErrorCode::NotFound), QByteArrayList{});
}

void TestMessage::writesTheHeadOfAResponse()
{
    Response response = Response::redirect("/there");
    QByteArray head = responseHead(response, AfterAnswer::Close, false);
    QVERIFY(head.startsWith("HTTP/1.1 303 See Other\r\nDate: "));
    QVERIFY(head.contains("\r\nLocation: /there\r\n"));
    QVERIFY(head.contains("\r\nContent-Length: 11\r\n"));
    QVERIFY(head.endsWith("\r\nConnection: close\r\n\r\n"));

    Response empty = Response::empty();
    head = responseHead(empty, AfterAnswer::KeepOpen, false);
    QVERIFY(head.startsWith("HTTP/1.1 204 No Content\r\n"));
    QVERIFY(!head.contains("Content-"));
    QVERIFY(!head.contains("Connection"));
}

void TestMessage::refusesHeadersThatCannotBeSent_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("line break in a value") << 200 << QByteArray("X-A") << QByteArray("a\r\nX-B: c");
    QTest::newRow("NUL in a value") << 200 << QByteArray("X-A") << QByteArray("a\0b", 3);
    QTest::newRow("blank in a name") << 200 << QByteArray("X A") << QByteArray("a");
    QTest::newRow("no name") << 200 << QByteArray() << QByteArray("a");
    QTest::newRow("status 100") << 100 << QByteArray("X-A") << QByteArray("a");
    QTest::newRow("status 600") << 600 << QByteArray("X-A") << QByteArray("a");
    QTest::newRow("status 0") << 0 << QByteArray("X-A") << QByteArray("a");
}

void TestMessage::refusesHeadersThatCannotBeSent()
{
    QFETCH(int, status);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    Response response = Response::text("body", status);
    response.headers.emplace_back(name, value);
    const QByteArray head = responseHead(response, AfterAnswer::KeepOpen, false);
    QVERIFY(head.startsWith("HTTP/1.1 500 "));
    QVERIFY(!head.contains("X-B"));
    QVERIFY(response.body.contains("\"internal\""));
}

void TestMessage::readsAddresses_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("path");
    const auto add = [](const char *target, const char *path) {
        QTest::newRow(target) << QByteArray(target) << QString::fromUtf8(path);
    };
    add("/", "/");
    add("/a/b", "/a/b");
    add("/a?b=c", "/a");
    add("/a+b", "/a+b");
    add("/a%20b", "/a b");
    add("/a%2Bb", "/a+b");
    add("/M%C3%BCnchen", "/München");
    add("/100%25", "/100%");
    add("/%252e", "/%2e"); // decoded once
    add("http://host/a", "/a");
    add("https://host:8000", "/");
    add("//host/a", "//host/a");
}

void TestMessage::readsAddresses()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, path);
    Request request;
    request.target = target;
    QVERIFY(readTarget(request));
    QCOMPARE(request.path, path);
}

void TestMessage::readsQueries()
{
    Request request;
    request.target = "/list?limit=20&name=a+b%20c&plus=1%2B1&pair=a%3Db%26c&empty=&cursor=x%2Fy";
    QVERIFY(readTarget(request));
    const auto value = [&](const char *name) {
        return request.query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    };
    QCOMPARE(value("limit"), QStringLiteral("20"));
    QCOMPARE(value("name"), QStringLiteral("a b c"));
    QCOMPARE(value("plus"), QStringLiteral("1+1"));
    QCOMPARE(value("pair"), QStringLiteral("a=b&c"));
    QCOMPARE(value("cursor"), QStringLiteral("x/y"));
    QVERIFY(request.query.hasQueryItem(QStringLiteral("empty")));
    QVERIFY(!request.query.hasQueryItem(QStringLiteral("other")));
}

void TestMessage::refusesAddresses_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target :
         {"", "a", "*", "host:443", "/%", "/%4", "/%zz", "/%4g", "/%00", "/a?%00", "/a?b=%",
          "/a%2Fb", "/a%2fb", "/%ff", "/%c0%af", "/%ed%a0%80", "/a#b", "ftp://host/a"})
        QTest::addRow("[%s]", target) << QByteArray(target);
}

void TestMessage::refusesAddresses()
{
    QFETCH(QByteArray, target);
    Request request;
    request.target = target;
    QVERIFY(!readTarget(request));
}

QTEST_GUILESS_MAIN(TestMessage)
#include "test_message.moc"
