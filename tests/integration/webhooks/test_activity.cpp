#include "services/webhooks/activity.h"

#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

using namespace Orion;
using std::chrono::milliseconds;

namespace
{

// 28 November 2026, 09:30:20 UTC
const QDateTime present = QDateTime::fromSecsSinceEpoch(1795858220, Qt::UTC);

struct Past
{
    const char *id;
    int received; // seconds before `present`
    const char *status = "processed";
    int applied = 0;              // ms after it was received
    std::optional<int> next = {}; // attempt, seconds after `present`
    int delivered = 1;            // seconds after it was created
    const char *source = "webhook";
};

void add(WebhookWorld &world, const Past &event)
{
    const QDateTime received = present.addSecs(-event.received);
    const bool isDone = qstrcmp(event.status, "received") != 0;
    QVERIFY(world.database().session().execute(
        QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, status, "
                       "created_at, received_at, processed_at, next_attempt_at, source) "
                       "values (?, 'some.type', ?, ?, ?, ?, ?, ?)"),
        {QString::fromLatin1(event.id), QString::fromLatin1(event.status),
         received.addSecs(-event.delivered), received,
         isDone ? received.addMSecs(event.applied) : QVariant(),
         event.next ? present.addSecs(*event.next) : QVariant(),
         QString::fromLatin1(event.source)}));
}

QString written(const WebhookMinute &minute)
{
    return QStringLiteral("%1 applied %2 waiting %3 failed %4")
        .arg(minute.start.toString(QStringLiteral("hh:mm")))
        .arg(minute.applied)
        .arg(minute.waiting)
        .arg(minute.failed);
}

} // namespace

class TestActivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasEveryMinuteThoughNothingCame();
    void countsByTheMinuteOfArrival();
    void tellsHowLongEventsWereOnTheirWay();
    void tellsTheQueueOfAllTimes();
    void mayBeReadByEveryRole_data();
    void mayBeReadByEveryRole();
};

void TestActivity::hasEveryMinuteThoughNothingCame()
{
    WebhookWorld world;
    const auto activity = webhookActivity(world.companion(), present, 60);
    QVERIFY(activity);
    QCOMPARE(activity->minutes.size(), std::size_t(60));
    QCOMPARE(written(activity->minutes.front()),
             QStringLiteral("08:31 applied 0 waiting 0 failed 0"));
    QCOMPARE(written(activity->minutes.back()),
             QStringLiteral("09:30 applied 0 waiting 0 failed 0"));
    QVERIFY(!activity->deliveryMedian && !activity->applicationMedian && !activity->applicationP95);
    QCOMPARE(activity->queue.waiting(), 0);
    QVERIFY(!activity->queue.oldestDue.isValid());
}

void TestActivity::countsByTheMinuteOfArrival()
{
    WebhookWorld world;
    add(world, {.id = "outside", .received = 141}); // 09:27:59
    add(world, {.id = "now", .received = 5});
    add(world, {.id = "begun", .received = 20}); // at 09:30:00
    add(world, {.id = "before", .received = 21, .status = "ignored"});
    add(world, {.id = "older", .received = 80, .status = "superseded"});
    add(world, {.id = "bad", .received = 70, .status = "failed"});
    add(world, {.id = "waits", .received = 75, .status = "received"});
    const auto activity = webhookActivity(world.companion(), present, 3);
    QVERIFY(activity);
    QStringList minutes;
    for (const WebhookMinute &minute : activity->minutes)
        minutes.append(written(minute));
    QCOMPARE(minutes, (QStringList{QStringLiteral("09:28 applied 0 waiting 0 failed 0"),
                                   QStringLiteral("09:29 applied 2 waiting 1 failed 1"),
                                   QStringLiteral("09:30 applied 2 waiting 0 failed 0")}));
    QCOMPARE(activity->received(), 6);
    QCOMPARE(activity->failed(), 1);
}

void TestActivity::tellsHowLongEventsWereOnTheirWay()
{
    WebhookWorld world;
    add(world, {.id = "a", .received = 50, .applied = 30, .delivered = 2});
    add(world, {.id = "b", .received = 40, .applied = 20, .delivered = 1});
    add(world, {.id = "c", .received = 30, .applied = 900, .delivered = 9});
    // Neither tells: one failed long after, the other was found and not delivered.
    add(world, {.id = "d", .received = 30, .status = "failed", .applied = 50000, .delivered = 1});
    add(world, {.id = "e", .received = 10, .applied = 25, .delivered = 7200, .source = "recovery"});
    const auto activity = webhookActivity(world.companion(), present, 60);
    QVERIFY(activity);
    QCOMPARE(activity->deliveryMedian, milliseconds(1000));
    QCOMPARE(activity->applicationMedian, milliseconds(25));
    QCOMPARE(activity->applicationP95, milliseconds(900));
}

void TestActivity::tellsTheQueueOfAllTimes()
{
    WebhookWorld world;
    add(world, {.id = "old", .received = 90000, .status = "failed"});
    add(world, {.id = "due", .received = 100000, .status = "received"});
    add(world, {.id = "again", .received = 200000, .status = "received", .next = -1});
    add(world, {.id = "later", .received = 300000, .status = "received", .next = 60});
    const auto queue = webhookQueue(world.companion(), present);
    QVERIFY(queue);
    QCOMPARE(queue->due, 2);
    QCOMPARE(queue->retrying, 1);
    QCOMPARE(queue->failed, 1);
    QCOMPARE(queue->oldestDue, present.addSecs(-200000));
}

void TestActivity::mayBeReadByEveryRole_data()
{
    QTest::addColumn<QString>("role");
    for (const char *role : {"orion_admin", "orion_finance", "orion_ops", "orion_companion"})
        QTest::newRow(role) << QString::fromLatin1(role);
}

void TestActivity::mayBeReadByEveryRole()
{
    QFETCH(QString, role);
    WebhookWorld world;
    add(world, {.id = "one", .received = 5});
    const auto session = world.database().open(role);
    const auto activity = webhookActivity(*session, present, 60);
    QVERIFY(activity);
    QCOMPARE(activity->received(), 1);
}

QTEST_GUILESS_MAIN(TestActivity)
#include "test_activity.moc"
