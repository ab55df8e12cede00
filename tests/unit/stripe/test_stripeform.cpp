#include "services/stripe/client/form.h"

#include <QTest>

using namespace Orion;

class TestStripeForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderAndBrackets();
    void writesEachKindOfValue();
    void encodesValues_data();
    void encodesValues();
    void readsBackWhatItWrote();
    void readsWhatOthersWrite();
};

void TestStripeForm::keepsOrderAndBrackets()
{
    StripeForm form;
    QVERIFY(form.isEmpty());
    QCOMPARE(form.encoded(), QByteArray());
    form.add(QStringLiteral("items[0][price]"), QStringLiteral("price_1"))
        .add(QStringLiteral("items[0][id]"), QStringLiteral("si_1"))
        .add(QStringLiteral("expand[]"), QStringLiteral("latest_invoice"));
    QVERIFY(!form.isEmpty());
    QCOMPARE(form.encoded(),
             QByteArray("items[0][price]=price_1&items[0][id]=si_1&expand[]=latest_invoice"));
}

void TestStripeForm::writesEachKindOfValue()
{
    const QDateTime time(QDate(2026, 11, 24), QTime(13, 0), Qt::UTC);
    StripeForm form;
    form.add(QStringLiteral("amount"), qint64(9'007'199'254'740'993))
        .add(QStringLiteral("on"), true)
        .add(QStringLiteral("off"), false)
        .add(QStringLiteral("trial_end"), time)
        .add(QStringLiteral("unset"), QString());
    QCOMPARE(form.encoded(), "amount=9007199254740993&on=true&off=false&trial_end=" +
                                 QByteArray::number(time.toSecsSinceEpoch()) + "&unset=");
}

void TestStripeForm::encodesValues_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("separators") << QStringLiteral("a&b=c d+e%")
                                << QByteArray("a%26b%3Dc%20d%2Be%25");
    QTest::newRow("text beyond ASCII")
        << QString::fromUtf8("Müller 😀") << QByteArray("M%C3%BCller%20%F0%9F%98%80");
    QTest::newRow("an address")
        << QStringLiteral("https://shop.example/done?session={CHECKOUT_SESSION_ID}#top")
        << QByteArray("https%3A%2F%2Fshop.example%2Fdone%3Fsession%3D%7BCHECKOUT_SESSION_ID%7D"
                      "%23top");
    QTest::newRow("line breaks") << QStringLiteral("a\r\nb") << QByteArray("a%0D%0Ab");
}

void TestStripeForm::encodesValues()
{
    QFETCH(QString, value);
    QFETCH(QByteArray, encoded);
    StripeForm form;
    form.add(QStringLiteral("v"), value);
    QCOMPARE(form.encoded(), "v=" + encoded);
    QCOMPARE(StripeForm::decoded("v=" + encoded).pairs(), form.pairs());
}

// What was stored before a crash is sent again byte for byte.
void TestStripeForm::readsBackWhatItWrote()
{
    StripeForm form;
    form.add(QStringLiteral("metadata[note]"), QString::fromUtf8("50 % + Ärger & so = [x]"))
        .add(QStringLiteral("cancel_at"), QString())
        .add(QStringLiteral("metadata[operation_id]"), QStringLiteral("b1946ac9"));
    QCOMPARE(StripeForm::decoded(form.encoded()).encoded(), form.encoded());
}

void TestStripeForm::readsWhatOthersWrite()
{
    const StripeForm form = StripeForm::decoded("a%5Bb%5D=c+d&=lost&&flag");
    const std::vector<std::pair<QString, QString>> expected{
        {QStringLiteral("a[b]"), QStringLiteral("c d")}, {QStringLiteral("flag"), QString()}};
    QCOMPARE(form.pairs(), expected);
}

QTEST_GUILESS_MAIN(TestStripeForm)
#include "test_stripeform.moc"
