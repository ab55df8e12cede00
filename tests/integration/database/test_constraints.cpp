#include "services/database/sqlerror.h"
#include "services/database/transaction.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

// Rules that hold whatever the programs do.
class TestConstraints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_db = std::make_unique<TestDatabase>(); }
    void cleanupTestCase() { m_db.reset(); }
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void movesWaitingPayloadsToTheirMonth();
    void keepsPayloadsCompressedAndByteForByte();

private:
    std::unique_ptr<TestDatabase> m_db;
};

namespace
{

const QString unique = QStringLiteral("23505");
const QString check = QStringLiteral("23514");
const QString notNull = QStringLiteral("23502");

// Two vendors: the first with an active subscription, an ended one, and usage.
const QString beginning = QStringLiteral(
    "insert into billing.vendors (id, vendor_code, name, email) overriding system value values "
    "(1, 'V1', 'One', 'one@example.com'), (2, 'V2', 'Two', 'two@example.com');"
    "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, period_start, "
    "stripe_subscription_id, stripe_status) values "
    "(1, 1, 'active', now(), 'sub_1', 'active'), (1, 1, 'cancelled', now(), 'sub_0', 'canceled');"
    "insert into billing.usage_windows values (1, 'orders', '2026-11-01', 5);"
    "insert into billing.usage_gauges (vendor_id, products) values (1, 3);"
    "insert into billing.stripe_webhook_events (event_id, event_type, created_at) values "
    "('evt_1', 'invoice.paid', now());"
    "insert into billing.stripe_operations (kind, idempotency_key, method, path, body, actor) "
    "values ('checkout', 'key', 'POST', '/v1/x', '', 'test');"
    "insert into billing.job_runs (job, scheduled_for) values ('snapshot', '2026-11-01');");

QString subscription(const char *vendor, const char *status, const char *more = "",
                     const char *values = "")
{
    return QStringLiteral("insert into billing.vendor_subscriptions (vendor_id, tier_id, "
                          "period_start, status%3) values (%1, 1, now(), '%2'%4)")
        .arg(QLatin1String(vendor), QLatin1String(status), QLatin1String(more),
             QLatin1String(values));
}

QString snapshot(const char *day)
{
    return QStringLiteral("insert into billing.capacity_snapshots (snapshot_date, total_vendors, "
                          "active_vendors, trial_vendors, total_subscriptions, "
                          "active_subscriptions, total_products, total_orders_month, "
                          "total_team_members, db_size_mb) values ('%1', 1, 1, 0, 1, 1, 0, 0, 0, "
                          "1);")
        .arg(QLatin1String(day));
}

} // namespace

void TestConstraints::refuses_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("state");
    for (const char *status : {"active", "paused", "incomplete"})
        QTest::addRow("a second live subscription: %s", status)
            << subscription("1", status) << unique;
    QTest::newRow("a second live subscription: trial")
        << subscription("1", "trial", ", trial_ends_at", ", now()") << unique;
    QTest::newRow("an ended one coming back to life beside a live one")
        << "update billing.vendor_subscriptions set status = 'active' where "
           "stripe_subscription_id = 'sub_0'"
        << unique;
    QTest::newRow("a Stripe subscription twice")
        << subscription("2", "active", ", stripe_subscription_id, stripe_status",
                        ", 'sub_1', 'active'")
        << unique;
    QTest::newRow("a local trial without an end") << subscription("2", "trial") << check;
    QTest::newRow("past due since never")
        << subscription("2", "past_due", ", stripe_subscription_id, stripe_status",
                        ", 'sub_2', 'past_due'")
        << check;
    QTest::newRow("a status of Stripe's spelling") << subscription("2", "canceled") << check;
    QTest::newRow("an event twice")
        << "insert into billing.stripe_webhook_events (event_id, event_type, created_at) values "
           "('evt_1', 'invoice.paid', now())"
        << unique;
    QTest::newRow("an event of an unknown state")
        << "update billing.stripe_webhook_events set status = 'done'" << check;
    QTest::newRow("a second snapshot a day")
        << snapshot("2026-11-20") + snapshot("2026-11-20") << unique;
    QTest::newRow("negative orders") << "update billing.usage_windows set used = used - 6" << check;
    QTest::newRow("negative products")
        << "update billing.usage_gauges set products = products - 4" << check;
    QTest::newRow("negative team members")
        << "update billing.usage_gauges set team_members = -1" << check;
    QTest::newRow("an operation's key twice")
        << "insert into billing.stripe_operations (kind, idempotency_key, method, path, body, "
           "actor) values ('other', 'key', 'POST', '/v1/x', '', 'test')"
        << unique;
    QTest::newRow("a job's run twice")
        << "insert into billing.job_runs (job, scheduled_for) values ('snapshot', '2026-11-01')"
        << unique;
    QTest::newRow("a currency in capitals")
        << "update billing.subscription_tiers set currency = 'EUR'" << check;
    QTest::newRow("a negative price")
        << "update billing.subscription_tiers set price_monthly_cents = -1" << check;
    QTest::newRow("a tier's code twice")
        << "update billing.subscription_tiers set code = 'business' where code = 'essential'"
        << unique;
    QTest::newRow("features that are no list")
        << "update billing.subscription_tiers set features = '{}'" << check;
    QTest::newRow("two tiers in the same place")
        << "update billing.subscription_tiers set display_order = 10" << unique;
    QTest::newRow("a second binding to Stripe")
        << "insert into billing.stripe_binding (livemode) values (false); "
           "insert into billing.stripe_binding (livemode) values (true)"
        << unique;
    QTest::newRow("a vendor without a name")
        << "insert into billing.vendors (vendor_code, name, email) values ('V3', '', 'a@b')"
        << check;
    QTest::newRow("a vendor's code with a slash")
        << "insert into billing.vendors (vendor_code, name, email) values ('a/b', 'x', 'a@b')"
        << check;
}

