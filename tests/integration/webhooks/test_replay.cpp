#include "services/webhooks/replay.h"

#include "tests/integration/webhooks/webhookworld.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

QByteArray unknown(const QString &id)
{
    return eventJson({.id = id, .type = QStringLiteral("some.unknown")},
                     {{QStringLiteral("id"), QStringLiteral("ob_1")}});
}

// An applied, an ignored and a failed event.
void fill(WebhookWorld &world)
{
    world.addVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({eventJson(
        {.id = QStringLiteral("evt_1"), .type = QStringLiteral("customer.subscription.created")},
        subscription({}))});
    world.deliver({unknown(QStringLiteral("evt_2"))});
    world.deliver(
        {eventJson({.id = QStringLiteral("evt_3"), .type = QStringLiteral("invoice.paid")},
                   invoice({.id = QStringLiteral("in_1"),
                            .customer = QStringLiteral("cus_9"),
                            .subscription = QString()}))});
}

// So many more events that failed.
void addFailed(WebhookWorld &world, int count)
{
    QVERIFY(world.database().session().execute(
        QStringLiteral("insert into billing.stripe_webhook_events (event_id, event_type, status, "
                       "attempts, last_error, created_at) select 'evt_f' || i, 'invoice.paid', "
                       "'failed', 14, 'No vendor', now() from generate_series(1, ?) i"),
        {count}));
}

QString statuses(WebhookWorld &world)
{
    return world.value(QStringLiteral(
        "select string_agg(concat_ws(' ', status, count), ', ' order by status) from (select "
        "status, count(*) from billing.stripe_webhook_events group by status) as counts"));
}

} // namespace

class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replaysAsOps();
    void refusesToReplayAsFinance();
    void saysWhichEventIsUnknown();
    void replaysEveryEventThatMatches();
    void replaysOnlyWhatWasThereWhenItBegan();
    void endsBetweenStepsWhenTold();
    void findsNothingToReplay();
    void leavesAnAppliedEventAloneWhosePayloadIsGone();
};

void TestReplay::replaysAsOps()
{
    WebhookWorld world({.maxAttempts = 1});
    fill(world);
    const auto ops = world.database().open(QStringLiteral("orion_ops"));
    const auto replayed = replayEvents(
        *ops, {QStringLiteral("evt_3"), QStringLiteral("evt_1"), QStringLiteral("evt_none")},
        QStringLiteral("olga"));
    QVERIFY(replayed);
    QCOMPARE(*replayed, 2);
    QCOMPARE(
        world.value(QStringLiteral(
            "select concat_ws(' ', status, attempts, last_error, next_attempt_at, processed_at) "
            "from billing.stripe_webhook_events where event_id = 'evt_3'")),
        QStringLiteral("received 0"));
    QCOMPARE(world.value(QStringLiteral(
                 "select string_agg(concat_ws(' ', actor, action, entity_id, before->>'status', "
                 "after->>'status'), ', ' order by entity_id) from billing.audit_log")),
             QStringLiteral("olga webhook.replay evt_1 processed received, "
                            "olga webhook.replay evt_3 failed received"));
    const auto outcome = world.work();
    QCOMPARE(outcome.claimed, 2);
    QCOMPARE(outcome.processed, 1);
    QCOMPARE(outcome.failed, 1);
}

void TestReplay::refusesToReplayAsFinance()
{
    WebhookWorld world;
    world.receive({unknown(QStringLiteral("evt_1"))});
    const auto finance = world.database().open(QStringLiteral("orion_finance"));
    const auto replayed = replayEvents(*finance, {QStringLiteral("evt_1")}, QStringLiteral("fred"));
    QVERIFY(!replayed);
    QCOMPARE(replayed.error().code, ErrorCode::Forbidden);
}

void TestReplay::saysWhichEventIsUnknown()
{
    WebhookWorld world;
    const auto replayed =
        replayEvents(world.companion(), {QStringLiteral("evt_9")}, QStringLiteral("olga"));
    QVERIFY(!replayed);
    QCOMPARE(replayed.error().code, ErrorCode::NotFound);
    QVERIFY(replayed.error().message.contains(QLatin1String("evt_9")));
}

void TestReplay::replaysEveryEventThatMatches()
{
    WebhookWorld world({.maxAttempts = 1});
    fill(world);
    addFailed(world, 2300);
    const auto ops = world.database().open(QStringLiteral("orion_ops"));
    std::vector<qint64> steps;
    const auto replayed = replayMatching(
        *ops, {.status = WebhookStatus::Failed, .typePrefix = QStringLiteral("invoice.")},
        QStringLiteral("olga"), [&](qint64 soFar) {
            steps.push_back(soFar);
            return true;
        });
    QVERIFY(replayed);
    QCOMPARE(*replayed, qint64(2301));
    QCOMPARE(steps, (std::vector<qint64>{1000, 2000}));
    QCOMPARE(statuses(world), QStringLiteral("ignored 1, processed 1, received 2301"));
    QCOMPARE(world.value(QStringLiteral("select count(distinct entity_id) from billing.audit_log "
                                        "where actor = 'olga' and before->>'status' = 'failed'")),
             QStringLiteral("2301"));
}

void TestReplay::replaysOnlyWhatWasThereWhenItBegan()
{
    WebhookWorld world;
    addFailed(world, 1000);
    // One that was put back fails again, one that fails comes anew.
    const auto meanwhile = [&world](qint64) {
        world.receive({unknown(QStringLiteral("evt_new"))});
        world.database().session().execute(
            QStringLiteral("update billing.stripe_webhook_events set status = 'failed' "
                           "where event_id in ('evt_f7', 'evt_new')"));
        return true;
    };
    const auto replayed = replayMatching(world.companion(), {.status = WebhookStatus::Failed},
                                         QStringLiteral("olga"), meanwhile);
    QVERIFY(replayed);
    QCOMPARE(*replayed, qint64(1000));
    QCOMPARE(statuses(world), QStringLiteral("failed 2, received 999"));
}

void TestReplay::endsBetweenStepsWhenTold()
{
    WebhookWorld world;
    addFailed(world, 1500);
    const auto replayed = replayMatching(world.companion(), {.status = WebhookStatus::Failed},
                                         QStringLiteral("olga"), [](qint64) { return false; });
    QCOMPARE(replayed.value(), qint64(1000));
    QCOMPARE(statuses(world), QStringLiteral("failed 500, received 1000"));
}

void TestReplay::findsNothingToReplay()
{
    WebhookWorld world;
    world.deliver({unknown(QStringLiteral("evt_1"))});
    const auto replayed = replayMatching(world.companion(), {.status = WebhookStatus::Failed},
                                         QStringLiteral("olga"));
    QCOMPARE(replayed.value(), qint64(0));
    QCOMPARE(statuses(world), QStringLiteral("ignored 1"));
}

void TestReplay::leavesAnAppliedEventAloneWhosePayloadIsGone()
{
    WebhookWorld world;
    fill(world);
    QVERIFY(
        world.companion().execute(QStringLiteral("delete from billing.stripe_webhook_payloads")));
    const auto all = replayMatching(world.companion(), {}, QStringLiteral("olga"));
    QCOMPARE(all.value(), qint64(1)); // the one that waits
    const auto one =
        replayEvents(world.companion(), {QStringLiteral("evt_1")}, QStringLiteral("olga"));
    QVERIFY(!one);
    QVERIFY(one.error().message.contains(QLatin1String("no longer kept")));
    QCOMPARE(world.statusOf(QStringLiteral("evt_1")), QStringLiteral("processed"));
}

QTEST_GUILESS_MAIN(TestReplay)
#include "test_replay.moc"
