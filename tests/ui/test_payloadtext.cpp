#include "ui/widgets/jsontext.h"
#include "ui/widgets/longtextview.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace Orion;

// How the bodies of webhooks are laid out, coloured, searched and copied.
class TestPayloadText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void laysJsonOut_data();
    void laysJsonOut();
    void keepsNumbersAndTheOrderOfKeysAsWritten();
    void doesNotExplodeOnDeepNesting();
    void coloursKeysValuesAndLiterals();
    void copiesExactlyWhatIsSelectedFromAVeryLongLine();
    void findsWordsAcrossItsOwnBreaks();
    void showsControlCharactersWithoutChangingTheText();
    void staysQuickWithAMegabyteOnOneLine();
};

void TestPayloadText::laysJsonOut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pretty");

    QTest::newRow("object") << R"({"a":1,"b":[true,null]})"
                            << "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ]\n}";
    QTest::newRow("empty ones stay short") << R"({ "a" : { }, "b":[ ] })"
                                           << "{\n  \"a\": {},\n  \"b\": []\n}";
    QTest::newRow("structure inside a string") << R"(["a{b,c:\"d]"])"
                                               << "[\n  \"a{b,c:\\\"d]\"\n]";
    QTest::newRow("a plain value") << "12"
                                   << "12";
}

void TestPayloadText::laysJsonOut()
{
    QFETCH(QString, text);
    QFETCH(QString, pretty);
    QCOMPARE(prettyJson(text), pretty);
}

void TestPayloadText::keepsNumbersAndTheOrderOfKeysAsWritten()
{
    const QString pretty =
        prettyJson(QStringLiteral(R"({"z":12345678901234567890,"a":1.50,"e":1E+2})"));
    QVERIFY(pretty.contains(QLatin1String("12345678901234567890")));
    QVERIFY(pretty.contains(QLatin1String("1.50")));
    QVERIFY(pretty.contains(QLatin1String("1E+2")));
    QVERIFY(pretty.indexOf(u'z') < pretty.indexOf(QLatin1String("\"a\"")));
}

void TestPayloadText::doesNotExplodeOnDeepNesting()
{
    const int depth = 1000;
    const QString text =
        QString(depth, u'[') + QStringLiteral("1,").repeated(2000) + u'1' + QString(depth, u']');
    QVERIFY(prettyJson(text).size() < 100 * text.size());
}

void TestPayloadText::coloursKeysValuesAndLiterals()
{
    const JsonColors colors{Qt::red, Qt::green, Qt::blue, Qt::yellow};
    const auto colorAt = [&](const QString &line, int at, bool inString = false) {
        for (const auto &range : jsonFormats(line, inString, colors)) {
            if (at >= range.start && at < range.start + range.length)
                return range.format.foreground().color();
        }
        return QColor();
    };
    const QString line = QStringLiteral(R"(  "amount": -49, "paid": true, "to": "a:\"b")");
    QCOMPARE(colorAt(line, 3), QColor(Qt::red));
    QCOMPARE(colorAt(line, int(line.indexOf(u'-'))), QColor(Qt::blue));
    QCOMPARE(colorAt(line, int(line.indexOf(QLatin1String("true")))), QColor(Qt::yellow));
    QCOMPARE(colorAt(line, int(line.size()) - 2), QColor(Qt::green));
    QCOMPARE(colorAt(line, int(line.indexOf(u':'))), QColor());
    QCOMPARE(colorAt(QStringLiteral("rest\", 12"), 1, true), QColor(Qt::green));
}

void TestPayloadText::copiesExactlyWhatIsSelectedFromAVeryLongLine()
{
    QString text = QStringLiteral("0123456789").repeated(1500);
    text.insert(1999, QStringLiteral("😀")); // a pair that must not be torn apart
    text += QStringLiteral("\nlast line");
    LongTextView view;
    view.setText(text);
    QVERIFY(view.document()->blockCount() > 2);

    view.selectAll();
    QCOMPARE(view.selectedText(), text);
    view.copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), text);
}

void TestPayloadText::findsWordsAcrossItsOwnBreaks()
{
    QString text(1996, u'x');
    text += QStringLiteral("Needle") + QString(3000, u'y') + QStringLiteral("NEEDLE");
    LongTextView view;
    view.setText(text);

    QCOMPARE(view.search(QStringLiteral("needle"), Qt::yellow), 2);
    view.showMatch(0);
    QCOMPARE(view.selectedText(), QStringLiteral("Needle"));
    view.showMatch(1);
    QCOMPARE(view.selectedText(), QStringLiteral("NEEDLE"));
    QCOMPARE(view.search(QStringLiteral("absent"), Qt::yellow), 0);
    QCOMPARE(view.search(QString(), Qt::yellow), 0);
}

void TestPayloadText::showsControlCharactersWithoutChangingTheText()
{
    const QString text = QStringLiteral("a\r\nb\u2029c\u0001d");
    LongTextView view;
    view.setText(text);
    QCOMPARE(view.document()->blockCount(), 2);
    view.selectAll();
    QCOMPARE(view.selectedText(), text);
}

void TestPayloadText::staysQuickWithAMegabyteOnOneLine()
{
    QJsonArray lines;
    for (int i = 0; i < 12000; ++i)
        lines.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("il_%1").arg(i)},
                                 {QStringLiteral("amount"), i},
                                 {QStringLiteral("text"), QString(40, u'x')}});
    const QString raw = QString::fromUtf8(QJsonDocument(lines).toJson(QJsonDocument::Compact));
    QVERIFY(raw.size() > 900'000);

    LongTextView view;
    view.resize(600, 400);
    view.show();
    QElapsedTimer timer;
    timer.start();
    view.setText(raw);
    QVERIFY(!view.grab().isNull());
    view.setText(prettyJson(raw), [](const QString &line, bool continued) {
        return jsonFormats(line, continued, {Qt::red, Qt::green, Qt::blue, Qt::yellow});
    });
    QVERIFY(!view.grab().isNull());
    // Laying out all of it as one line, or colouring every line, takes many seconds.
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_MAIN(TestPayloadText)
#include "test_payloadtext.moc"
