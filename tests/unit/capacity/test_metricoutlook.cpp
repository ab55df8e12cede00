#include <QTest>

#include "services/capacity/limitoutlooks.h"
#include "services/capacity/metricoutlook.h"

using namespace Orion;

namespace
{

const QDate today(2026, 11, 28);

// Clients and the share of the products' limits grow by a straight line up to today, and the
// limits with them.
std::vector<CapacitySnapshot> growing(int days)
{
    std::vector<CapacitySnapshot> snapshots;
    for (int ago = days - 1; ago >= 0; --ago) {
        CapacitySnapshot day;
        day.date = today.addDays(-ago);
        day.totalVendors = 400 - ago;
        day.totalSubscriptions = 280 - ago + ago % 2;
        day.totalProducts = 900'000;
        day.theoreticalProductsLimit = 100'000 - ago * 100;
        day.limitedProducts = *day.theoreticalProductsLimit * (90 - ago / 2) / 100;
        day.unlimitedProducts = 30;
        snapshots.push_back(day);
    }
    return snapshots;
}

MetricOutlook outlookOf(const std::vector<CapacitySnapshot> &snapshots,
                        const MetricQuestion &question)
{
    const auto outlook = metricOutlook(snapshots, question);
    if (!outlook)
        qFatal("%s", qPrintable(outlook.error().message));
    return *outlook;
}

constexpr MetricQuestion clients{PlatformMetric::Subscriptions, Measure::Amount, 90};
constexpr MetricQuestion productShare{PlatformMetric::Products, Measure::ShareOfLimit, 90};

} // namespace

// One metric over time: which values, against which limit, how far ahead.
class TestMetricOutlook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsClientsAgainstTheNextStep();
    void holdsUseAgainstTheLimitsOfTheSameSubscriptions();
    void knowsNoLimitOfWhatHasNone();
    void leavesOutDaysThatDoNotTell();
    void looksAsFarAsTheSnapshotsCarry();
    void saysHowManySnapshotsAreMissing();
    void forecastsFromTheLastYearsOnly();
    void refusesAHorizonOutOfRange();
    void agreesWithWhatIsRecommended();
    void agreesWithItsNames();
};

// 280 clients and one more a day are 300 in 20.
void TestMetricOutlook::holdsClientsAgainstTheNextStep()
{
    const MetricOutlook outlook = outlookOf(growing(120), clients);
    QCOMPARE(outlook.history.size(), std::size_t(120));
    QCOMPARE(outlook.limit, 300.0);
    QCOMPARE(outlook.horizon, 90);
    QVERIFY(outlook.crossing() && outlook.crossing()->likely);
    QVERIFY(qAbs(today.addDays(20).daysTo(*outlook.crossing()->likely)) <= 3);
    auto many = growing(120);
    many.back().totalSubscriptions = 5'000; // the last step has no next one
    QVERIFY(!outlookOf(many, clients).limit);
}

void TestMetricOutlook::holdsUseAgainstTheLimitsOfTheSameSubscriptions()
{
    const auto snapshots = growing(120);
    const auto standing = limitStanding(snapshots.back(), PlatformMetric::Products);
    QCOMPARE(standing, (LimitStanding{90'000, 100'000, 250, 30}));
    const MetricOutlook outlook = outlookOf(snapshots, productShare);
    QCOMPARE(outlook.history.back().value, 90.0);
    QCOMPARE(outlook.limit, 100.0);
    // Half a point a day, though the limits grow, too.
    QVERIFY(outlook.crossing() && outlook.crossing()->likely);
    QVERIFY(qAbs(today.addDays(20).daysTo(*outlook.crossing()->likely)) <= 3);
}

void TestMetricOutlook::knowsNoLimitOfWhatHasNone()
{
    for (const PlatformMetric metric :
         {PlatformMetric::Vendors, PlatformMetric::Products, PlatformMetric::DatabaseSize})
    {
        const MetricOutlook outlook = outlookOf(growing(60), {metric, Measure::Amount, 30});
        QVERIFY(!outlook.limit && !outlook.crossing());
        QVERIFY(outlook.forecast.isKnown());
    }
    QVERIFY(!limitStanding(growing(1).front(), PlatformMetric::Orders)); // nothing is known
    QVERIFY(!valueOf(growing(1).front(), PlatformMetric::Vendors, Measure::ShareOfLimit));
}

