#include "app/sandbox/api/form.h"
#include "app/sandbox/api/parameters.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesBrackets_data();
    void decodesBrackets();
    void refusesWhatIsNoForm_data();
    void refusesWhatIsNoForm();
    void refusesTooManyPairs();
    void typesParametersByTheTable_data();
    void typesParametersByTheTable();
    void refusesParametersThatDoNotFit_data();
    void refusesParametersThatDoNotFit();
};

void TestSandboxForm::decodesBrackets_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const char *form, const char *json) {
        QTest::newRow(name) << QByteArray(form) << QByteArray(json);
    };
    row("nothing", "", R"({})");
    row("plain", "a=1&b=two", R"({"a":"1","b":"two"})");
    row("no value", "a&b=", R"({"a":"","b":""})");
    row("escapes and plus", "a=x%20y+z%26%3D&%62=%C3%A4", R"({"a":"x y z&=","b":"ä"})");
    row("equals in the value", "a=b=c", R"({"a":"b=c"})");
    row("nested", "a[b][c]=1&a[b][d]=2", R"({"a":{"b":{"c":"1","d":"2"}}})");
    row("escaped brackets", "a%5Bb%5D=1", R"({"a":{"b":"1"}})");
    row("indices", "i[0][p]=x&i[1][p]=y", R"({"i":{"0":{"p":"x"},"1":{"p":"y"}}})");
    row("empty brackets", "e[]=a&e[]=b", R"({"e":{"0":"a","1":"b"}})");
    row("empty brackets of groups", "i[][p]=1&i[][q]=2&i[][p]=3",
        R"({"i":{"0":{"p":"1","q":"2"},"1":{"p":"3"}}})");
    row("metadata with a number as name", "metadata[0]=x", R"({"metadata":{"0":"x"}})");
    row("last one counts", "a=1&a=2", R"({"a":"2"})");
    row("stray ampersands", "&&a=1&", R"({"a":"1"})");
}

void TestSandboxForm::decodesBrackets()
{
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, json);
    const auto decoded = decodeForm(form);
    QVERIFY(decoded);
    QCOMPARE(*decoded, QJsonDocument::fromJson(json).object());
}

void TestSandboxForm::refusesWhatIsNoForm_data()
{
    QTest::addColumn<QByteArray>("form");
    const auto row = [](const char *name, const char *form) {
        QTest::newRow(name) << QByteArray(form);
    };
    row("half an escape", "a=%4");
    row("no hexadecimal", "a=%zz");
    row("not UTF-8", "a=%ff%fe");
    row("bracket never closed", "a[b=1");
    row("bracket never opened", "a]b=1");
    row("text after a bracket", "a[b]c=1");
    row("bracket in a bracket", "a[b[c]]=1");
    row("bracket first", "[a]=1");
    row("no name", "=1");
    row("value, then group", "a=1&a[b]=2");
    row("group, then value", "a[b]=2&a=1");
    row("too deep", "a[b][c][d][e][f][g][h][i]=1");
}

void TestSandboxForm::refusesWhatIsNoForm()
{
    QFETCH(QByteArray, form);
    const auto decoded = decodeForm(form);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().status, 400);
    QCOMPARE(decoded.error().type, u"invalid_request_error"_s);
    QVERIFY(!decoded.error().message.isEmpty());
}

void TestSandboxForm::refusesTooManyPairs()
{
    QVERIFY(decodeForm(QByteArray("a[]=1&").repeated(999)));
    QVERIFY(!decodeForm(QByteArray("a[]=1&").repeated(1001)));
}

namespace
{

const Parameters table{
    Parameter{"customer"_L1}.needed(),
    {"count"_L1, ParameterType::Integer, {}, {}, false, 1},
    {"active"_L1, ParameterType::Boolean},
    {"mode"_L1, ParameterType::Choice, {}, {"a"_L1, "b"_L1}},
    {"end"_L1, ParameterType::TimeOrWord, {}, {"now"_L1}},
    {"created"_L1, ParameterType::Range},
    {"url"_L1, ParameterType::WebUrl},
    {"metadata"_L1, ParameterType::Metadata},
    {"expand"_L1, ParameterType::Texts},
    {"items"_L1,
     ParameterType::Objects,
     {Parameter{"price"_L1}.needed(), {"quantity"_L1, ParameterType::Integer}}},
};

} // namespace

