#include <QTest>

#include "tests/integration/jobs/jobworld.h"

using namespace Orion;

namespace
{

const QString job = QStringLiteral("cleanup_stale_subscriptions");

} // namespace

// What is over for thirty days is closed.
class TestStaleSubscriptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void closesWhatWasCancelledThirtyDaysAgo();
    void saysWhatItClosedAndForgot_data();
    void saysWhatItClosedAndForgot();
    void writesTheChangeAndTheAudit();
    void leavesWhatIsNotCancelledAlone();
    void closesAddonsToo();
    void forgetsTheKeysOfUsageChanges();
    void changesNothingWhenRunAgain();
    void doesNotHideTheLiveSubscription();

private:
    void cancelled(const QString &code, const QDateTime &endedAt);
    QString statusOf(const QString &code);

    std::unique_ptr<JobWorld> m_world;
};

void TestStaleSubscriptions::init()
{
    m_world.reset();
    m_world = std::make_unique<JobWorld>();
}

void TestStaleSubscriptions::cancelled(const QString &code, const QDateTime &endedAt)
{
    VendorState state;
    state.code = code;
    state.status = QStringLiteral("cancelled");
    state.stripeStatus = QStringLiteral("canceled");
    addVendor(m_world->database, state);
    m_world->execute(QStringLiteral("update billing.vendor_subscriptions s set ended_at = ? from "
                                    "billing.vendors v where v.id = vendor_id and vendor_code = ?"),
                     {endedAt, code});
}

QString TestStaleSubscriptions::statusOf(const QString &code)
{
    return m_world->value(
        QStringLiteral(
            "select concat_ws(' ', status, stripe_status) from "
            "billing.vendor_subscriptions s join billing.vendors v on v.id = s.vendor_id "
            "where vendor_code = ?"),
        {code});
}

void TestStaleSubscriptions::closesWhatWasCancelledThirtyDaysAgo()
{
    cancelled(QStringLiteral("old"), usageNow.addDays(-30));
    cancelled(QStringLiteral("recent"), usageNow.addDays(-30).addSecs(60));
    const auto report = m_world->run(job);
    QCOMPARE(report.state, JobRunState::Succeeded);
    QCOMPARE(report.run.processed, 1);
    QCOMPARE(report.run.message, QStringLiteral("1 subscription expired."));
    QCOMPARE(statusOf(QStringLiteral("old")), QStringLiteral("expired canceled"));
    QCOMPARE(statusOf(QStringLiteral("recent")), QStringLiteral("cancelled canceled"));
    QVERIFY(m_world->changed.count(Topic::Vendors));
}

void TestStaleSubscriptions::saysWhatItClosedAndForgot_data()
{
    QTest::addColumn<int>("ofEach");
    QTest::addColumn<QString>("message");
    QTest::newRow("none") << 0 << QStringLiteral("Nothing was due.");
    QTest::newRow("one") << 1
                         << QStringLiteral("1 subscription expired. 1 add-on expired. 1 key of a "
                                           "usage change was forgotten. 1 old record was "
                                           "forgotten.");
    QTest::newRow("two") << 2
                         << QStringLiteral("2 subscriptions expired. 2 add-ons expired. 2 keys of "
                                           "usage changes were forgotten. 2 old records were "
                                           "forgotten.");
}

void TestStaleSubscriptions::saysWhatItClosedAndForgot()
{
    QFETCH(int, ofEach);
    for (int i = 0; i < ofEach; ++i) {
        const QString code = QStringLiteral("old%1").arg(i);
        cancelled(code, usageNow.addDays(-45));
        m_world->execute(
            QStringLiteral("insert into billing.vendor_addons (vendor_id, addon_id, status, "
                           "stripe_subscription_id, stripe_status, ended_at) select v.id, p.id, "
                           "'cancelled', 'sub_addon_' || v.vendor_code, 'canceled', ? from "
                           "billing.vendors v, billing.addon_products p where v.vendor_code = ? "
                           "and p.code = 'ssl_premium'"),
            {usageNow.addDays(-45), code});
        m_world->execute(
            QStringLiteral("insert into billing.usage_requests (vendor_id, idempotency_key, "
                           "metric, delta, used, created_at) select id, 'old', 'orders', 1, 1, ? "
                           "from billing.vendors where vendor_code = ?"),
            {usageNow.addDays(-45), code});
        m_world->execute(
            QStringLiteral("insert into billing.webhook_recoveries (cause, actor, since, reached, "
                           "state, started_at, finished_at) values ('job', 'job', ?, ?, "
                           "'failed', ?, ?)"),
            {usageNow.addDays(-500), usageNow.addDays(-499), usageNow.addDays(-499),
             usageNow.addDays(-499)});
    }
    QTEST(m_world->run(job).run.message, "message");
}

