#include <QTest>

#include <atomic>
#include <deque>
#include <thread>

#include "app/companion/webhookintake.h"
#include "services/database/transaction.h"
#include "services/stripe/signature.h"
#include "tests/support/manualclock.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

namespace
{

const QByteArray secret = QByteArrayLiteral("whsec_intake");

// The answers of one intake, in the order of the requests; 0 while there is none.
class Answers
{
public:
    Http::Responder next()
    {
        std::atomic<int> &slot = m_statuses.emplace_back(0);
        return [&slot](const Http::Response &response) { slot = response.status; };
    }
    QList<int> statuses() const
    {
        QList<int> list;
        for (const std::atomic<int> &status : m_statuses)
            list.append(status);
        return list;
    }

private:
    std::deque<std::atomic<int>> m_statuses; // references stay good while it grows
};

} // namespace

// The intake by itself, against a database whose event table a test can lock.
class TestWebhookIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sharesACommitAmongThoseThatWait();
    void refusesMoreThanItCanHold();
    void stopStoresWhatWaits();
    void oneBadEventDoesNotRefuseItsNeighbours();
    void tellsOnlyOfNewEvents();
    void hasTheRightOfWayWhileRequestsWait();

private:
    void start(WebhookIntake::Limits limits);
    void receive(const QString &id);
    void lockTheTable();
    void unlockTheTable() { m_lock.reset(); }
    // Locks the table and has the intake thread wait for it with one event.
    void occupy();
    QByteArray metric(const QByteArray &name) const;
    QString stored()
    {
        return m_database->value(QStringLiteral(
            "select string_agg(event_id, ' ' order by id) from billing.stripe_webhook_events"));
    }

    const ManualClock m_clock{QDateTime::fromSecsSinceEpoch(1'790'000'000, Qt::UTC)};
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Session> m_locker;
    std::unique_ptr<Transaction> m_lock;
    std::unique_ptr<Metrics> m_metrics;
    RightOfWay m_way;
    std::unique_ptr<Answers> m_answers;
    std::atomic<int> m_told = 0;
    std::unique_ptr<WebhookIntake> m_intake;
};

void TestWebhookIntake::init()
{
    m_database = std::make_unique<TestDatabase>();
    m_locker = m_database->open();
    m_metrics = std::make_unique<Metrics>();
    m_answers = std::make_unique<Answers>();
    m_told = 0;
}

void TestWebhookIntake::cleanup()
{
    m_lock.reset();
    m_intake.reset();
    m_locker.reset();
    m_database.reset();
}

void TestWebhookIntake::start(WebhookIntake::Limits limits)
{
    m_intake = std::make_unique<WebhookIntake>(
        m_database->settings(QStringLiteral("orion_companion")), std::vector{Secret(secret)},
        m_clock, *m_metrics, m_way, [this] { ++m_told; }, limits);
}

void TestWebhookIntake::receive(const QString &id)
{
    Http::Request request;
    request.body = "{\"id\":\"" + id.toUtf8() +
                   "\",\"object\":\"event\",\"created\":1000000000,\"type\":\"test.x\","
                   "\"data\":{\"object\":{}}}";
    request.headers.insert("stripe-signature", signPayload(request.body, secret, m_clock.now()));
    m_intake->receive(request, m_answers->next());
}

void TestWebhookIntake::lockTheTable()
{
    m_lock = std::make_unique<Transaction>(*m_locker);
    QVERIFY(m_lock->begin().has_value());
    // Not execute(): LOCK cannot be prepared.
    QVERIFY(m_locker
                ->script(QStringLiteral(
                    "lock table billing.stripe_webhook_events in access exclusive mode"))
                .has_value());
}

void TestWebhookIntake::occupy()
{
    lockTheTable();
    receive(QStringLiteral("evt_0"));
    QTRY_COMPARE(m_intake->waiting(), std::size_t(0));
}

QByteArray TestWebhookIntake::metric(const QByteArray &name) const
{
    const QByteArrayList lines = m_metrics->text().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1);
    }
    return {};
}

