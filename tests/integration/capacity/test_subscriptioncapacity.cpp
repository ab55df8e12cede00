#include <QTest>

#include "services/capacity/subscriptioncapacity.h"
#include "services/capacity/tierpressure.h"
#include "tests/integration/capacity/capacityworld.h"

using namespace Orion;

namespace
{

const QString essential = QStringLiteral("essential");
const QString professional = QStringLiteral("professional");
const QString enterprise = QStringLiteral("enterprise");

} // namespace

// What all subscriptions use of their limits, against numbers worked out by hand.
class TestSubscriptionCapacity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEmptyPlatformHasNothing();
    void sumsUpWhatHasALimitAndCountsTheRest();
    void countsLiveSubscriptionsOnly_data();
    void countsLiveSubscriptionsOnly();
    void exceptionsBeatTheTierUntilTheyExpire();
    void anExceptionMayBeUnlimitedOrLimitTheUnlimited();
    void whoeverHasNeverUsedAnythingCountsWithItsLimit();
    void ordersAreThoseOfThePresentWindow();
    void windowsAreThoseOfTheDomain();
    void showsTiersInTheirOrder();
    void financeAndOpsMayAsk_data();
    void financeAndOpsMayAsk();
    void findsVendorsNearTheirLimit();

private:
    SubscriptionCapacity capacity();
    QString use(CapacityMetric metric) { return described(capacity().use(metric)); }

    std::unique_ptr<CapacityWorld> m_world;
};

void TestSubscriptionCapacity::init()
{
    m_world.reset();
    m_world = std::make_unique<CapacityWorld>();
}

SubscriptionCapacity TestSubscriptionCapacity::capacity()
{
    const auto found = subscriptionCapacity(*m_world->companion, m_world->clock.now());
    if (!found)
        qFatal("%s", qPrintable(found.error().detail));
    return *found;
}

void TestSubscriptionCapacity::anEmptyPlatformHasNothing()
{
    const SubscriptionCapacity found = capacity();
    QVERIFY(found.tiers.empty());
    QCOMPARE(found.subscriptions(), 0);
    QCOMPARE(found.computedAt, usageNow);
    QCOMPARE(found.use(CapacityMetric::Products).theoreticalLimit(), 0);
}

void TestSubscriptionCapacity::sumsUpWhatHasALimitAndCountsTheRest()
{
    m_world->vendor(QStringLiteral("a"), essential, {120, 1, 40, {}});
    m_world->vendor(QStringLiteral("b"), essential, {30, 1, 60, {}});
    m_world->vendor(QStringLiteral("c"), professional, {900, 2, 250, {}});
    m_world->vendor(QStringLiteral("d"), enterprise, {5000, 40, 7000, {}});
    const SubscriptionCapacity found = capacity();
    QCOMPARE(found.subscriptions(), 4);
    // Products: only Essential has a limit, 200 each.
    const LimitedUse products = found.use(CapacityMetric::Products);
    QCOMPARE(described(products), QStringLiteral("2 limited use 150 of 400, 2 unlimited use 5900"));
    QCOMPARE(products.utilizationPercent(), 37.5);
    QCOMPARE(products.headroom(), 250);
    // Orders: 100 + 100 + 500.
    QCOMPARE(described(found.use(CapacityMetric::Orders)),
             QStringLiteral("3 limited use 350 of 700, 1 unlimited use 7000"));
    // Team: 1 + 1 + 3.
    QCOMPARE(described(found.use(CapacityMetric::TeamMembers)),
             QStringLiteral("3 limited use 4 of 5, 1 unlimited use 40"));
}

void TestSubscriptionCapacity::countsLiveSubscriptionsOnly_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<qint64>("counted");
    for (const char *status : {"trial", "active", "past_due", "paused", "incomplete"})
        QTest::newRow(status) << QString::fromLatin1(status) << qint64(1);
    for (const char *status : {"cancelled", "expired"})
        QTest::newRow(status) << QString::fromLatin1(status) << qint64(0);
}

void TestSubscriptionCapacity::countsLiveSubscriptionsOnly()
{
    QFETCH(QString, status);
    m_world->vendor(QStringLiteral("a"), essential, {10, 1, 5, {}}, status);
    QTEST(capacity().subscriptions(), "counted");
    QTEST(capacity().use(CapacityMetric::Products).limited, "counted");
}

