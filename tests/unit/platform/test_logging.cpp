#include "services/platform/logging.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Orion;

class TestLogging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void removesSecrets_data();
    void removesSecrets();
    void leavesTheRestAlone_data();
    void leavesTheRestAlone();
    void writesOneLineAnEntry();
    void writesJsonThatReadsBack();
};

void TestLogging::removesSecrets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("clean");
    const auto row = [](const char *name, const char *text, const char *clean) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(clean);
    };
    row("secret key", "key sk_test_hidden99, refused", "key sk_[redacted], refused");
    row("live key in quotes", "\"sk_live_hidden\"", "\"sk_[redacted]\"");
    row("restricted key", "rk_live_hidden", "rk_[redacted]");
    row("signing secret",
        "STRIPE_WEBHOOK_SECRET=whsec_hidden/+=", "STRIPE_WEBHOOK_SECRET=whsec_[redacted]");
    row("behind an underscore", "_sk_test_hidden", "_sk_[redacted]");
    row("bearer", "Authorization: Bearer abc.hidden-1", "Authorization: Bearer [redacted]");
    row("bearer, lower case", "bearer hidden", "bearer [redacted]");
    row("token", "got eyJhbGciOiJI.eyJzdWIhidden.c2ln", "got [redacted token]");
    row("uri", "postgresql://joe:hidden@db/orion", "postgresql://joe:[redacted]@db/orion");
    row("uri, odd password", "postgres://joe:hid/den@x@db", "postgres://joe:[redacted]@db");
    row("uri without user", "postgresql://:hidden@db/orion", "postgresql://:[redacted]@db/orion");
    row("uri parameter", "postgresql://db/x?password=hidden&port=1",
        "postgresql://db/x?password=[redacted]&port=1");
    row("conninfo", "host=db password=hidden user=joe", "host=db password=[redacted] user=joe");
    row("conninfo quoted", "password = 'hid den\\' hidden' user=joe",
        "password = [redacted] user=joe");
    row("ssl password", "sslpassword=hidden", "sslpassword=[redacted]");
    row("two of them", "sk_test_hidden and whsec_hidden", "sk_[redacted] and whsec_[redacted]");
}

void TestLogging::removesSecrets()
{
    QFETCH(QString, text);
    QFETCH(QString, clean);
    QCOMPARE(redacted(text), clean);
    for (const LogFormat format : {LogFormat::Text, LogFormat::Json})
        QVERIFY(!logLine(format, QtInfoMsg, QStringLiteral("orion.test"), text,
                         QDateTime::currentDateTimeUtc())
                     .contains("hidden"));
}

void TestLogging::leavesTheRestAlone_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("ids") << "evt_1 of sub_2 for cus_3";
    QTest::newRow("a word that ends so") << "task_list and risk_level";
    QTest::newRow("address") << "listening on http://127.0.0.1:8000/healthz";
    QTest::newRow("user only") << "postgresql://joe@db/orion";
    QTest::newRow("the word") << "The password is wrong.";
}

void TestLogging::leavesTheRestAlone()
{
    QFETCH(QString, text);
    QCOMPARE(redacted(text), text);
}

void TestLogging::writesOneLineAnEntry()
{
    const QDateTime time(QDate(2026, 3, 1), QTime(12, 0, 0, 7), Qt::UTC);
    const QByteArray line = logLine(LogFormat::Text, QtWarningMsg, QStringLiteral("orion.http"),
                                    QStringLiteral("first\r\nforged \x1b[31mline"), time);
    QCOMPARE(line, "2026-03-01T12:00:00.007Z warning orion.http: first \\nforged  [31mline\n");
}

void TestLogging::writesJsonThatReadsBack()
{
    const QString message = QStringLiteral("a \"quoted\" ümlaut\nand more");
    const QByteArray line = logLine(LogFormat::Json, QtCriticalMsg, QStringLiteral("orion.x"),
                                    message, QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC));
    QCOMPARE(line.count('\n'), 1);
    const QJsonObject entry = QJsonDocument::fromJson(line).object();
    QCOMPARE(entry.value(QStringLiteral("level")).toString(), QStringLiteral("error"));
    QCOMPARE(entry.value(QStringLiteral("category")).toString(), QStringLiteral("orion.x"));
    QCOMPARE(entry.value(QStringLiteral("time")).toString(),
             QStringLiteral("2026-03-01T12:00:00.000Z"));
    QCOMPARE(entry.value(QStringLiteral("message")).toString(),
             QStringLiteral("a \"quoted\" ümlaut\\nand more"));
}

QTEST_GUILESS_MAIN(TestLogging)
#include "test_logging.moc"