void TestWebhookIntake::sharesACommitAmongThoseThatWait()
{
    start({.waiting = 100, .batch = 4});
    occupy();
    for (int i = 1; i <= 6; ++i)
        receive(QStringLiteral("evt_%1").arg(i));
    QCOMPARE(m_answers->statuses(), QList<int>(7, 0)); // nothing is answered before its commit
    unlockTheTable();
    QTRY_COMPARE(m_answers->statuses(), QList<int>(7, 200));
    QCOMPARE(stored(), QStringLiteral("evt_0 evt_1 evt_2 evt_3 evt_4 evt_5 evt_6"));
    // One alone, then a full batch, then the rest.
    QCOMPARE(metric("orion_webhook_batch_size_bucket{le=\"1\"}"), QByteArray("1"));
    QCOMPARE(metric("orion_webhook_batch_size_bucket{le=\"2\"}"), QByteArray("2"));
    QCOMPARE(metric("orion_webhook_batch_size_bucket{le=\"4\"}"), QByteArray("3"));
    QCOMPARE(metric("orion_webhook_batch_size_sum"), QByteArray("7"));
}

void TestWebhookIntake::refusesMoreThanItCanHold()
{
    start({.waiting = 2, .batch = 4});
    occupy();
    for (int i = 1; i <= 4; ++i)
        receive(QStringLiteral("evt_%1").arg(i));
    QCOMPARE(m_answers->statuses(), (QList<int>{0, 0, 0, 503, 503}));
    unlockTheTable();
    QTRY_COMPARE(m_answers->statuses(), (QList<int>{200, 200, 200, 503, 503}));
    QCOMPARE(stored(), QStringLiteral("evt_0 evt_1 evt_2"));
}

void TestWebhookIntake::stopStoresWhatWaits()
{
    start({.waiting = 100, .batch = 2});
    occupy();
    for (int i = 1; i <= 5; ++i)
        receive(QStringLiteral("evt_%1").arg(i));
    m_intake->refuseNew();
    receive(QStringLiteral("evt_late"));
    unlockTheTable();
    m_intake->stop();
    QCOMPARE(m_answers->statuses(), (QList<int>{200, 200, 200, 200, 200, 200, 503}));
    QCOMPARE(stored(), QStringLiteral("evt_0 evt_1 evt_2 evt_3 evt_4 evt_5"));
}

void TestWebhookIntake::oneBadEventDoesNotRefuseItsNeighbours()
{
    QVERIFY(m_database->session()
                .script(QStringLiteral("alter table billing.stripe_webhook_events "
                                       "add check (event_id <> 'evt_2')"))
                .has_value());
    start({.waiting = 100, .batch = 4});
    occupy();
    for (int i = 1; i <= 3; ++i)
        receive(QStringLiteral("evt_%1").arg(i));
    unlockTheTable();
    QTRY_COMPARE(m_answers->statuses(), (QList<int>{200, 200, 503, 200}));
    QCOMPARE(stored(), QStringLiteral("evt_0 evt_1 evt_3"));
}

void TestWebhookIntake::tellsOnlyOfNewEvents()
{
    start({});
    receive(QStringLiteral("evt_1"));
    QTRY_COMPARE(m_answers->statuses(), QList<int>{200});
    QCOMPARE(m_told, 1);
    receive(QStringLiteral("evt_1"));
    QTRY_COMPARE(m_answers->statuses(), (QList<int>{200, 200}));
    QCOMPARE(m_told, 1);
    QCOMPARE(metric("orion_webhook_intake_total{outcome=\"duplicate\"}"), QByteArray("1"));
}

void TestWebhookIntake::hasTheRightOfWayWhileRequestsWait()
{
    using namespace std::chrono_literals;
    start({});
    m_way.giveWay(1h); // nothing to do: nobody has to wait
    occupy();
    std::atomic<bool> isGone = false;
    std::jthread other([&] {
        m_way.giveWay(1h);
        isGone = true;
    });
    m_way.giveWay(10ms); // longer nobody waits than he wants to
    QVERIFY(!isGone);
    unlockTheTable();
    QTRY_VERIFY(isGone);
    QCOMPARE(stored(), QStringLiteral("evt_0"));
}

QTEST_GUILESS_MAIN(TestWebhookIntake)
#include "test_webhookintake.moc"
