#include <QTest>

#include "services/capacity/recommendations.h"

#include <algorithm>

using namespace Orion;

namespace
{

const QDateTime now(QDate(2026, 11, 28), QTime(12, 0), Qt::UTC);

// A platform of 150 subscriptions on which all is well.
CapacityFindings quiet()
{
    CapacityFindings findings;
    TierCapacity tier;
    tier.code = QStringLiteral("essential");
    tier.name = QStringLiteral("Essential");
    tier.subscriptions = 150;
    tier.products = {150, 0, 250, 0, 1000};
    tier.orders = {150, 0, 100, 0, 1000};
    tier.teamMembers = {150, 0, 200, 0, 1000};
    findings.capacity.computedAt = now;
    findings.capacity.tiers = {tier};
    findings.platform.checkedAt = now;
    findings.platform.snapshot = CapacitySnapshot();
    findings.platform.snapshot->date = now.date();
    return findings;
}

void useProducts(CapacityFindings &findings, qint64 products)
{
    findings.capacity.tiers.front().products.actual = products;
}

std::vector<Recommendation> about(const CapacityFindings &findings, const char *category)
{
    auto all = recommend(findings, {});
    std::erase_if(
        all, [&](const Recommendation &one) { return one.category != QLatin1String(category); });
    return all;
}

TierPressure tier(const char *name, Limit products, Limit orders, qint64 subscriptions = 0,
                  qint64 nearOrders = 0)
{
    TierPressure pressure;
    pressure.code = QString::fromLatin1(name).toLower();
    pressure.name = QString::fromLatin1(name);
    pressure.products = products;
    pressure.orders = orders;
    pressure.subscriptions = subscriptions;
    pressure.nearOrders = nearOrders;
    pressure.nearAny = nearOrders;
    return pressure;
}

} // namespace

// What is recommended when; the texts are for people, and have the numbers in them.
class TestRecommendations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQuietPlatformIsToldItsInfrastructureOnly();
    void warnsOfUseFromTheThresholdsOn_data();
    void warnsOfUseFromTheThresholdsOn();
    void saysWhoseLimitsItIsAbout();
    void saysNothingOfWhatIsUnlimited();
    void followsTheConfiguredThresholds();
    void warnsOfForecastsThatReachALimit_data();
    void warnsOfForecastsThatReachALimit();
    void namesTheUpgradeOfATierThatIsFull();
    void asksForHigherLimitsWhereNoTierHasMore();
    void leavesTiersAloneWhereFewAreNearTheirLimit();
    void preparesTheNextInfrastructureStep();
    void knowsTheLastInfrastructureStep();
    void warnsOfEventsThatWait_data();
    void warnsOfEventsThatWait();
    void tellsOfFailedEventsAndJobs();
    void missesSnapshots();
    void putsTheMostSevereFirst();
};

void TestRecommendations::aQuietPlatformIsToldItsInfrastructureOnly()
{
    const auto all = recommend(quiet(), {});
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all.front().category, QStringLiteral("infrastructure"));
    QCOMPARE(toText(all.front().severity), QStringLiteral("info"));
    QCOMPARE(all.front().title, QStringLiteral("Current tier: Medium"));
    QCOMPARE(all.front().description,
             QStringLiteral("Next upgrade trigger: 300 vendors; there are 150."));
}

void TestRecommendations::warnsOfUseFromTheThresholdsOn_data()
{
    QTest::addColumn<qint64>("products");
    QTest::addColumn<QString>("severity"); // empty: nothing is said
    QTest::newRow("79.9 %") << qint64(799) << QString();
    QTest::newRow("80 %") << qint64(800) << QStringLiteral("warning");
    QTest::newRow("94.9 %") << qint64(949) << QStringLiteral("warning");
    QTest::newRow("95 %") << qint64(950) << QStringLiteral("critical");
    QTest::newRow("over") << qint64(1200) << QStringLiteral("critical");
}

void TestRecommendations::warnsOfUseFromTheThresholdsOn()
{
    QFETCH(qint64, products);
    QFETCH(QString, severity);
    auto findings = quiet();
    useProducts(findings, products);
    const auto advice = about(findings, "capacity");
    QCOMPARE(advice.size(), std::size_t(severity.isEmpty() ? 0 : 1));
    if (!advice.empty())
        QCOMPARE(toText(advice.front().severity), severity);
}