void TestSandboxForm::typesParametersByTheTable_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const char *form, const char *json) {
        QTest::newRow(name) << QByteArray("customer=c&") + form << QByteArray(json);
    };
    row("number", "count=3", R"({"customer":"c","count":3})");
    row("boolean", "active=false", R"({"customer":"c","active":false})");
    row("choice", "mode=b", R"({"customer":"c","mode":"b"})");
    row("time", "end=1700000000", R"({"customer":"c","end":1700000000})");
    row("word for a time", "end=now", R"({"customer":"c","end":"now"})");
    row("exact time as range", "created=5", R"({"customer":"c","created":{"gte":5,"lte":5}})");
    row("range", "created[gt]=5", R"({"customer":"c","created":{"gt":5}})");
    row("metadata stays text",
        "metadata[1]=2&metadata[a]=", R"({"customer":"c","metadata":{"1":"2","a":""}})");
    row("metadata unset", "metadata=", R"({"customer":"c","metadata":null})");
    row("list in the order of its indices", "expand[1]=b&expand[0]=a",
        R"({"customer":"c","expand":["a","b"]})");
    row("more than ten elements keep their order", "expand[10]=k&expand[2]=c&expand[9]=j",
        R"({"customer":"c","expand":["c","j","k"]})");
    row("list of groups", "items[0][price]=p&items[0][quantity]=2",
        R"({"customer":"c","items":[{"price":"p","quantity":2}]})");
    row("URL with Stripe's placeholder",
        "url=https%3A%2F%2Fx.test%2F%3Fs%3D%7BCHECKOUT_SESSION_ID%7D",
        R"({"customer":"c","url":"https://x.test/?s={CHECKOUT_SESSION_ID}"})");
}

void TestSandboxForm::typesParametersByTheTable()
{
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, json);
    const auto decoded = decodeForm(form);
    QVERIFY(decoded);
    const auto parameters = readParameters(table, *decoded);
    QVERIFY2(parameters, parameters ? "" : qPrintable(parameters.error().message));
    QCOMPARE(*parameters, QJsonDocument::fromJson(json).object());
}

void TestSandboxForm::refusesParametersThatDoNotFit_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("param");
    const auto row = [](const char *name, const char *form, const char *code, const char *param) {
        QTest::newRow(name) << QByteArray(form) << QString::fromLatin1(code)
                            << QString::fromLatin1(param);
    };
    row("missing", "count=1", "parameter_missing", "customer");
    row("needed, but empty", "customer=", "parameter_invalid_empty", "customer");
    row("unknown", "customer=c&colour=red", "parameter_unknown", "colour");
    row("unknown inside", "customer=c&items[0][price]=p&items[0][colour]=1", "parameter_unknown",
        "items[0][colour]");
    row("missing inside", "customer=c&items[0][quantity]=1", "parameter_missing",
        "items[0][price]");
    row("no number", "customer=c&count=many", "parameter_invalid_integer", "count");
    row("too small", "customer=c&count=0", "parameter_invalid_integer", "count");
    row("too large for a number", "customer=c&count=99999999999999999999",
        "parameter_invalid_integer", "count");
    row("no boolean", "customer=c&active=yes", "", "active");
    row("no choice", "customer=c&mode=c", "", "mode");
    row("no time", "customer=c&end=tomorrow", "parameter_invalid_integer", "end");
    row("group for a text", "customer[a]=c", "", "customer");
    row("text for a list", "customer=c&items=p", "", "items");
    row("names for a list", "customer=c&items[x][price]=p", "", "items");
    row("nested metadata", "customer=c&metadata[a][b]=1", "", "metadata[a]");
    row("script for a URL", "customer=c&url=javascript:alert(1)", "url_invalid", "url");
    row("URL without a host", "customer=c&url=https:///x", "url_invalid", "url");
}

void TestSandboxForm::refusesParametersThatDoNotFit()
{
    QFETCH(QByteArray, form);
    QFETCH(QString, code);
    QFETCH(QString, param);
    const auto decoded = decodeForm(form);
    QVERIFY(decoded);
    const auto parameters = readParameters(table, *decoded);
    QVERIFY(!parameters);
    QCOMPARE(parameters.error().status, 400);
    QCOMPARE(parameters.error().code, code);
    QCOMPARE(parameters.error().param, param);
}

QTEST_GUILESS_MAIN(TestSandboxForm)
#include "test_sandbox_form.moc"
