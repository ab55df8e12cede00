#include <QTest>

#include "models/domain/domainname.h"

using namespace Orion;

class TestDomainName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesNamesAsTheyAreRegistered_data();
    void writesNamesAsTheyAreRegistered();
    void refusesWhatIsNoDomain_data();
    void refusesWhatIsNoDomain();
};

void TestDomainName::writesNamesAsTheyAreRegistered_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "shop.com"
                           << "shop.com";
    QTest::newRow("capitals") << "My-Shop.COM"
                              << "my-shop.com";
    QTest::newRow("digits") << "123.de"
                            << "123.de";
    QTest::newRow("below another") << "a.b.co.uk"
                                   << "a.b.co.uk";
    QTest::newRow("umlaut") << QString::fromUtf8("bücher.de") << "xn--bcher-kva.de";
    QTest::newRow("capital umlaut") << QString::fromUtf8("BÜCHER.de") << "xn--bcher-kva.de";
    QTest::newRow("encoded already") << "xn--bcher-kva.de"
                                     << "xn--bcher-kva.de";
    QTest::newRow("foreign ending")
        << QString::fromUtf8("例え.みんな") << "xn--r8jz45g.xn--q9jyb4c";
    QTest::newRow("longest label")
        << QString(63, u'a') + QStringLiteral(".com") << QString(63, u'a') + QStringLiteral(".com");
}

void TestDomainName::writesNamesAsTheyAreRegistered()
{
    QFETCH(QString, typed);
    QFETCH(QString, name);
    const auto normalized = normalizedDomain(typed);
    QVERIFY2(normalized, qUtf8Printable(normalized ? QString() : normalized.error().message));
    QCOMPARE(*normalized, name);
}

void TestDomainName::refusesWhatIsNoDomain_data()
{
    QTest::addColumn<QString>("typed");
    const QStringList wrong{QString(),
                            QStringLiteral(" "),
                            QStringLiteral("com"),
                            QStringLiteral("."),
                            QStringLiteral(".com"),
                            QStringLiteral("shop."),
                            QStringLiteral("shop.com."),
                            QStringLiteral("shop..com"),
                            QStringLiteral(" shop.com"),
                            QStringLiteral("sh op.com"),
                            QStringLiteral("*.shop.com"),
                            QStringLiteral("my_shop.com"),
                            QStringLiteral("-shop.com"),
                            QStringLiteral("shop-.com"),
                            QStringLiteral("shop.com/path"),
                            QStringLiteral("https://shop.com"),
                            QStringLiteral("shop.com:80"),
                            QStringLiteral("a@shop.com"),
                            QStringLiteral("192.168.0.1"),
                            QStringLiteral("[::1]"),
                            QStringLiteral("::1"),
                            QStringLiteral("shop.c"),
                            QStringLiteral("shop.123"),
                            QStringLiteral("shop.local"),
                            QStringLiteral("shop.localhost"),
                            QStringLiteral("shop.test"),
                            QStringLiteral("xn--.com"),
                            QStringLiteral("xn--a.com"),
                            QStringLiteral("ab--cd.com"),
                            QStringLiteral("shop\n.com"),
                            QString::fromUtf8("sh\u00adop\u202e.com\u0000"),
                            QString(64, u'a') + QStringLiteral(".com"),
                            QString(60, u'ü') + QStringLiteral(".com"),
                            QString(126, u'a').replace(QStringLiteral("a"), QStringLiteral("a.")) +
                                QStringLiteral("com")};
    for (const QString &typed : wrong)
        QTest::newRow(qPrintable(QStringLiteral("\"%1\"").arg(typed.left(40)))) << typed;
}

void TestDomainName::refusesWhatIsNoDomain()
{
    QFETCH(QString, typed);
    const auto normalized = normalizedDomain(typed);
    QVERIFY2(!normalized, qUtf8Printable(normalized.value_or(QString())));
    QCOMPARE(normalized.error().code, ErrorCode::InvalidArgument);
    QVERIFY(normalized.error().message.startsWith(QLatin1String("domain_name: ")));
    QVERIFY(normalized.error().message.endsWith(u'.'));
}

QTEST_GUILESS_MAIN(TestDomainName)
#include "test_domainname.moc"