void TestRecommendations::saysWhoseLimitsItIsAbout()
{
    auto findings = quiet();
    useProducts(findings, 850);
    auto advice = about(findings, "capacity");
    QCOMPARE(advice.front().title, QStringLiteral("Product capacity approaching limit"));
    QCOMPARE(advice.front().description,
             QStringLiteral("Currently at 85% of theoretical product capacity."));
    QCOMPARE(advice.front().place, ActionPlace::Vendors);
    findings.capacity.tiers.front().products.unlimited = 1200;
    advice = about(findings, "capacity");
    QCOMPARE(advice.front().description,
             QStringLiteral("Currently at 85% of theoretical product capacity, among the 150 "
                            "subscriptions that have a limit (1,200 have none)."));
}

void TestRecommendations::saysNothingOfWhatIsUnlimited()
{
    auto findings = quiet();
    findings.capacity.tiers.front().products = {0, 150, 0, 1'000'000, 0};
    QVERIFY(about(findings, "capacity").empty());
}

void TestRecommendations::followsTheConfiguredThresholds()
{
    auto findings = quiet();
    useProducts(findings, 300);
    CapacityThresholds thresholds;
    thresholds.warningPercent = 30;
    QCOMPARE(recommend(findings, thresholds).size(), std::size_t(2));
    thresholds.criticalPercent = 30;
    QCOMPARE(recommend(findings, thresholds).front().severity, Severity::Critical);
}

void TestRecommendations::warnsOfForecastsThatReachALimit_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<QString>("severity");
    QTest::newRow("tomorrow") << 1 << QStringLiteral("critical");
    QTest::newRow("30 days") << 30 << QStringLiteral("critical");
    QTest::newRow("31 days") << 31 << QStringLiteral("warning");
    QTest::newRow("90 days") << 90 << QStringLiteral("warning");
    QTest::newRow("91 days") << 91 << QString();
    QTest::newRow("never") << -1 << QString();
}

void TestRecommendations::warnsOfForecastsThatReachALimit()
{
    QFETCH(int, days);
    QFETCH(QString, severity);
    for (const bool ofClients : {false, true}) {
        auto findings = quiet();
        LimitOutlook outlook;
        outlook.limit = 16'000;
        if (!ofClients)
            outlook.metric = CapacityMetric::Products;
        if (days >= 0) {
            outlook.likely = now.date().addDays(days);
            outlook.earliest = outlook.likely->addDays(-1);
        }
        findings.outlooks = {outlook};
        auto advice = about(findings, ofClients ? "infrastructure" : "capacity");
        std::erase_if(advice, [](const Recommendation &one) {
            return one.title.startsWith(QStringLiteral("Current tier"));
        });
        QCOMPARE(advice.size(), std::size_t(severity.isEmpty() ? 0 : 1));
        if (advice.empty())
            continue;
        QCOMPARE(toText(advice.front().severity), severity);
        QVERIFY(advice.front().description.contains(QStringLiteral("16,000")));
        QVERIFY(advice.front().description.contains(
            QStringLiteral("most likely on %1, between %2 and later")
                .arg(outlook.likely->toString(Qt::ISODate),
                     outlook.earliest->toString(Qt::ISODate))));
    }
}

void TestRecommendations::namesTheUpgradeOfATierThatIsFull()
{
    auto findings = quiet();
    findings.tiers = {tier("Essential", 200, 100, 50, 10), tier("Retired", 200, 300),
                      tier("Same", 500, 100), tier("Professional", std::nullopt, 500)};
    findings.tiers[1].isActive = false;
    const auto advice = about(findings, "tiers");
    QCOMPARE(advice.size(), std::size_t(1));
    QCOMPARE(advice.front().title, QStringLiteral("Many Essential vendors are near their limit"));
    QCOMPARE(advice.front().description,
             QStringLiteral("10 of 50 subscriptions use 90% or more of a limit, most often of "
                            "orders (10)."));
    QCOMPARE(advice.front().action, QStringLiteral("Offer them the upgrade to Professional."));
    QCOMPARE(advice.front().tierCode, QStringLiteral("essential"));
}

void TestRecommendations::asksForHigherLimitsWhereNoTierHasMore()
{
    auto findings = quiet();
    findings.tiers = {tier("Business", std::nullopt, 2000, 4, 4)};
    QCOMPARE(about(findings, "tiers").front().action,
             QStringLiteral("No tier above has more; agree on higher limits with them."));
}

void TestRecommendations::leavesTiersAloneWhereFewAreNearTheirLimit()
{
    auto findings = quiet();
    findings.tiers = {tier("Essential", 200, 100, 51, 10), tier("Empty", 10, 10)};
    QVERIFY(about(findings, "tiers").empty());
}