void TestSubscriptionCapacity::exceptionsBeatTheTierUntilTheyExpire()
{
    m_world->vendor(QStringLiteral("a"), essential, {120, 1, 40, {}});
    m_world->vendor(QStringLiteral("b"), essential, {30, 1, 60, {}});
    m_world->exception(QStringLiteral("a"), QStringLiteral("products"), 500);
    m_world->exception(QStringLiteral("a"), QStringLiteral("orders"), 150, usageNow.addSecs(60));
    m_world->exception(QStringLiteral("b"), QStringLiteral("team_members"), 4, usageNow);
    QCOMPARE(use(CapacityMetric::Products),
             QStringLiteral("2 limited use 150 of 700, 0 unlimited use 0"));
    QCOMPARE(use(CapacityMetric::Orders),
             QStringLiteral("2 limited use 100 of 250, 0 unlimited use 0"));
    QCOMPARE(use(CapacityMetric::TeamMembers),
             QStringLiteral("2 limited use 2 of 2, 0 unlimited use 0"));
    m_world->clock.advanceSeconds(60);
    QCOMPARE(use(CapacityMetric::Orders),
             QStringLiteral("2 limited use 100 of 200, 0 unlimited use 0"));
}

void TestSubscriptionCapacity::anExceptionMayBeUnlimitedOrLimitTheUnlimited()
{
    m_world->vendor(QStringLiteral("a"), essential, {120, 1, 40, {}});
    m_world->vendor(QStringLiteral("b"), essential, {30, 1, 60, {}});
    m_world->vendor(QStringLiteral("c"), enterprise, {5000, 40, 7000, {}});
    m_world->exception(QStringLiteral("a"), QStringLiteral("products"), std::nullopt);
    m_world->exception(QStringLiteral("a"), QStringLiteral("team_members"), std::nullopt);
    m_world->exception(QStringLiteral("c"), QStringLiteral("products"), 6000);
    m_world->exception(QStringLiteral("c"), QStringLiteral("orders"), 8000);
    QCOMPARE(use(CapacityMetric::Products),
             QStringLiteral("2 limited use 5030 of 6200, 1 unlimited use 120"));
    QCOMPARE(use(CapacityMetric::Orders),
             QStringLiteral("3 limited use 7100 of 8200, 0 unlimited use 0"));
    QCOMPARE(use(CapacityMetric::TeamMembers),
             QStringLiteral("1 limited use 1 of 1, 2 unlimited use 41"));
}

void TestSubscriptionCapacity::whoeverHasNeverUsedAnythingCountsWithItsLimit()
{
    m_world->vendor(QStringLiteral("a"), essential, {});
    QCOMPARE(use(CapacityMetric::Products),
             QStringLiteral("1 limited use 0 of 200, 0 unlimited use 0"));
    QCOMPARE(use(CapacityMetric::Orders),
             QStringLiteral("1 limited use 0 of 100, 0 unlimited use 0"));
}

void TestSubscriptionCapacity::ordersAreThoseOfThePresentWindow()
{
    m_world->vendor(QStringLiteral("a"), essential, {{}, {}, 40, {}});
    m_world->window(QStringLiteral("a"), usageNow.addDays(-10).addMonths(-1), 90);
    QCOMPARE(capacity().use(CapacityMetric::Orders).actual, 40);
    // The period that Stripe tells has moved: the window of before says nothing any more.
    m_world->execute(QStringLiteral("update billing.vendor_subscriptions set period_start = ?"),
                     {usageNow.addDays(-2)});
    QCOMPARE(capacity().use(CapacityMetric::Orders).actual, 0);
}

