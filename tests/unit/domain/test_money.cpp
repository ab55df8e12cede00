#include "models/domain/money.h"

#include <QTest>

#include <limits>

using namespace Orion;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formatsInTheLocalesForm_data();
    void formatsInTheLocalesForm();
    void writesPlainDigits_data();
    void writesPlainDigits();
    void readsWhatPeopleType_data();
    void readsWhatPeopleType();
    void refusesWhatIsNoAmount_data();
    void refusesWhatIsNoAmount();
    void addsOnlyTheSameCurrency();
    void refusesASumThatDoesNotFit();
};

void TestMoney::formatsInTheLocalesForm_data()
{
    QTest::addColumn<qint64>("amount");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("text");
    QTest::newRow("euro, English") << qint64(123450) << "eur"
                                   << "en_US"
                                   << "€1,234.50";
    QTest::newRow("euro, German") << qint64(123450) << "eur"
                                  << "de_DE"
                                  << "1.234,50\u00a0€";
    QTest::newRow("yen has no cents") << qint64(1235) << "jpy"
                                      << "en_US"
                                      << "¥1,235";
    QTest::newRow("dinar has three") << qint64(1234567) << "kwd"
                                     << "en_US"
                                     << "KWD\u00a01,234.567";
    QTest::newRow("krona in hundredths, shown whole") << qint64(50000) << "isk"
                                                      << "en_US"
                                                      << "ISK\u00a0500";
    QTest::newRow("negative") << qint64(-4900) << "eur"
                              << "en_US"
                              << "\u2212€49.00";
    QTest::newRow("small") << qint64(5) << "usd"
                           << "en_US"
                           << "$0.05";
}

void TestMoney::formatsInTheLocalesForm()
{
    QFETCH(qint64, amount);
    QFETCH(QString, currency);
    QFETCH(QString, locale);
    QFETCH(QString, text);
    QCOMPARE((Money{amount, currency}.toString(QLocale(locale))), text);
}

void TestMoney::writesPlainDigits_data()
{
    QTest::addColumn<qint64>("amount");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("text");
    QTest::newRow("euro") << qint64(123450) << "eur"
                          << "1234.50";
    QTest::newRow("below one") << qint64(-7) << "eur"
                               << "-0.07";
    QTest::newRow("yen") << qint64(1235) << "jpy"
                         << "1235";
    QTest::newRow("dinar") << qint64(1) << "kwd"
                           << "0.001";
    QTest::newRow("smallest number") << std::numeric_limits<qint64>::min() << "jpy"
                                     << "-9223372036854775808";
}

void TestMoney::writesPlainDigits()
{
    QFETCH(qint64, amount);
    QFETCH(QString, currency);
    QFETCH(QString, text);
    QCOMPARE((Money{amount, currency}.toPlainString()), text);
}

void TestMoney::readsWhatPeopleType_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("locale");
    QTest::addColumn<qint64>("amount");
    QTest::newRow("plain") << "49"
                           << "eur"
                           << "en_US" << qint64(4900);
    QTest::newRow("one decimal") << "49.5"
                                 << "eur"
                                 << "en_US" << qint64(4950);
    QTest::newRow("grouped") << "1,234.50"
                             << "eur"
                             << "en_US" << qint64(123450);
    QTest::newRow("German") << "1.234,50 €"
                            << "eur"
                            << "de_DE" << qint64(123450);
    QTest::newRow("symbol first") << "€49.00"
                                  << "eur"
                                  << "en_US" << qint64(4900);
    QTest::newRow("yen") << "1235"
                         << "jpy"
                         << "en_US" << qint64(1235);
    QTest::newRow("as it was shown") << "1.234,50\u00a0€"
                                     << "eur"
                                     << "de_DE" << qint64(123450);
}

void TestMoney::readsWhatPeopleType()
{
    QFETCH(QString, text);
    QFETCH(QString, currency);
    QFETCH(QString, locale);
    QFETCH(qint64, amount);
    const auto money = Money::parse(text, currency, QLocale(locale));
    QVERIFY(money);
    QCOMPARE(money->amount, amount);
    QCOMPARE(money->currency, currency);
}

void TestMoney::refusesWhatIsNoAmount_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("currency");
    QTest::newRow("nothing") << ""
                             << "eur";
    QTest::newRow("letters") << "free"
                             << "eur";
    QTest::newRow("too many decimals") << "1.234"
                                       << "eur";
    QTest::newRow("decimals of yen") << "1.5"
                                     << "jpy";
    QTest::newRow("hundredths of a krona") << "5.5"
                                           << "isk";
    QTest::newRow("too long") << "1234567890123456"
                              << "eur";
    QTest::newRow("exponent") << "1e3"
                              << "eur";
}

void TestMoney::refusesWhatIsNoAmount()
{
    QFETCH(QString, text);
    QFETCH(QString, currency);
    const auto money = Money::parse(text, currency, QLocale(QStringLiteral("en_US")));
    QVERIFY(!money);
    QCOMPARE(money.error().code, ErrorCode::InvalidArgument);
    QVERIFY(!money.error().message.isEmpty());
}

void TestMoney::addsOnlyTheSameCurrency()
{
    const auto sum = add({100, QStringLiteral("eur")}, {250, QStringLiteral("eur")});
    QVERIFY(sum);
    QCOMPARE(sum->amount, 350);
    QVERIFY(!add({1, QStringLiteral("eur")}, {1, QStringLiteral("usd")}));
}

void TestMoney::refusesASumThatDoesNotFit()
{
    const Money most{std::numeric_limits<qint64>::max(), QStringLiteral("eur")};
    QVERIFY(!add(most, {1, QStringLiteral("eur")}));
}

QTEST_GUILESS_MAIN(TestMoney)
#include "test_money.moc"
