#include "app/sandbox/delivery/webhooksender.h"
#include "services/stripe/signature.h"
#include "tests/support/manualclock.h"

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <atomic>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

// Takes webhooks and answers them as the test says; keeps what it got.
class Receiver : public QObject
{
public:
    struct Received
    {
        QByteArray signature;
        QByteArray body;
    };

    Receiver()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
        m_listens = m_server.listen(QHostAddress::LocalHost);
    }

    bool listens() const { return m_listens; }
    QString url() const { return u"http://127.0.0.1:%1/hook"_s.arg(m_server.serverPort()); }

    QByteArrayList statuses; // of the next answers; "200 OK" when they are used up
    bool silent = false;     // takes everything and answers nothing
    std::vector<Received> received;

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &got = m_partial[socket];
        got += socket->readAll();
        const qsizetype end = got.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArrayList head = got.left(end).split('\n');
        QByteArray signature;
        qsizetype length = 0;
        for (const QByteArray &line : head) {
            if (line.toLower().startsWith("stripe-signature:"))
                signature = line.mid(17).trimmed();
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        }
        if (got.size() < end + 4 + length)
            return;
        received.push_back({signature, got.mid(end + 4, length)});
        got.clear();
        if (silent)
            return;
        const QByteArray status = statuses.isEmpty() ? "200 OK" : statuses.takeFirst();
        socket->write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
    }

    QTcpServer m_server;
    bool m_listens = false;
    QHash<QTcpSocket *, QByteArray> m_partial;
};

} // namespace

class TestSandboxDelivery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sendsASignedEvent();
    void triesAgainUntilItArrives_data();
    void triesAgainUntilItArrives();
    void givesUpAfterTheLastAttempt();
    void givesUpOnAReceiverThatNeverAnswers();
    void givesUpAtOnceWhenTooMuchWaits();
    void signsAnewAtEveryAttempt();

private:
    Delivery delivery(const Receiver &receiver) const
    {
        return {u"evt_1"_s, u"we_1"_s, receiver.url(), "whsec_test", R"({"id":"evt_1"})"};
    }
    WebhookSender::Settled counting()
    {
        return [this](const Delivery &, bool delivered) { ++(delivered ? m_delivered : m_failed); };
    }

    ManualClock m_clock{QDateTime(QDate(2026, 1, 31), QTime(12, 0), Qt::UTC)};
    std::atomic<int> m_delivered = 0;
    std::atomic<int> m_failed = 0;
};

void TestSandboxDelivery::init()
{
    m_delivered = 0;
    m_failed = 0;
}

void TestSandboxDelivery::sendsASignedEvent()
{
    Receiver receiver;
    QVERIFY(receiver.listens());
    WebhookSender sender(m_clock, {}, counting());
    sender.enqueue(delivery(receiver));
    QTRY_COMPARE(m_delivered.load(), 1);
    QCOMPARE(receiver.received.size(), std::size_t(1));
    const auto &got = receiver.received.front();
    QCOMPARE(got.body, R"({"id":"evt_1"})");
    QVERIFY(verifySignature(got.signature, got.body, {"whsec_test"}, m_clock.now()));
    QVERIFY(!verifySignature(got.signature, got.body, {"whsec_other"}, m_clock.now()));
}

void TestSandboxDelivery::triesAgainUntilItArrives_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("error") << QByteArray("500 Internal Server Error");
    QTest::newRow("refusal") << QByteArray("400 Bad Request");
    QTest::newRow("redirect") << QByteArray("302 Found");
}

void TestSandboxDelivery::triesAgainUntilItArrives()
{
    QFETCH(QByteArray, status);
    Receiver receiver;
    receiver.statuses = {status, status};
    DeliveryOptions options;
    options.firstWait = 5ms;
    WebhookSender sender(m_clock, options, counting());
    sender.enqueue(delivery(receiver));
    QTRY_COMPARE(m_delivered.load(), 1);
    QCOMPARE(receiver.received.size(), std::size_t(3));
    QCOMPARE(receiver.received.at(2).body, receiver.received.at(0).body);
    QCOMPARE(m_failed.load(), 0);
}

void TestSandboxDelivery::givesUpAfterTheLastAttempt()
{
    Receiver receiver;
    receiver.statuses = QByteArrayList(10, "503 Service Unavailable");
    DeliveryOptions options;
    options.firstWait = 1ms;
    options.attempts = 3;
    WebhookSender sender(m_clock, options, counting());
    sender.enqueue(delivery(receiver));
    QTRY_COMPARE(m_failed.load(), 1);
    QCOMPARE(receiver.received.size(), std::size_t(3));
    QCOMPARE(m_delivered.load(), 0);
}

void TestSandboxDelivery::givesUpOnAReceiverThatNeverAnswers()
{
    Receiver receiver;
    receiver.silent = true;
    DeliveryOptions options;
    options.deadline = 50ms;
    options.attempts = 1;
    WebhookSender sender(m_clock, options, counting());
    sender.enqueue(delivery(receiver));
    QTRY_COMPARE(m_failed.load(), 1);
}

void TestSandboxDelivery::givesUpAtOnceWhenTooMuchWaits()
{
    Receiver receiver;
    receiver.silent = true; // nothing gets done while the queue fills
    DeliveryOptions options;
    options.inFlight = 1;
    options.mostQueued = 2;
    WebhookSender sender(m_clock, options, counting());
    for (int i = 0; i < 5; ++i)
        sender.enqueue(delivery(receiver));
    // One is under way, two wait.
    QTRY_COMPARE(m_failed.load(), 2);
    QCOMPARE(m_delivered.load(), 0);
}

void TestSandboxDelivery::signsAnewAtEveryAttempt()
{
    Receiver receiver;
    receiver.statuses = {"500 Internal Server Error"};
    DeliveryOptions options;
    options.firstWait = 100ms;
    WebhookSender sender(m_clock, options, counting());
    sender.enqueue(delivery(receiver));
    QTRY_COMPARE(receiver.received.size(), std::size_t(1));
    m_clock.advanceSeconds(3600);
    QTRY_COMPARE(m_delivered.load(), 1);
    const auto &last = receiver.received.back();
    QVERIFY(verifySignature(last.signature, last.body, {"whsec_test"}, m_clock.now()));
    QVERIFY(receiver.received.front().signature != last.signature);
}

QTEST_GUILESS_MAIN(TestSandboxDelivery)
#include "test_sandbox_delivery.moc"
