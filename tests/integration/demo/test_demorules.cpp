#include "models/domain/cronschedule.h"
#include "models/domain/mrr.h"
#include "models/domain/period.h"
#include "services/capacity/snapshots.h"
#include "services/capacity/subscriptioncapacity.h"
#include "services/demo/demodata.h"
#include "services/jobs/joblist.h"
#include "services/jobs/joboverview.h"
#include "services/webhooks/dispatcher.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

namespace
{

const QDateTime aMorning(QDate(2026, 3, 31), QTime(9, 30), Qt::UTC);

} // namespace

// Holds the demo's rows against DOMAIN's rules, on a platform big enough to have every case.
class TestDemoRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hasNoRowThat_data();
    void hasNoRowThat();
    void hasSome_data();
    void hasSome();
    void countsOrdersInTheWindowOfTheDomain();
    void ignoresTheEventsThatNobodyHandles();
    void recordsTheMrrOfTheDomain();
    void measuresTodayAsItIs();
    void hasRunEveryJobByItsSchedule();
    void holdsTodaysUseAgainstTheLimitsThatHold();
    void spreadsTheTiersLikeARealPlatform();
    void grows();

private:
    std::unique_ptr<TestDatabase> m_db;
};

void TestDemoRules::initTestCase()
{
    m_db = std::make_unique<TestDatabase>();
    DemoOptions options;
    options.vendors = 2000;
    options.now = aMorning;
    const auto made = makeDemoData(m_db->session(), options);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message + made.error().detail));
    QVERIFY(m_db->session().script(
        QStringLiteral("create function present() returns timestamptz stable language sql "
                       "return '2026-03-31 09:30:00+00'::timestamptz")));
}

