#include "ui/widgets/externallink.h"

#include <QTest>

using namespace Orion;

class TestExternalLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOnlySafeLinks_data();
    void takesOnlySafeLinks();
};

void TestExternalLink::takesOnlySafeLinks_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<bool>("safe");

    QTest::newRow("https") << "https://invoice.stripe.com/i/acct_1/live_x?s=ap" << true;
    QTest::newRow("the sandbox") << "http://127.0.0.1:12111/invoice/1" << true;
    QTest::newRow("the sandbox by name") << "http://localhost:12111/invoice/1" << true;
    QTest::newRow("the sandbox by IPv6") << "http://[::1]:12111/invoice/1" << true;
    QTest::newRow("http elsewhere") << "http://invoice.stripe.com/i/1" << false;
    QTest::newRow("loopback as a name's start") << "http://127.0.0.1.evil.example/" << false;
    QTest::newRow("localhost as a name's start") << "http://localhost.evil.example/" << false;
    QTest::newRow("script") << "javascript:alert(1)" << false;
    QTest::newRow("data") << "data:text/html,x" << false;
    QTest::newRow("file") << "file:///etc/passwd" << false;
    QTest::newRow("custom scheme") << "calculator://run" << false;
    QTest::newRow("a user name that looks like a host")
        << "https://stripe.com@evil.example/" << false;
    QTest::newRow("no host") << "https:///path" << false;
    QTest::newRow("relative") << "/invoice/1" << false;
    QTest::newRow("blanks in front") << " javascript:alert(1)" << false;
    QTest::newRow("empty") << "" << false;
}

void TestExternalLink::takesOnlySafeLinks()
{
    QFETCH(QString, link);
    QFETCH(bool, safe);
    const auto url = checkedLink(link);
    QCOMPARE(url.has_value(), safe);
    if (safe)
        QCOMPARE(url->toString(), link);
    else
        QCOMPARE(url.error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestExternalLink)
#include "test_externallink.moc"
