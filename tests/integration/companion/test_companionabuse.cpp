#include <QFile>
#include <QTest>

#include "services/stripe/signature.h"
#include "tests/integration/companion/companionclient.h"
#include "tests/support/abuse/hostileclients.h"
#include "tests/support/abuse/steadysender.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

namespace
{

constexpr int idleClients = 400;
constexpr int activeClients = 12; // of each kind
constexpr int events = 300;
constexpr double perSecond = 50;
constexpr qint64 mostMegabytes = 100;

// Everybody stays small, ours and theirs, so that the machine's limit on open files does not
// matter.
static_assert(idleClients + 10 * activeClients < 900);

qint64 peakMegabytes(qint64 process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toLongLong() / 1024;
    }
    return -1;
}

} // namespace

// Clients that misbehave in every way at once, and a sender beside them that does not.
class TestCompanionAbuse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void servesAWellBehavedSenderBesideHostileClients();

private:
    std::vector<QByteArray> signedEvents() const;

    std::unique_ptr<TestDatabase> m_database;
};

void TestCompanionAbuse::initTestCase()
{
    m_database = std::make_unique<TestDatabase>();
    addVendor(*m_database, QStringLiteral("steady"));
}

std::vector<QByteArray> TestCompanionAbuse::signedEvents() const
{
    std::vector<QByteArray> requests;
    for (int i = 0; i < events; ++i) {
        const QByteArray body =
            subscriptionEvent(QStringLiteral("evt_steady_%1").arg(i), QStringLiteral("steady"));
        requests.push_back(
            "POST /api/v1/webhooks/stripe HTTP/1.1\r\nHost: steady\r\nContent-Length: " +
            QByteArray::number(body.size()) + "\r\nStripe-Signature: " +
            signPayload(body, testSecret, QDateTime::currentDateTimeUtc()) + "\r\n\r\n" + body);
    }
    return requests;
}

void TestCompanionAbuse::servesAWellBehavedSenderBesideHostileClients()
{
    CompanionProcess companion(companionEnvironment(*m_database));
    QVERIFY2(companion.start(), companion.errorOutput().constData());
    const Abuse::Target target{
        {boost::asio::ip::make_address("127.0.0.1"), quint16(companion.url().port())}};

    Abuse::HostileClients hostile(target);
    hostile.add(Abuse::idleShape(), idleClients);
    hostile.addOfEachKind(Abuse::activeShapes("/api/v1/openapi.json"), activeClients);
    hostile.start();
    Abuse::SteadyPlan plan;
    plan.perSecond = perSecond;
    const auto result = Abuse::sendSteadily(target, signedEvents(), plan);
    hostile.stop();

    QCOMPARE(result.accepted, events);
    QCOMPARE(result.refused, 0);
    QCOMPARE(result.broken, 0);
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.stripe_webhook_events "
                                              "where event_id like 'evt\\_steady\\_%'")),
             QString::number(events));
    const qint64 peak = peakMegabytes(companion.processId());
    QVERIFY2(peak > 0 && peak < mostMegabytes, qPrintable(QString::number(peak)));

    for (const auto &[name, count] : hostile.counts()) {
        QVERIFY2(count.connections >= count.clients, name.constData());
        for (const auto &[status, number] : count.answers) {
            const bool isAllowed = name == "half-closed" ? status == 200 : status >= 400;
            QVERIFY2(isAllowed,
                     qPrintable(QStringLiteral("%1 got %2")
                                    .arg(QString::fromUtf8(name), QString::number(status))));
        }
    }
    QVERIFY(hostile.counts().at("folded-header").answers.contains(400));
    QVERIFY(hostile.counts().at("endless-header").answers.contains(431));
    // A line for some, not for each of them.
    QVERIFY(companion.errorOutput().count("Refused a request") < 50);
    QCOMPARE(companion.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestCompanionAbuse)
#include "test_companionabuse.moc"