void TestDemoRules::hasNoRowThat_data()
{
    QTest::addColumn<QString>("from");
    const auto rule = [](const char *name, const char *from) {
        QTest::newRow(name) << QString::fromUtf8(from);
    };
    rule("is a job's run that is to come",
         "billing.job_runs where started_at > present() or finished_at > present() or "
         "finished_at is null");
    rule("is a second live subscription",
         "(select vendor_id from billing.vendor_subscriptions where status in ('trial', 'active', "
         "'past_due', 'paused', 'incomplete') group by 1 having count(*) > 1) x");
    rule("is not shown by exactly one subscription, the live one first",
         "billing.vendors v where (select count(*) from billing.vendor_subscriptions s where "
         "s.vendor_id = v.id and is_current) <> 1 or exists (select from "
         "billing.vendor_subscriptions s where s.vendor_id = v.id and ended_at is null and not "
         "is_current)");
    rule("is live past its period",
         "billing.vendor_subscriptions where status in ('trial', 'active', 'past_due', 'paused', "
         "'incomplete') and (period_end <= present() or period_start > present())");
    rule("is over before its end",
         "billing.vendor_subscriptions where status in ('cancelled', 'expired') and "
         "(ended_at is null or ended_at > present() or ended_at < created_at)");
    rule("is cancelled for over a month",
         "billing.vendor_subscriptions where status = 'cancelled' and ended_at < present() - "
         "interval '30 days'");
    rule("is a local trial without an end",
         "billing.vendor_subscriptions where stripe_subscription_id is null and (status not in "
         "('trial', 'expired') or trial_ends_at is distinct from created_at + interval '30 days')");
    rule(
        "says what Stripe does not",
        "billing.vendor_subscriptions where stripe_subscription_id is not null and (status, "
        "stripe_status) not in (('trial', 'trialing'), ('active', 'active'), ('paused', 'active'), "
        "('past_due', 'past_due'), ('past_due', 'unpaid'), ('incomplete', 'incomplete'), "
        "('cancelled', 'canceled'), ('expired', 'canceled'))");
    rule("is past due without a failed payment",
         "billing.vendor_subscriptions s where status = 'past_due' and (payment_retry_count not "
         "between 1 and 4 or not exists (select from billing.billing_history h where "
         "h.stripe_subscription_id = s.stripe_subscription_id and h.status = 'open' and "
         "h.attempt_count = s.payment_retry_count))");
    rule("pays a price that its tier never had",
         "billing.vendor_subscriptions s where stripe_price_id is not null and not price_unknown "
         "and not exists (select from billing.tier_prices p where p.stripe_price_id = "
         "s.stripe_price_id and p.tier_id = s.tier_id and p.amount_cents = s.price_cents and "
         "p.currency = s.currency and (p.interval = 'year') = s.is_annual)");
    rule("is an unknown price that is known",
         "billing.vendor_subscriptions join billing.tier_prices using (stripe_price_id) where "
         "price_unknown");
    rule("is a tier with an id that is no active price of it",
         "billing.subscription_tiers t where code <> 'enterprise' and (not exists (select from "
         "billing.tier_prices p where p.stripe_price_id = t.stripe_price_monthly_id and p.active "
         "and p.amount_cents = t.price_monthly_cents and p.tier_id = t.id) or not exists (select "
         "from billing.tier_prices p where p.stripe_price_id = t.stripe_price_annual_id and "
         "p.active and p.amount_cents = t.price_annual_cents and p.tier_id = t.id))");
    rule("is paid in part", "billing.billing_history where status = 'paid' and (amount_paid_cents "
                            "<> total_cents or amount_remaining_cents <> 0 or paid_at is null)");
    rule("is unpaid and paid",
         "billing.billing_history where status <> 'paid' and (amount_paid_cents <> 0 or "
         "amount_remaining_cents <> total_cents or paid_at is not null or refunded_cents <> 0)");
    rule("does not add up", "billing.billing_history where subtotal_cents + tax_cents <> "
                            "total_cents or subtotal_cents < 0 or tax_cents < 0");
    rule("is refunded beyond what was paid",
         "billing.billing_history where refunded_cents > amount_paid_cents");
    rule("is an invoice of the future",
         "billing.billing_history where invoice_date > present() or paid_at > present() or paid_at "
         "< invoice_date or updated_at > present() or invoice_date < present() - interval '18 "
         "months'");
    rule("is an invoice before its vendor", "billing.billing_history h join billing.vendors v on "
                                            "v.id = h.vendor_id where invoice_date < v.created_at");
    rule("is in another currency than its subscription",
         "billing.billing_history h join billing.vendor_subscriptions s using "
         "(stripe_subscription_id) where h.currency <> s.currency");
    rule("has another's number", "(select invoice_number from billing.billing_history where "
                                 "invoice_number is not null group by 1 having count(*) > 1) x");
    rule("has a number that is out of order",
         "(select invoice_number, lag(invoice_number) over (partition by vendor_id order by "
         "invoice_date, id) as before from billing.billing_history where invoice_number is not "
         "null) x where invoice_number <= before");
    rule("is billed twice for a period",
         "(select stripe_subscription_id, period_start from billing.billing_history where "
         "billing_reason = 'subscription_cycle' group by 1, 2 having count(*) > 1) x");
    rule(
        "is active and not billed for its period",
        "billing.vendor_subscriptions s where status = 'active' and period_start > present() - "
        "interval '17 months' and not exists (select from billing.billing_history h where "
        "h.stripe_subscription_id = s.stripe_subscription_id and h.invoice_date = s.period_start)");
    rule("is charged another price than the one in force",
         "billing.billing_history h join billing.vendor_subscriptions s using "
         "(stripe_subscription_id) where h.billing_reason = 'subscription_cycle' and "
         "not exists (select from billing.subscription_changes c where c.subscription_id = s.id "
         "and h.subtotal_cents in (c.old_price_cents, c.new_price_cents)) and not exists (select "
         "from billing.subscription_changes c where c.subscription_id = s.id and "
         "c.new_price_cents < c.old_price_cents and c.occurred_at < h.invoice_date and "
         "c.occurred_at >= h.invoice_date - interval '32 days')");
    rule("is a change that does not go on from the one before",
         "(select *, row_number() over w as nth, lag(new_tier_id) over w as t, lag(new_status) "
         "over w as s, lag(new_price_cents) over w as p, lag(new_mrr_cents) over w as m from "
         "billing.subscription_changes window w as (partition by subscription_id order by "
         "occurred_at, id)) x where nth > 1 and (old_tier_id, old_status, old_price_cents, "
         "old_mrr_cents) is distinct from (t, s, p, m)");
    rule("is no longer what its last change says",
         "(select distinct on (subscription_id) * from billing.subscription_changes order by "
         "subscription_id, occurred_at desc, id desc) c right join billing.vendor_subscriptions s "
         "on s.id = c.subscription_id where (new_tier_id, new_status, new_price_cents) is distinct "
         "from (s.tier_id, s.status, s.price_cents)");
    rule("is a change out of time", "billing.subscription_changes where occurred_at > present()");
    rule("is more orders or products than the limit allows",
         "billing.vendor_subscriptions s join billing.subscription_tiers t on t.id = s.tier_id "
         "join billing.usage_gauges g using (vendor_id) left join billing.limit_overrides o on "
         "o.vendor_id = s.vendor_id and (o.expires_at is null or o.expires_at > present()) where "
         "s.ended_at is null and (g.products > case when o.metric = 'products' then o.limit_value "
         "else t.products_limit end or g.team_members > case when o.metric = 'team_members' then "
         "o.limit_value else t.team_members end or exists (select from billing.usage_windows w "
         "where w.vendor_id = s.vendor_id and used > case when o.metric = 'orders' then "
         "o.limit_value else t.orders_per_month end))");
    rule("is an add-on past its period",
         "billing.vendor_addons where status = 'active' and (period_end <= present() or "
         "period_start > present() or ended_at is not null)");
    rule("is an add-on without a live subscription",
         "billing.vendor_addons a where status = 'active' and not exists (select from "
         "billing.vendor_subscriptions s where s.vendor_id = a.vendor_id and s.ended_at is null)");
    rule("is an e-mail that could reach somebody",
         "billing.vendors where email not like '%@%.example'");
    rule("is an event out of its fortnight",
         "billing.stripe_webhook_events where source <> 'demo' or created_at not between present() "
         "- interval '14 days 1 second' and present() or livemode");
    rule("is an event without its payload",
         "billing.stripe_webhook_events e left join billing.stripe_webhook_payloads p on "
         "p.event_row_id = e.id and p.received_at = e.received_at where p.payload is null or "
         "p.payload::json ->> 'id' <> e.event_id or p.payload::json ->> 'type' <> e.event_type or "
         "p.payload::json #>> '{data,object,id}' is distinct from e.object_id or "
         "p.payload::json ->> 'api_version' <> e.api_version");
    rule("is a processed event newer than its object",
         "billing.stripe_webhook_events e join billing.stripe_objects o using (object_id) where "
         "e.status = 'processed' and (o.version_created, o.version_event_id) < (e.created_at, "
         "e.event_id)");
    rule("is an event without its reason",
         "billing.stripe_webhook_events where (status = 'processed') <> (last_error is null)");
    rule("is a missing day", "generate_series('2024-09-30'::date, '2026-03-31', '1 day') d where "
                             "not exists (select from billing.capacity_snapshots where "
                             "snapshot_date = d)");
}

