#include "services/database/statement.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

using namespace Orion;

class TestStatement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersPlaceholders_data();
    void numbersPlaceholders();
    void writesValuesAsText_data();
    void writesValuesAsText();
    void knowsNothingFromEmpty();
    void refusesWhatItCannotWrite();
};

void TestStatement::numbersPlaceholders_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QByteArray>("numberedSql");
    QTest::addColumn<int>("placeholders");
    QTest::newRow("none") << QStringLiteral("select 1") << QByteArray("select 1") << 0;
    QTest::newRow("two") << QStringLiteral("values (?, ?::int)")
                         << QByteArray("values ($1, $2::int)") << 2;
    QTest::newRow("in a string") << QStringLiteral("select 'why?', ?")
                                 << QByteArray("select 'why?', $1") << 1;
    QTest::newRow("behind a doubled quote")
        << QStringLiteral("select 'it''s ?', ?") << QByteArray("select 'it''s ?', $1") << 1;
    QTest::newRow("in a name") << QStringLiteral("select \"a?\" = ?")
                               << QByteArray("select \"a?\" = $1") << 1;
    QTest::newRow("in comments") << QStringLiteral("select /* ? */ ? -- ?\n, ?")
                                 << QByteArray("select /* ? */ $1 -- ?\n, $2") << 2;
    QTest::newRow("an open string") << QStringLiteral("select '?") << QByteArray("select '?") << 0;
    QTest::newRow("other scripts")
        << QStringLiteral("select '東京', ?") << QByteArray("select '東京', $1") << 1;
}

void TestStatement::numbersPlaceholders()
{
    QFETCH(QString, sql);
    QFETCH(QByteArray, numberedSql);
    QFETCH(int, placeholders);
    const NumberedStatement statement = numbered(sql);
    QCOMPARE(statement.sql, numberedSql);
    QCOMPARE(statement.placeholders, placeholders);
}

void TestStatement::writesValuesAsText_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QByteArray>("text");
    const QDateTime utc(QDate(2026, 11, 24), QTime(17, 30, 0, 5), Qt::UTC);
    QTest::newRow("text") << QVariant(QStringLiteral("Müller")) << QByteArray("Müller");
    QTest::newRow("bytes") << QVariant(QByteArray("{\"a\":1}")) << QByteArray("{\"a\":1}");
    QTest::newRow("zero characters")
        << QVariant(QString::fromLatin1("a\0b", 3)) << QByteArray("ab");
    QTest::newRow("smallest") << QVariant(std::numeric_limits<qint64>::min())
                              << QByteArray("-9223372036854775808");
    QTest::newRow("largest unsigned")
        << QVariant(std::numeric_limits<quint64>::max()) << QByteArray("18446744073709551615");
    QTest::newRow("number") << QVariant(0.1) << QByteArray("0.10000000000000001");
    QTest::newRow("true") << QVariant(true) << QByteArray("t");
    QTest::newRow("false") << QVariant(false) << QByteArray("f");
    QTest::newRow("day") << QVariant(QDate(2026, 2, 28)) << QByteArray("2026-02-28");
    QTest::newRow("time") << QVariant(utc) << QByteArray("2026-11-24T17:30:00.005Z");
    QTest::newRow("time elsewhere") << QVariant(utc.toTimeZone(QTimeZone("America/New_York")))
                                    << QByteArray("2026-11-24T17:30:00.005Z");
}

void TestStatement::writesValuesAsText()
{
    QFETCH(QVariant, value);
    QFETCH(QByteArray, text);
    const auto arguments = StatementArguments::of({value});
    QVERIFY(arguments);
    QCOMPARE(arguments->count(), 1);
    QCOMPARE(QByteArray(arguments->values()[0]), text);
}

void TestStatement::knowsNothingFromEmpty()
{
    const auto arguments =
        StatementArguments::of({QVariant(), QString(), QByteArray(), QDate(), QDateTime(),
                                QVariant(QMetaType::fromType<qint64>()), QStringLiteral(""), 0});
    QVERIFY(arguments);
    QCOMPARE(arguments->count(), 8);
    for (int i = 0; i < 6; ++i)
        QVERIFY2(arguments->values()[i] == nullptr, qPrintable(QString::number(i)));
    QCOMPARE(QByteArray(arguments->values()[6]), QByteArray(""));
    QCOMPARE(QByteArray(arguments->values()[7]), QByteArray("0"));
}

void TestStatement::refusesWhatItCannotWrite()
{
    QVariantList arguments;
    arguments.append(QVariant(QVariantList{1, 2}));
    const auto refused = StatementArguments::of(arguments);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Internal);
}

QTEST_GUILESS_MAIN(TestStatement)
#include "test_statement.moc"
