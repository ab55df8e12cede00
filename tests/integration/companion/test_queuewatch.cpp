#include "app/companion/queuewatch.h"

#include "tests/support/manualclock.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

namespace
{

QByteArray gauge(const Metrics &metrics, const QByteArray &name)
{
    for (const QByteArray &line : metrics.text().split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1);
    }
    return "none";
}

} // namespace

class TestQueueWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatWaits();
    void tellsNothingWhenTheDatabaseDoesNot();
};

void TestQueueWatch::tellsWhatWaits()
{
    TestDatabase database;
    ManualClock clock(QDateTime::fromSecsSinceEpoch(1790003600, Qt::UTC));
    QVERIFY(database.session().execute(
        QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, status, "
                       "next_attempt_at, created_at, received_at) values "
                       "('a', 't', 'received', null, now(), to_timestamp(1790003540)), "
                       "('b', 't', 'received', to_timestamp(1790003660), now(), now()), "
                       "('c', 't', 'failed', null, now(), now()), "
                       "('d', 't', 'processed', null, now(), now())")));
    Metrics metrics;
    const QueueWatch watch(database.settings(QStringLiteral("orion_companion")), clock, metrics,
                           std::chrono::milliseconds(50));
    QTRY_COMPARE(gauge(metrics, "orion_webhook_queue_due"), QByteArray("1"));
    QCOMPARE(gauge(metrics, "orion_webhook_queue_retrying"), QByteArray("1"));
    QCOMPARE(gauge(metrics, "orion_webhook_failed"), QByteArray("1"));
    QCOMPARE(gauge(metrics, "orion_webhook_queue_oldest_seconds"), QByteArray("60"));
    clock.advanceSeconds(60);
    QTRY_COMPARE(gauge(metrics, "orion_webhook_queue_due"), QByteArray("2"));
}

void TestQueueWatch::tellsNothingWhenTheDatabaseDoesNot()
{
    TestDatabase database;
    ManualClock clock(QDateTime::fromSecsSinceEpoch(1790003600, Qt::UTC));
    Metrics metrics;
    const QueueWatch watch(database.settings(QStringLiteral("orion_companion")), clock, metrics,
                           std::chrono::milliseconds(50));
    QTRY_COMPARE(gauge(metrics, "orion_webhook_queue_due"), QByteArray("0"));
    QVERIFY(database.session().execute(
        QStringLiteral("revoke select on billing.stripe_webhook_events from orion_companion")));
    QTRY_COMPARE(gauge(metrics, "orion_webhook_queue_due"), QByteArray("nan"));
    QCOMPARE(gauge(metrics, "orion_webhook_queue_oldest_seconds"), QByteArray("nan"));
    QVERIFY(database.session().execute(
        QStringLiteral("grant select on billing.stripe_webhook_events to orion_companion")));
    QTRY_COMPARE(gauge(metrics, "orion_webhook_queue_due"), QByteArray("0"));
}

QTEST_GUILESS_MAIN(TestQueueWatch)
#include "test_queuewatch.moc"