void TestDemoRules::hasNoRowThat()
{
    QFETCH(const QString, from);
    QCOMPARE(m_db->value(QStringLiteral("select count(*) from ") + from), QStringLiteral("0"));
}

void TestDemoRules::hasSome_data()
{
    QTest::addColumn<QString>("from");
    for (const char *status :
         {"trial", "active", "past_due", "cancelled", "expired", "paused", "incomplete"})
        QTest::newRow(status) << QStringLiteral("billing.vendor_subscriptions where status = '%1'")
                                     .arg(QLatin1String(status));
    for (const char *status : {"paid", "open", "void", "uncollectible"})
        QTest::newRow(status) << QStringLiteral("billing.billing_history where status = '%1'")
                                     .arg(QLatin1String(status));
    for (const char *status : {"processed", "ignored", "superseded", "failed"})
        QTest::newRow(status) << QStringLiteral("billing.stripe_webhook_events where status = '%1'")
                                     .arg(QLatin1String(status));
    for (const char *currency : {"eur", "usd", "gbp", "chf", "jpy"})
        QTest::newRow(currency) << QStringLiteral("billing.billing_history where currency = '%1'")
                                       .arg(QLatin1String(currency));
    const auto some = [](const char *name, const char *from) {
        QTest::newRow(name) << QString::fromUtf8(from);
    };
    some("local trials", "billing.vendor_subscriptions where status = 'trial' and "
                         "stripe_subscription_id is null");
    some("trials at Stripe", "billing.vendor_subscriptions where status = 'trial' and "
                             "stripe_status = 'trialing'");
    some("scheduled cancellations", "billing.vendor_subscriptions where cancel_at > present() and "
                                    "status = 'active'");
    some("retired prices with subscribers",
         "billing.vendor_subscriptions join billing.tier_prices p using (stripe_price_id) where "
         "not p.active and status = 'active'");
    some("unknown prices", "billing.vendor_subscriptions where price_unknown");
    some("vendors who came back", "(select from billing.vendor_subscriptions group by vendor_id "
                                  "having count(*) > 1) x");
    some("taxes", "billing.billing_history where tax_cents > 0");
    some("refunds", "billing.billing_history where refunded_cents > 0");
    some("payments after retries", "billing.billing_history where status = 'paid' and "
                                   "attempt_count > 1");
    some("invoices on account", "billing.billing_history where due_date is not null");
    some("upgrades", "billing.billing_history where billing_reason = 'subscription_update'");
    some("domains", "billing.vendor_addons where domain_name like '%.example'");
    some("overrides", "billing.limit_overrides");
    some("vendors at their limit of orders",
         "billing.usage_windows w join billing.vendor_subscriptions s using (vendor_id) join "
         "billing.subscription_tiers t on t.id = s.tier_id where used = orders_per_month and "
         "w.window_start > present() - interval '1 month'");
    some("events of an old version", "billing.stripe_webhook_payloads where payload::jsonb #> "
                                     "'{data,object,current_period_start}' is not null");
    some("failed jobs", "billing.job_runs where state = 'failed' and message like '%.'");
    some("jobs that people asked for", "billing.job_runs where requested_at < started_at and "
                                       "state = 'succeeded'");
    some("jobs that people cancelled", "billing.job_runs where state = 'cancelled' and "
                                       "cancel_requested_by is not null");
    some("jobs that lost their companion", "billing.job_runs where state = 'lost'");
    some("audit entries", "billing.audit_log where action = 'tier.price_changed'");
}