void TestMetricOutlook::leavesOutDaysThatDoNotTell()
{
    auto snapshots = growing(60);
    for (std::size_t i = 0; i < 20; ++i)
        snapshots[i].limitedProducts.reset(); // captured before this was noted
    QCOMPARE(outlookOf(snapshots, productShare).history.size(), std::size_t(40));
    const MetricOutlook storage =
        outlookOf(snapshots, {PlatformMetric::Storage, Measure::Amount, 30});
    QVERIFY(storage.history.empty() && !storage.forecast.isKnown());
}

void TestMetricOutlook::looksAsFarAsTheSnapshotsCarry()
{
    const MetricOutlook outlook = outlookOf(growing(20), clients);
    QCOMPARE(outlook.horizon, 60);
    QCOMPARE(outlook.moreDaysForHorizon, 10);
    QCOMPARE(outlook.forecast.points.back().day, today.addDays(60));
    QCOMPARE(outlookOf(growing(30), clients).moreDaysForHorizon, 0);
}

void TestMetricOutlook::saysHowManySnapshotsAreMissing()
{
    QCOMPARE(outlookOf(growing(5), clients).forecast.moreDaysNeeded, 9);
    QCOMPARE(outlookOf({}, clients).forecast.moreDaysNeeded, 14);
    QVERIFY(!outlookOf(growing(5), clients).crossing());
    QVERIFY(outlookOf(growing(14), clients).forecast.isKnown());
}

void TestMetricOutlook::forecastsFromTheLastYearsOnly()
{
    auto snapshots = growing(200);
    CapacitySnapshot old = snapshots.front();
    old.date = today.addDays(-forecastHistoryDays - 1);
    old.totalVendors = 1'000'000;
    const MetricQuestion vendors{PlatformMetric::Vendors, Measure::Amount, 30};
    const MetricOutlook without = outlookOf(snapshots, vendors);
    snapshots.insert(snapshots.begin(), old);
    const MetricOutlook with = outlookOf(snapshots, vendors);
    QCOMPARE(with.history.size(), without.history.size() + 1); // it is shown
    QVERIFY(with.forecast == without.forecast);
}

void TestMetricOutlook::refusesAHorizonOutOfRange()
{
    for (const int horizon : {0, -1, Forecast::longestHorizon + 1}) {
        const auto outlook =
            metricOutlook(growing(60), {PlatformMetric::Vendors, Measure::Amount, horizon});
        QVERIFY(!outlook);
        QCOMPARE(outlook.error().code, ErrorCode::InvalidArgument);
    }
}

void TestMetricOutlook::agreesWithWhatIsRecommended()
{
    const auto snapshots = growing(120);
    const auto outlooks = limitOutlooks(snapshots, 90);
    QVERIFY(outlooks);
    const MetricOutlook shares = outlookOf(snapshots, productShare);
    const MetricOutlook steps = outlookOf(snapshots, clients);
    int compared = 0;
    for (const LimitOutlook &outlook : *outlooks) {
        if (outlook.metric && *outlook.metric != CapacityMetric::Products)
            continue;
        const Forecast::Crossing &shown = *(outlook.metric ? shares : steps).crossing();
        QVERIFY(outlook.earliest == shown.earliest && outlook.likely == shown.likely &&
                outlook.latest == shown.latest);
        ++compared;
    }
    QCOMPARE(compared, 2);
}

void TestMetricOutlook::agreesWithItsNames()
{
    QCOMPARE(toText(PlatformMetric::Orders), QStringLiteral("orders_monthly"));
    QCOMPARE(toText(PlatformMetric::DatabaseSize), QStringLiteral("db_size_mb"));
    QVERIFY(hasVendorLimits(PlatformMetric::Orders));
    QVERIFY(!hasVendorLimits(PlatformMetric::Subscriptions));
}

QTEST_GUILESS_MAIN(TestMetricOutlook)
#include "test_metricoutlook.moc"