void TestRecommendations::preparesTheNextInfrastructureStep()
{
    auto findings = quiet();
    findings.capacity.tiers.front().subscriptions = 285;
    const auto advice = about(findings, "infrastructure");
    QCOMPARE(advice.front().severity, Severity::Warning);
    findings.capacity.tiers.front().subscriptions = 284;
    QCOMPARE(about(findings, "infrastructure").front().severity, Severity::Info);
}

void TestRecommendations::knowsTheLastInfrastructureStep()
{
    auto findings = quiet();
    findings.capacity.tiers.front().subscriptions = 1'000'000;
    const auto advice = about(findings, "infrastructure");
    QCOMPARE(advice.front().title, QStringLiteral("Current tier: Cluster"));
    QCOMPARE(advice.front().severity, Severity::Info);
    QCOMPARE(advice.front().description,
             QStringLiteral("This is the last step of the scaling table."));
}

void TestRecommendations::warnsOfEventsThatWait_data()
{
    QTest::addColumn<qint64>("due");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("severity");
    QTest::newRow("a few") << qint64(999) << 299 << QString();
    QTest::newRow("many") << qint64(1000) << 1 << QStringLiteral("warning");
    QTest::newRow("very many") << qint64(10'000) << 1 << QStringLiteral("critical");
    QTest::newRow("long") << qint64(1) << 300 << QStringLiteral("warning");
    QTest::newRow("very long") << qint64(1) << 3000 << QStringLiteral("critical");
}

void TestRecommendations::warnsOfEventsThatWait()
{
    QFETCH(qint64, due);
    QFETCH(int, seconds);
    QFETCH(QString, severity);
    auto findings = quiet();
    findings.platform.webhooks.due = due;
    findings.platform.webhooks.oldestDue = now.addSecs(-seconds);
    const auto advice = about(findings, "webhooks");
    QCOMPARE(advice.size(), std::size_t(severity.isEmpty() ? 0 : 1));
    if (advice.empty())
        return;
    QCOMPARE(toText(advice.front().severity), severity);
    QCOMPARE(advice.front().place, ActionPlace::Webhooks);
    QVERIFY(advice.front().description.contains(QLocale(QLocale::English).toString(due)));
}

void TestRecommendations::tellsOfFailedEventsAndJobs()
{
    auto findings = quiet();
    findings.platform.webhooks.failed = 3;
    findings.platform.jobTroubles = {
        {QStringLiteral("sync_stripe_status"), QStringLiteral("failed"), now,
         QStringLiteral("Stripe is away.")},
        {QStringLiteral("reset_period_counters"), QStringLiteral("lost"), now, QString()}};
    QCOMPARE(about(findings, "webhooks").front().title, QStringLiteral("3 webhook events failed"));
    const auto jobs = about(findings, "jobs");
    QCOMPARE(jobs.size(), std::size_t(2));
    QCOMPARE(jobs[0].title, QStringLiteral("Job sync_stripe_status failed"));
    QCOMPARE(jobs[0].description,
             QStringLiteral("Its last run ended at 2026-11-28T12:00:00Z: Stripe is away."));
    QCOMPARE(jobs[1].title, QStringLiteral("Job reset_period_counters was lost"));
    QCOMPARE(jobs[1].place, ActionPlace::Jobs);
}

void TestRecommendations::missesSnapshots()
{
    auto findings = quiet();
    findings.platform.snapshot->date = now.date().addDays(-1);
    QVERIFY(about(findings, "capacity").empty());
    findings.platform.snapshot->date = now.date().addDays(-2);
    QCOMPARE(about(findings, "capacity").front().severity, Severity::Warning);
    findings.platform.snapshot.reset();
    QCOMPARE(about(findings, "capacity").front().title, QStringLiteral("No capacity snapshot yet"));
    QCOMPARE(about(findings, "capacity").front().severity, Severity::Info);
}

void TestRecommendations::putsTheMostSevereFirst()
{
    auto findings = quiet();
    useProducts(findings, 850);
    findings.capacity.tiers.front().orders.actual = 990;
    findings.platform.webhooks.failed = 1;
    const auto all = recommend(findings, {});
    QVERIFY(std::ranges::is_sorted(all, std::greater<>(), &Recommendation::severity));
    QCOMPARE(all.front().title, QStringLiteral("Order capacity nearly used up"));
    QCOMPARE(all.back().severity, Severity::Info);
}

QTEST_GUILESS_MAIN(TestRecommendations)
#include "test_recommendations.moc"