void TestDemoRules::hasSome()
{
    QFETCH(const QString, from);
    QVERIFY(m_db->value(QStringLiteral("select count(*) from ") + from).toInt() > 0);
}

void TestDemoRules::countsOrdersInTheWindowOfTheDomain()
{
    const auto rows = m_db->session().select(
        QStringLiteral("select s.period_start, s.period_end, max(w.window_start) from "
                       "billing.vendor_subscriptions s left join billing.usage_windows w using "
                       "(vendor_id) where s.ended_at is null group by s.id"),
        {}, [](const Row &row) {
            return std::pair(Period{row.time(0), row.time(1)}, row.time(2));
        });
    QVERIFY(rows);
    QVERIFY(rows->size() > 1500);
    for (const auto &[billed, windowStart] : *rows)
        QCOMPARE(windowStart, orderWindow(billed, aMorning).start);
}

void TestDemoRules::ignoresTheEventsThatNobodyHandles()
{
    const auto statuses = m_db->session().select(
        QStringLiteral("select event_type, status = 'ignored' from billing.stripe_webhook_events "
                       "group by 1, 2"),
        {}, [](const Row &row) { return std::pair(row.text(0), row.boolean(1)); });
    QVERIFY(statuses);
    QVERIFY(statuses->size() > 5);
    for (const auto &[type, isIgnored] : *statuses)
        QVERIFY2(isIgnored != handledTypes().contains(type), qPrintable(type));
}

void TestDemoRules::recordsTheMrrOfTheDomain()
{
    const auto rows = m_db->session().select(
        QStringLiteral("select c.new_status, c.new_price_cents, s.is_annual, c.new_mrr_cents from "
                       "billing.subscription_changes c join billing.vendor_subscriptions s on s.id "
                       "= c.subscription_id"),
        {}, [](const Row &row) {
            const auto status = subscriptionStatusFromText(row.text(0));
            const auto interval = row.boolean(2) ? BillingInterval::Year : BillingInterval::Month;
            return std::pair(mrrCents(*status, row.optionalInteger(1), interval), row.integer(3));
        });
    QVERIFY(rows);
    QVERIFY(rows->size() > 5000);
    for (const auto &[expected, recorded] : *rows)
        QCOMPARE(recorded, expected);
}

void TestDemoRules::measuresTodayAsItIs()
{
    const QString today = QStringLiteral("select (%1) = (select %2 from "
                                         "billing.capacity_snapshots order by snapshot_date desc "
                                         "limit 1)");
    const QList<std::pair<QString, QString>> sums{
        {QStringLiteral("select count(*) from billing.vendors"), QStringLiteral("total_vendors")},
        {QStringLiteral("select count(*) from billing.vendor_subscriptions where ended_at is null"),
         QStringLiteral("total_subscriptions")},
        {QStringLiteral(
             "select count(*) from billing.vendor_subscriptions where status = 'active'"),
         QStringLiteral("active_subscriptions")},
        {QStringLiteral("select count(*) from billing.vendor_subscriptions where status = 'trial'"),
         QStringLiteral("trial_vendors")},
        {QStringLiteral("select sum(products) from billing.usage_gauges"),
         QStringLiteral("total_products")},
        {QStringLiteral("select sum(team_members) from billing.usage_gauges"),
         QStringLiteral("total_team_members")},
        {QStringLiteral("select sum(storage_used_gb) from billing.usage_gauges"),
         QStringLiteral("storage_used_gb")},
        {QStringLiteral("select jsonb_object_agg(code, n) from (select code, count(*) n from "
                        "billing.vendor_subscriptions s join billing.subscription_tiers t on t.id "
                        "= s.tier_id where ended_at is null group by 1) x"),
         QStringLiteral("tier_distribution")}};
    for (const auto &[real, column] : sums)
        QVERIFY2(m_db->value(today.arg(real, column)) == QStringLiteral("true"),
                 qPrintable(column));
}