void TestStaleSubscriptions::writesTheChangeAndTheAudit()
{
    cancelled(QStringLiteral("old"), usageNow.addDays(-45));
    (void)m_world->run(job);
    QCOMPARE(m_world->value(QStringLiteral(
                 "select concat_ws(' ', old_status, new_status, old_mrr_cents, new_mrr_cents, "
                 "cause, actor) from billing.subscription_changes")),
             QStringLiteral("cancelled expired 0 0 cleanup_stale_subscriptions cli:alice"));
    QCOMPARE(m_world->value(QStringLiteral("select concat_ws(' ', actor, action, entity_id, "
                                           "before->>'status') from billing.audit_log")),
             QStringLiteral("cli:alice subscription.expired old cancelled"));
}

void TestStaleSubscriptions::leavesWhatIsNotCancelledAlone()
{
    VendorState state;
    for (const char *status : {"active", "paused", "incomplete"}) {
        state.code = state.status = QString::fromLatin1(status);
        state.stripeStatus = state.status;
        addVendor(m_world->database, state);
    }
    m_world->execute(
        QStringLiteral("update billing.vendor_subscriptions set updated_at = ?, ended_at = ?"),
        {usageNow.addDays(-90), usageNow.addDays(-90)});
    QCOMPARE(m_world->run(job).run.processed, 0);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(status, ' ' order by status) from "
                                           "billing.vendor_subscriptions")),
             QStringLiteral("active incomplete paused"));
}

void TestStaleSubscriptions::closesAddonsToo()
{
    addVendor(m_world->database);
    m_world->execute(QStringLiteral(
        "insert into billing.vendor_addons (vendor_id, addon_id, status, stripe_subscription_id, "
        "stripe_status, ended_at) select v.id, p.id, s.status, s.id, s.stripe, s.ended from "
        "billing.vendors v, billing.addon_products p, (values "
        "('cancelled', 'sub_old', 'canceled', timestamptz '2026-04-01Z'), "
        "('cancelled', 'sub_recent', 'canceled', '2026-06-01Z'), "
        "('active', 'sub_active', 'active', null)) s (status, id, stripe, ended) "
        "where p.code = 'ssl_premium'"));
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(stripe_subscription_id || ' ' || "
                                           "status, ', ' order by id) from "
                                           "billing.vendor_addons")),
             QStringLiteral("sub_old expired, sub_recent cancelled, sub_active active"));
    QCOMPARE(m_world->value(QStringLiteral("select action || ' ' || entity_id || ' ' || "
                                           "(after->>'addon') from billing.audit_log")),
             QStringLiteral("addon.expired acme ssl_premium"));
    QVERIFY(m_world->changed.count(Topic::Addons));
}

void TestStaleSubscriptions::forgetsTheKeysOfUsageChanges()
{
    addVendor(m_world->database);
    m_world->execute(
        QStringLiteral("insert into billing.usage_requests (vendor_id, idempotency_key, metric, "
                       "delta, used, created_at) select v.id, k, 'orders', 1, 1, t from "
                       "billing.vendors v, (values ('old', ?::timestamptz), ('recent', "
                       "?::timestamptz)) x (k, t)"),
        {usageNow.addDays(-31), usageNow.addDays(-29)});
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(idempotency_key, ',') from "
                                           "billing.usage_requests")),
             QStringLiteral("recent"));
}

void TestStaleSubscriptions::changesNothingWhenRunAgain()
{
    cancelled(QStringLiteral("old"), usageNow.addDays(-31));
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(m_world->run(job).run.processed, 0);
    QCOMPARE(m_world->value(QStringLiteral("select count(*) from billing.audit_log")),
             QStringLiteral("1"));
}

void TestStaleSubscriptions::doesNotHideTheLiveSubscription()
{
    cancelled(QStringLiteral("acme"), usageNow.addDays(-40));
    m_world->execute(QStringLiteral(
        "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, stripe_status, "
        "stripe_subscription_id, period_start) select vendor_id, tier_id, 'active', 'active', "
        "'sub_new', period_start from billing.vendor_subscriptions"));
    QCOMPARE(m_world->run(job).run.processed, 1);
    QCOMPARE(m_world->value(QStringLiteral("select string_agg(status || ' ' || is_current, ', ' "
                                           "order by id) from billing.vendor_subscriptions")),
             QStringLiteral("expired false, active true"));
}

QTEST_GUILESS_MAIN(TestStaleSubscriptions)
#include "test_stalesubscriptions.moc"
