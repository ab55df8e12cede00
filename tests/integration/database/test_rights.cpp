#include "services/database/sqlerror.h"
#include "services/database/transaction.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

namespace
{

const QString vendor = QStringLiteral("insert into billing.vendors (vendor_code, name, email) "
                                      "values ('V1', 'One', 'one@example.com')");
const QString tier = QStringLiteral("update billing.subscription_tiers set name = 'Other'");

} // namespace

class TestRights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_db = std::make_unique<TestDatabase>(); }
    void cleanupTestCase() { m_db.reset(); }
    void allowsEachRoleItsWork_data();
    void allowsEachRoleItsWork();
    void refusesEachRoleTheRest_data();
    void refusesEachRoleTheRest();
    void letsNobodyChangeWhatIsAppendOnly_data();
    void letsNobodyChangeWhatIsAppendOnly();
    void givesEveryFunctionThatRunsAsItsOwnerAFixedSearchPath();
    void letsThePublicDoNothing();

private:
    std::unique_ptr<TestDatabase> m_db;
};

void TestRights::allowsEachRoleItsWork_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("sql");
    const auto add = [](const char *role, const QString &sql) {
        QTest::addRow("%s: %s", role, qPrintable(sql.left(60))) << QString::fromLatin1(role) << sql;
    };
    add("orion_admin", tier);
    add("orion_admin", vendor);
    add("orion_admin", QStringLiteral("update billing.stripe_webhook_events set status = "
                                      "'received', attempts = 0, next_attempt_at = null, "
                                      "last_error = null"));
    add("orion_admin", QStringLiteral("delete from billing.limit_overrides"));
    add("orion_finance", QStringLiteral("select * from billing.billing_history"));
    add("orion_finance", QStringLiteral("select * from billing.vendors join billing."
                                        "vendor_subscriptions on vendor_id = vendors.id"));
    add("orion_finance", QStringLiteral("insert into billing.audit_log (actor, action, entity, "
                                        "entity_id) values ('me', 'export', 'invoices', '*')"));
    add("orion_ops", QStringLiteral("select payload from billing.stripe_webhook_payloads"));
    add("orion_ops",
        QStringLiteral("update billing.stripe_webhook_events set status = 'received'"));
    add("orion_ops", QStringLiteral("insert into billing.job_runs (job, scheduled_for) values "
                                    "('cleanup', now())"));
    add("orion_companion", vendor);
    add("orion_companion", QStringLiteral("select billing.ensure_payload_partitions("
                                          "current_date, 24)"));
    for (const char *role : {"orion_companion", "orion_admin"}) {
        add(role, QStringLiteral("select billing.drop_settled_payloads(10)"));
        add(role, QStringLiteral("select billing.ensure_payload_partitions('2025-01-01', 1);"
                                 "select billing.detach_payload_month('2025-01-01');"
                                 "select billing.drop_payload_month('2025-01-01', null, null)"));
        add(role, QStringLiteral("update billing.webhook_watch set maintained_at = now()"));
    }
    for (const char *role : {"orion_finance", "orion_ops", "orion_admin"})
        add(role, QStringLiteral("select * from billing.webhook_recoveries, billing.webhook_watch, "
                                 "billing.webhook_payload_months"));
    add("orion_companion", QStringLiteral("insert into billing.stripe_webhook_payloads values "
                                          "(1, now(), '{}')"));
    add("orion_companion", QStringLiteral("update billing.usage_gauges set products = 0"));
}