void TestDemoRules::hasRunEveryJobByItsSchedule()
{
    const auto jobs = listJobs(m_db->session());
    QVERIFY(jobs);
    for (const Job &job : allJobs()) {
        const auto found = std::ranges::find(*jobs, job.name, &JobOverview::job);
        QVERIFY2(found != jobs->end(), qPrintable(job.name));
        QCOMPARE(found->schedule, job.schedule);
        QVERIFY2(found->ended, qPrintable(job.name));
        QCOMPARE(found->lastDue, CronSchedule::parse(job.schedule)->lastUntil(aMorning));
        // What is behind is not made up for.
        QVERIFY(!timesOf(*found, aMorning).dueSince.isValid());
    }
}

// As the capacity service sees it, exceptions included.
void TestDemoRules::holdsTodaysUseAgainstTheLimitsThatHold()
{
    const auto real = subscriptionCapacity(m_db->session(), aMorning);
    QVERIFY2(real, qPrintable(real ? QString() : real.error().detail));
    const auto latest = latestSnapshot(m_db->session());
    QVERIFY(latest && *latest);
    const CapacitySnapshot &day = **latest;
    const LimitedUse products = real->use(CapacityMetric::Products);
    QCOMPARE(day.theoreticalProductsLimit, products.sumOfLimits);
    QCOMPARE(day.limitedProducts, products.actual);
    QCOMPARE(day.unlimitedProducts, products.unlimited);
    const LimitedUse orders = real->use(CapacityMetric::Orders);
    QCOMPARE(day.theoreticalOrdersLimit, orders.sumOfLimits);
    QCOMPARE(day.limitedOrders, orders.actual);
    QCOMPARE(day.unlimitedOrders, orders.unlimited);
    const LimitedUse team = real->use(CapacityMetric::TeamMembers);
    QCOMPARE(day.theoreticalTeamLimit, team.sumOfLimits);
    QCOMPARE(day.limitedTeamMembers, team.actual);
    QCOMPARE(day.unlimitedTeamMembers, team.unlimited);
    QCOMPARE(m_db->value(QStringLiteral("select count(*) from billing.capacity_snapshots where "
                                        "limited_products > theoretical_products_limit or "
                                        "limited_orders > theoretical_orders_limit")),
             QStringLiteral("0"));
}

void TestDemoRules::spreadsTheTiersLikeARealPlatform()
{
    const auto share = [this](const QString &tier) {
        return m_db
            ->value(QStringLiteral("select round(100.0 * count(*) filter (where t.code = ?) / "
                                   "count(*)) from billing.vendor_subscriptions s join "
                                   "billing.subscription_tiers t on t.id = s.tier_id"),
                    {tier})
            .toInt();
    };
    QVERIFY(std::abs(share(QStringLiteral("essential")) - 53) <= 3);
    QVERIFY(std::abs(share(QStringLiteral("professional")) - 33) <= 3);
    QVERIFY(std::abs(share(QStringLiteral("business")) - 12) <= 2);
    QVERIFY(share(QStringLiteral("enterprise")) >= 1);
}

void TestDemoRules::grows()
{
    QCOMPARE(m_db->value(QStringLiteral(
                 "select bool_and(total_vendors >= before) from (select total_vendors, "
                 "lag(total_vendors) over (order by snapshot_date) as before from "
                 "billing.capacity_snapshots) x")),
             QStringLiteral("true"));
    const int first = m_db->value(QStringLiteral("select total_vendors from "
                                                 "billing.capacity_snapshots order by "
                                                 "snapshot_date limit 1"))
                          .toInt();
    QVERIFY(first > 400 && first < 1200);
}

QTEST_GUILESS_MAIN(TestDemoRules)
#include "test_demorules.moc"
