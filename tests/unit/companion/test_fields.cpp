#include "app/companion/api/answers.h"
#include "app/companion/api/fields.h"

#include <QTest>

using namespace Orion;

namespace
{

const QString name = QStringLiteral("a");

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QString complaint(const Fields &fields)
{
    const auto good = fields.check();
    return good ? QString() : good.error().message;
}

Http::Request asking(const char *query)
{
    Http::Request request;
    request.query = QUrlQuery(QString::fromLatin1(query));
    return request;
}

} // namespace

class TestFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsThere();
    void takesWhatIsNotThereForNothing();
    void namesWhatIsMissing();
    void namesWhatIsNotAskedFor();
    void namesWhatHasTheWrongType_data();
    void namesWhatHasTheWrongType();
    void readsPages_data();
    void readsPages();
    void addsMembersToAProblem();
};

void TestFields::readsWhatIsThere()
{
    const QJsonObject body = object(R"({"t":"x","b":true,"i":-7,"n":1.5,"o":""})");
    Fields fields(body);
    QCOMPARE(fields.text(QStringLiteral("t")), QStringLiteral("x"));
    QCOMPARE(fields.boolean(QStringLiteral("b")), true);
    QCOMPARE(fields.integer(QStringLiteral("i"), -10, 10), -7);
    QCOMPARE(fields.optionalNumber(QStringLiteral("n"), 0, 2), 1.5);
    QCOMPARE(fields.optionalText(QStringLiteral("o")), QString(QLatin1String("")));
    QCOMPARE(complaint(fields), QString());
}

void TestFields::takesWhatIsNotThereForNothing()
{
    const QJsonObject body = object(R"({"t":null})");
    Fields fields(body);
    QVERIFY(!fields.optionalText(QStringLiteral("t")));
    QVERIFY(!fields.optionalBoolean(QStringLiteral("b")));
    QVERIFY(!fields.optionalInteger(QStringLiteral("i"), 0, 1));
    QVERIFY(!fields.optionalNumber(QStringLiteral("n"), 0, 1));
    QCOMPARE(complaint(fields), QString());
}

void TestFields::namesWhatIsMissing()
{
    const QJsonObject body = object(R"({"b":null})");
    Fields fields(body);
    (void)fields.text(QStringLiteral("t"));
    (void)fields.boolean(QStringLiteral("b"));
    (void)fields.integer(QStringLiteral("i"), 0, 1);
    QCOMPARE(complaint(fields),
             QStringLiteral("\"t\" is missing. \"b\" is missing. \"i\" is missing."));
}

void TestFields::namesWhatIsNotAskedFor()
{
    const QJsonObject body = object(R"({"delta":1,"detla":2})");
    Fields fields(body);
    (void)fields.integer(QStringLiteral("delta"), 0, 9);
    QCOMPARE(complaint(fields), QStringLiteral("\"detla\" is not a field of this request."));
}

void TestFields::namesWhatHasTheWrongType_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<char>("kind");
    QTest::addColumn<QString>("says");
    const auto add = [](const char *json, char kind, const char *says) {
        QTest::addRow("%c: %s", kind, json) << QByteArray(json) << kind << says;
    };
    const char *whole = "\"a\" has to be a whole number from -5 to 5.";
    for (const char *json : {R"({"a":"1"})", R"({"a":1.5})", R"({"a":6})", R"({"a":-6})",
                             R"({"a":true})", R"({"a":[1]})", R"({"a":{}})", R"({"a":1e300})"})
        add(json, 'i', whole);
    for (const char *json : {R"({"a":1})", R"({"a":"true"})", R"({"a":0})"})
        add(json, 'b', "\"a\" has to be true or false.");
    for (const char *json :
         {R"({"a":1})", R"({"a":""})", R"({"a":"  "})", R"({"a":"12345"})", R"({"a":"a\u0000"})"})
        add(json, 't', "\"a\" has to be a text of 1 to 4 characters.");
    add(R"({"a":"1"})", 'n', "\"a\" has to be a number from 0 to 1000000000.");
    add(R"({"a":-0.1})", 'n', "\"a\" has to be a number from 0 to 1000000000.");
}

void TestFields::namesWhatHasTheWrongType()
{
    QFETCH(QByteArray, json);
    QFETCH(char, kind);
    QFETCH(QString, says);
    const QJsonObject body = object(json);
    Fields fields(body);
    if (kind == 'i')
        QCOMPARE(fields.integer(name, -5, 5), 0);
    else if (kind == 'b')
        QCOMPARE(fields.boolean(name), false);
    else if (kind == 't')
        QCOMPARE(fields.text(name, 4), QString());
    else
        QVERIFY(!fields.optionalNumber(name, 0, 1e9));
    QCOMPARE(complaint(fields), says);
}

void TestFields::readsPages_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("limit"); // 0: refused
    QTest::addColumn<QByteArray>("cursor");
    QTest::newRow("nothing") << QByteArray() << 50 << QByteArray();
    QTest::newRow("both") << QByteArray("limit=7&cursor=a%2Bb%3D") << 7 << QByteArray("a+b=");
    QTest::newRow("the largest") << QByteArray("limit=100") << 100 << QByteArray();
    QTest::newRow("too large") << QByteArray("limit=101") << 0 << QByteArray();
    QTest::newRow("none") << QByteArray("limit=0") << 0 << QByteArray();
    QTest::newRow("negative") << QByteArray("limit=-1") << 0 << QByteArray();
    QTest::newRow("empty") << QByteArray("limit=") << 0 << QByteArray();
    QTest::newRow("a word") << QByteArray("limit=all") << 0 << QByteArray();
    QTest::newRow("huge cursor") << "cursor=" + QByteArray(2000, 'c') << 0 << QByteArray();
}

void TestFields::readsPages()
{
    QFETCH(QByteArray, query);
    QFETCH(int, limit);
    QFETCH(QByteArray, cursor);
    const auto page = pageOf(asking(query.constData()));
    QCOMPARE(page.has_value(), limit > 0);
    if (!page) {
        QCOMPARE(page.error().code, ErrorCode::InvalidArgument);
        return;
    }
    QCOMPARE(page->limit, limit);
    QCOMPARE(page->cursor, cursor);
}

void TestFields::addsMembersToAProblem()
{
    const Http::Response response =
        problemWith({ErrorCode::LimitExceeded, QStringLiteral("Too many."), {}},
                    {{QStringLiteral("limit"), 100}});
    QCOMPARE(response.status, 403);
    QCOMPARE(response.contentType, QByteArray("application/problem+json"));
    const QJsonObject body = object(response.body);
    QCOMPARE(body.value(QStringLiteral("code")).toString(), QStringLiteral("limit_exceeded"));
    QCOMPARE(body.value(QStringLiteral("limit")).toInt(), 100);
}

QTEST_GUILESS_MAIN(TestFields)
#include "test_fields.moc"