// Periods of every kind on every day of more than a year, for each exactly the window that
// billing.window_start() names, and orders in the windows beside it.
void TestSubscriptionCapacity::windowsAreThoseOfTheDomain()
{
    m_world->execute(QStringLiteral("insert into billing.vendors (vendor_code, name, email) select "
                                    "'v' || i, 'V', 'a@b.example' "
                                    "from generate_series(1, 2000) i"));
    m_world->execute(
        QStringLiteral(
            "insert into billing.vendor_subscriptions (vendor_id, tier_id, status, period_start, "
            "period_end, is_annual) select v.id, t.id, 'active', case n % 5 when 0 then day - "
            "interval '1 month' else day end, case n % 5 when 0 then day when 1 then null when 2 "
            "then day + interval '1 month' when 3 then day + interval '1 year' else day + "
            "interval '14 days' end, true from (select id, row_number() over () as n from "
            "billing.vendors) v cross join lateral (select ?::timestamptz - interval '1 day' * (n "
            "/ 5) as day) d, billing.subscription_tiers t where t.code = 'enterprise'"),
        {QDateTime(QDate(2026, 4, 5), QTime(7, 0), Qt::UTC)});
    for (const char *moment :
         {"2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z", "2026-03-30T12:00:00Z",
          "2026-03-31T07:00:00Z", "2026-05-31T18:59:59Z", "2028-02-29T07:00:00Z"})
    {
        const QString now = QString::fromLatin1(moment);
        m_world->execute(QStringLiteral("delete from billing.usage_windows"));
        m_world->execute(
            QStringLiteral(
                "insert into billing.usage_windows (vendor_id, metric, window_start, "
                "used) select vendor_id, 'orders', billing.window_start(period_start, "
                "period_end, ?::timestamptz + make_interval(days => 31 * d)), case d when 0 then 1 "
                "else 1000 end from billing.vendor_subscriptions, generate_series(-1, "
                "1) d on conflict do nothing"),
            {now});
        const auto found =
            subscriptionCapacity(*m_world->companion, QDateTime::fromString(now, Qt::ISODate));
        QVERIFY(found);
        QCOMPARE(found->use(CapacityMetric::Orders).unlimitedUse, 2000);
    }
}

void TestSubscriptionCapacity::showsTiersInTheirOrder()
{
    m_world->vendor(QStringLiteral("a"), enterprise, {});
    m_world->vendor(QStringLiteral("b"), essential, {});
    m_world->vendor(QStringLiteral("c"), essential, {});
    const SubscriptionCapacity found = capacity();
    QCOMPARE(found.tiers.size(), std::size_t(2));
    QCOMPARE(found.tiers[0].code, essential);
    QCOMPARE(found.tiers[0].subscriptions, 2);
    QCOMPARE(found.tiers[1].name, QStringLiteral("Enterprise"));
}

void TestSubscriptionCapacity::financeAndOpsMayAsk_data()
{
    QTest::addColumn<QString>("role");
    for (const char *role : {"orion_admin", "orion_finance", "orion_ops"})
        QTest::newRow(role) << QString::fromLatin1(role);
}

void TestSubscriptionCapacity::financeAndOpsMayAsk()
{
    QFETCH(QString, role);
    m_world->vendor(QStringLiteral("a"), essential, {});
    const auto session = m_world->database.open(role);
    const auto found = subscriptionCapacity(*session, usageNow);
    QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
    QCOMPARE(found->subscriptions(), 1);
}

void TestSubscriptionCapacity::findsVendorsNearTheirLimit()
{
    m_world->vendor(QStringLiteral("a"), essential,
                    {180, 1, 0, {}}); // 180 of 200; 1 of 1 is no near
    m_world->vendor(QStringLiteral("b"), essential, {179, 1, 90, {}}); // 90 of 100
    m_world->vendor(QStringLiteral("c"), essential, {179, 1, 89, {}});
    m_world->vendor(QStringLiteral("d"), essential, {200, 1, 100, {}}); // both
    m_world->vendor(QStringLiteral("e"), essential, {400, 1, 0, {}});   // an exception
    m_world->exception(QStringLiteral("e"), QStringLiteral("products"), 1000);
    m_world->vendor(QStringLiteral("f"), essential, {500, 1, 0, {}}); // without a limit
    m_world->exception(QStringLiteral("f"), QStringLiteral("products"), std::nullopt);
    m_world->vendor(QStringLiteral("g"), professional, {9000, 3, 0, {}});
    m_world->vendor(QStringLiteral("h"), enterprise, {9000, 90, 9000, {}});
    const auto tiers = tierPressure(*m_world->companion, 90, usageNow);
    QVERIFY2(tiers, tiers ? "" : qPrintable(tiers.error().detail));
    QCOMPARE(tiers->size(), std::size_t(4));
    const TierPressure expected{
        essential, QStringLiteral("Essential"), true, 200, 100, 1, 6, 2, 2, 0, 3};
    QCOMPARE(tiers->at(0), expected);
    QCOMPARE(tiers->at(1).nearTeamMembers, 1);
    QCOMPARE(tiers->at(1).nearAny, 1);
    QCOMPARE(tiers->at(2).subscriptions, 0);
    QCOMPARE(tiers->at(3).subscriptions, 1);
    QCOMPARE(tiers->at(3).nearAny, 0);
}

QTEST_GUILESS_MAIN(TestSubscriptionCapacity)
#include "test_subscriptioncapacity.moc"
