#include <QNetworkDatagram>
#include <QSemaphore>
#include <QTest>
#include <QUdpSocket>

#include <thread>

#include "services/billing/addons/domainavailability.h"

using namespace Orion;

// A name server that answers every question with one code, or never.
class NameServer
{
public:
    explicit NameServer(int code)
        : m_code(code)
        , m_thread([this] { run(); })
    {
        m_ready.acquire();
    }
    ~NameServer()
    {
        m_stopping = true;
        m_thread.join();
    }
    quint16 port() const { return m_port; }
    QByteArray question() const { return m_question; } // after the check

private:
    void run()
    {
        QUdpSocket socket;
        socket.bind(QHostAddress(QHostAddress::LocalHost), 0);
        m_port = socket.localPort();
        m_ready.release();
        while (!m_stopping) {
            if (!socket.waitForReadyRead(20))
                continue;
            const QNetworkDatagram datagram = socket.receiveDatagram();
            QByteArray answer = datagram.data();
            m_question = answer;
            if (m_code < 0 || answer.size() < 12)
                continue;
            answer[2] = char(answer[2] | 0x80); // a response
            answer[3] = char(0x80 | m_code);    // of a server that asks others
            socket.writeDatagram(datagram.makeReply(answer));
        }
    }

    const int m_code;
    std::atomic<bool> m_stopping = false;
    std::atomic<quint16> m_port = 0;
    QByteArray m_question;
    QSemaphore m_ready;
    std::thread m_thread;
};

class TestDnsAvailability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsByTheCode_data();
    void tellsByTheCode();
    void saysThatItCouldNotBeChecked_data();
    void saysThatItCouldNotBeChecked();

private:
    static Result<Availability> check(const NameServer &server)
    {
        return DnsAvailability(
                   DnsAvailability::Server{QHostAddress(QHostAddress::LocalHost).toIPv4Address(),
                                           server.port()})
            .check(QStringLiteral("shop.com"));
    }
};

void TestDnsAvailability::tellsByTheCode_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<Availability>("availability");
    QTest::newRow("does not exist") << 3 << Availability::Free;
    QTest::newRow("exists") << 0 << Availability::Taken; // also without any name server
}

void TestDnsAvailability::tellsByTheCode()
{
    QFETCH(int, code);
    QFETCH(Availability, availability);
    NameServer server(code);
    const auto checked = check(server);
    QVERIFY2(checked, qUtf8Printable(checked ? QString() : checked.error().detail));
    QCOMPARE(*checked, availability);
    QVERIFY(server.question().contains(QByteArray("\x04shop\x03"
                                                  "com\x00\x00\x02\x00\x01",
                                                  14))); // NS of shop.com
}

void TestDnsAvailability::saysThatItCouldNotBeChecked_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("the server failed") << 2;
    QTest::newRow("the server refused") << 5;
    QTest::newRow("no answer") << -1;
}

void TestDnsAvailability::saysThatItCouldNotBeChecked()
{
    QFETCH(int, code);
    NameServer server(code);
    const auto checked = check(server);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::Unavailable);
    QVERIFY(checked.error().message.contains(QLatin1String("shop.com is free could not be")));
}

QTEST_GUILESS_MAIN(TestDnsAvailability)
#include "test_dnsavailability.moc"