void TestRights::allowsEachRoleItsWork()
{
    QFETCH(QString, role);
    QFETCH(QString, sql);
    const auto session = m_db->open(role);
    Transaction transaction(*session); // rolled back
    QVERIFY(transaction.begin());
    const auto done = session->script(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

void TestRights::refusesEachRoleTheRest_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("sql");
    const auto add = [](const char *role, const QString &sql) {
        QTest::addRow("%s: %s", role, qPrintable(sql.left(60))) << QString::fromLatin1(role) << sql;
    };
    for (const char *role : {"orion_finance", "orion_ops", "orion_companion", "orion_platform"})
        add(role, tier);
    for (const char *role : {"orion_finance", "orion_ops", "orion_platform"})
        add(role, vendor);
    add("orion_finance", QStringLiteral("select payload from billing.stripe_webhook_payloads"));
    add("orion_finance", QStringLiteral("update billing.stripe_webhook_events set status = "
                                        "'received'"));
    add("orion_finance", QStringLiteral("insert into billing.subscription_changes default values"));
    add("orion_finance", QStringLiteral("update billing.billing_history set total_cents = 0"));
    add("orion_ops", QStringLiteral("update billing.stripe_webhook_events set event_type = 'x'"));
    add("orion_ops", QStringLiteral("update billing.vendor_subscriptions set status = 'active'"));
    add("orion_admin", QStringLiteral("update billing.billing_history set total_cents = 0"));
    add("orion_admin", QStringLiteral("delete from billing.vendors"));
    add("orion_admin", QStringLiteral("delete from billing.stripe_webhook_events"));
    add("orion_companion", QStringLiteral("update billing.tier_prices set amount_cents = 0"));
    add("orion_companion", QStringLiteral("delete from billing.stripe_webhook_events"));
    add("orion_companion", QStringLiteral("insert into billing.limit_overrides default values"));
    for (const char *role : {"orion_finance", "orion_ops", "orion_platform"}) {
        add(role, QStringLiteral("select billing.detach_payload_month('2025-01-01')"));
        add(role, QStringLiteral("select billing.drop_payload_month('2025-01-01', null, null)"));
        add(role, QStringLiteral("select billing.drop_settled_payloads(10)"));
    }
    add("orion_companion", QStringLiteral("drop table billing.stripe_webhook_payloads_default"));
    add("orion_companion", QStringLiteral("delete from billing.webhook_payload_months"));
    add("orion_ops", QStringLiteral("update billing.webhook_watch set gap_since = null"));
    add("orion_platform", QStringLiteral("select * from billing.vendors"));
    for (const char *role : {"orion_admin", "orion_companion", "orion_ops"})
        add(role, QStringLiteral("delete from billing.schema_migrations"));
    add("orion_admin", QStringLiteral("create table billing.mine (id int)"));
    add("orion_finance", QStringLiteral("select billing.ensure_payload_partitions("
                                        "current_date, 24)"));
}

void TestRights::refusesEachRoleTheRest()
{
    QFETCH(QString, role);
    QFETCH(QString, sql);
    const auto session = m_db->open(role);
    Transaction transaction(*session); // rolled back
    QVERIFY(transaction.begin());
    const auto done = session->script(sql);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Forbidden);
}

void TestRights::letsNobodyChangeWhatIsAppendOnly_data()
{
    QTest::addColumn<QString>("sql");
    for (const char *sql :
         {"update billing.audit_log set actor = 'nobody'", "delete from billing.audit_log",
          "truncate billing.audit_log", "update billing.subscription_changes set actor = 'nobody'",
          "delete from billing.subscription_changes", "truncate billing.subscription_changes"})
        QTest::newRow(sql) << QString::fromLatin1(sql);
}

void TestRights::letsNobodyChangeWhatIsAppendOnly()
{
    QFETCH(QString, sql);
    Transaction transaction(m_db->session()); // rolled back
    QVERIFY(transaction.begin());
    QVERIFY(m_db->session().script(
        vendor +
        QStringLiteral(
            "; insert into billing.vendor_subscriptions (vendor_id, tier_id, status, "
            "period_start, trial_ends_at) select v.id, t.id, 'trial', now(), now() from "
            "billing.vendors v, billing.subscription_tiers t where t.code = 'essential'; "
            "insert into billing.subscription_changes (vendor_id, subscription_id, occurred_at, "
            "currency, cause, actor) select vendor_id, id, now(), 'eur', 'test', 'test' from "
            "billing.vendor_subscriptions; insert into billing.audit_log (actor, action, entity, "
            "entity_id) values ('me', 'edit', 'tier', '1')")));
    // Not even the owner.
    const auto changed = m_db->session().script(sql);
    QVERIFY(!changed);
    QCOMPARE(sqlState(changed.error()), QStringLiteral("23001"));
}

void TestRights::givesEveryFunctionThatRunsAsItsOwnerAFixedSearchPath()
{
    QCOMPARE(m_db->value(QStringLiteral(
                 "select string_agg(proname, ',') from pg_proc where pronamespace = "
                 "'billing'::regnamespace and prosecdef and not coalesce(proconfig::text, '') like "
                 "'%search_path=pg_catalog%'")),
             QString());
    // Nor may everybody call one.
    QCOMPARE(m_db->value(QStringLiteral(
                 "select string_agg(proname, ',') from pg_proc where pronamespace = "
                 "'billing'::regnamespace and prosecdef and (proacl is null or proacl::text like "
                 "'%{=X%' or proacl::text like '%,=X%')")),
             QString());
}

void TestRights::letsThePublicDoNothing()
{
    QCOMPARE(m_db->value(QStringLiteral(
                 "select string_agg(relname, ',') from pg_class where relnamespace = "
                 "'billing'::regnamespace and (relacl::text like '%{=%' or relacl::text like "
                 "'%,=%')")),
             QString());
}

QTEST_GUILESS_MAIN(TestRights)
#include "test_rights.moc"