void TestConstraints::refuses()
{
    QFETCH(QString, sql);
    QFETCH(QString, state);
    Transaction transaction(m_db->session()); // rolled back
    QVERIFY(transaction.begin());
    const auto begun = m_db->session().script(beginning);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().detail));
    const auto done = m_db->session().script(sql);
    QVERIFY(!done);
    QCOMPARE(sqlState(done.error()), state);
}

void TestConstraints::accepts_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("a live one beside ended ones")
        << subscription("2", "cancelled") + u';' + subscription("2", "expired") + u';' +
               subscription("2", "trial", ", trial_ends_at", ", now()");
    QTest::newRow("the next window")
        << "insert into billing.usage_windows values (1, 'orders', '2026-12-01', 0)";
    QTest::newRow("tiers changing places")
        << "update billing.subscription_tiers set display_order = 30 - display_order where "
           "display_order in (10, 20)";
    QTest::newRow("no limit and no price")
        << "update billing.subscription_tiers set orders_per_month = null, "
           "price_annual_cents = null";
    QTest::newRow("snapshots of two days") << snapshot("2026-11-20") + snapshot("2026-11-21");
    QTest::newRow("a Stripe trial whose end is not known yet") << subscription(
        "2", "trial", ", stripe_subscription_id, stripe_status", ", 'sub_2', 'trialing'");
}

void TestConstraints::accepts()
{
    QFETCH(QString, sql);
    Transaction transaction(m_db->session()); // rolled back
    QVERIFY(transaction.begin());
    QVERIFY(m_db->session().script(beginning));
    const auto done = m_db->session().script(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

void TestConstraints::movesWaitingPayloadsToTheirMonth()
{
    TestDatabase db;
    QVERIFY(db.session().script(
        QStringLiteral("insert into billing.stripe_webhook_payloads values "
                       "(1, '2031-05-31 23:59:59.999+00', 'may'), "
                       "(2, '2031-06-01 00:00+00', 'june'), (3, '2031-07-01 00:00+00', 'july')")));
    const QString where = QStringLiteral(
        "select string_agg(payload || ' in ' || tableoid::regclass::text, ', ' order by "
        "event_row_id) from billing.stripe_webhook_payloads");
    QVERIFY(db.session().script(
        QStringLiteral("select billing.ensure_payload_partitions('2031-05-17', 2)")));
    QCOMPARE(db.value(where), QStringLiteral("may in billing.stripe_webhook_payloads_2031_05, "
                                             "june in billing.stripe_webhook_payloads_2031_06, "
                                             "july in billing.stripe_webhook_payloads_default"));
    // Again changes nothing.
    QVERIFY(db.session().script(
        QStringLiteral("select billing.ensure_payload_partitions('2031-05-17', 2)")));
}

void TestConstraints::keepsPayloadsCompressedAndByteForByte()
{
    TestDatabase db;
    QCOMPARE(db.value(QStringLiteral(
                 "select string_agg(distinct attcompression::text, ',') from pg_attribute a join "
                 "pg_class c on c.oid = attrelid where attname = 'payload' and relname like "
                 "'stripe\\_webhook\\_payloads\\_%' and relkind = 'r'")),
             QStringLiteral("l"));
    const QString body =
        QStringLiteral("{\"a\" : 1,\r\n \"a\":\"\\u0000 é 😀\"}  ") + QString(5000, u' ');
    QVERIFY(db.session().execute(
        QStringLiteral("insert into billing.stripe_webhook_payloads values (1, now(), ?)"),
        {body}));
    QCOMPARE(db.value(QStringLiteral("select payload from billing.stripe_webhook_payloads")), body);
}

QTEST_GUILESS_MAIN(TestConstraints)
#include "test_constraints.moc"
