#include "services/database/jsonrows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <limits>
#include <vector>

using namespace Orion;

namespace
{

// What a reader of JSON makes of one row with one value.
template <typename Value>
QJsonValue roundTrip(const Value &value)
{
    const auto text = JsonRows::text(
        std::vector<int>{1}, [&](JsonRows::RowWriter &row, int) { row.add("value", value); });
    return QJsonDocument::fromJson(text).array().at(0).toObject().value(QLatin1String("value"));
}

} // namespace

class TestJsonRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEveryRow();
    void keepsTexts_data();
    void keepsTexts();
    void leavesZeroCharactersOut();
    void keepsNumbers();
    void writesTimesAsQtDoes_data();
    void writesTimesAsQtDoes();
    void writesNullForWhatIsMissing();
};

void TestJsonRows::writesEveryRow()
{
    const auto text = JsonRows::text(std::vector<int>{1, 2}, [](JsonRows::RowWriter &row, int i) {
        row.add("number", i).add("even", i % 2 == 0);
    });
    QCOMPARE(text, QByteArray(R"([{"number":1,"even":false},{"number":2,"even":true}])"));
    QCOMPARE(JsonRows::text(std::vector<int>{}, [](JsonRows::RowWriter &, int) {}),
             QByteArray("[]"));
}

void TestJsonRows::keepsTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QStringLiteral("sub_1");
    QTest::newRow("empty") << QStringLiteral("");
    QTest::newRow("quotes") << QStringLiteral("a \"b\" \\ c/d");
    QTest::newRow("controls") << QStringLiteral("\n\r\t\b\f\x1f\x7f");
    QTest::newRow("umlauts") << QStringLiteral("Größe");
    QTest::newRow("beyond 16 bits") << QStringLiteral("\U0001F680");
    QTest::newRow("line separator") << QStringLiteral("a\u2028b");
}

void TestJsonRows::keepsTexts()
{
    QFETCH(QString, text);
    QCOMPARE(roundTrip(text), QJsonValue(text));
}

void TestJsonRows::leavesZeroCharactersOut()
{
    QCOMPARE(roundTrip(QStringLiteral("a") + QChar(0) + QStringLiteral("b")),
             QJsonValue(QStringLiteral("ab")));
}

void TestJsonRows::keepsNumbers()
{
    for (const qint64 number : {std::numeric_limits<qint64>::min(), qint64(-1), qint64(0),
                                qint64(9900), std::numeric_limits<qint64>::max()})
        QCOMPARE(roundTrip(number).toInteger(), number);
}

void TestJsonRows::writesTimesAsQtDoes_data()
{
    QTest::addColumn<QDateTime>("time");
    const auto at = [](int year, int month, int day, int ms) {
        return QDateTime(QDate(year, month, day), QTime(0, 0).addMSecs(ms), Qt::UTC);
    };
    QTest::newRow("now") << at(2026, 6, 15, 45'296'789);
    QTest::newRow("leap day") << at(2024, 2, 29, 86'399'999);
    QTest::newRow("before the epoch") << at(1969, 12, 31, 86'399'001);
    QTest::newRow("long ago") << at(1, 1, 1, 7);
    QTest::newRow("the last") << at(9999, 12, 31, 86'399'999);
    QTest::newRow("other zone") << QDateTime(QDate(2026, 1, 1), QTime(0, 30), Qt::OffsetFromUTC,
                                             3600);
}

void TestJsonRows::writesTimesAsQtDoes()
{
    QFETCH(QDateTime, time);
    QCOMPARE(roundTrip(time).toString(), time.toUTC().toString(Qt::ISODateWithMs));
}

void TestJsonRows::writesNullForWhatIsMissing()
{
    QVERIFY(roundTrip(std::optional<qint64>()).isNull());
    QVERIFY(roundTrip(QDateTime()).isNull());
    const auto text = JsonRows::text(std::vector<int>{1}, [](JsonRows::RowWriter &row, int) {
        row.addOrNull("empty", QString()).addOrNull("full", QStringLiteral("x"));
    });
    QCOMPARE(text, QByteArray(R"([{"empty":null,"full":"x"}])"));
}

QTEST_GUILESS_MAIN(TestJsonRows)
#include "test_jsonrows.moc"
