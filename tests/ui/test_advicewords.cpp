#include "ui/pages/capacity/advicewords.h"

#include "services/capacity/recommendations.h"

#include <QTranslator>
#include <QtTest>

using namespace Orion;

namespace
{

const QDateTime noon(QDate(2026, 11, 28), QTime(12, 0), Qt::UTC);

TierCapacity fullTier()
{
    TierCapacity tier{QStringLiteral("essential"), QStringLiteral("Essential"), 12'345, {}, {}, {}};
    tier.products = {12'300, 45, 960, 7, 1000}; // critical, and some have no limit
    tier.orders = {12'345, 0, 850, 0, 1000};    // a warning
    return tier;
}

TierPressure pressed(const char *name, Limit products, qint64 near)
{
    TierPressure tier;
    tier.code = QString::fromLatin1(name).toLower();
    tier.name = QString::fromLatin1(name);
    tier.products = products;
    tier.subscriptions = near > 0 ? 2'000 : 0;
    tier.nearProducts = tier.nearAny = near;
    return tier;
}

// Everything that there is to recommend.
std::vector<Recommendation> everything()
{
    CapacityFindings findings;
    findings.capacity.tiers = {fullTier()};
    findings.tiers = {pressed("Small", 100, 1'500), pressed("Large", 1000, 1'200)};
    findings.outlooks = {
        {CapacityMetric::TeamMembers, 40'000, noon.date().addDays(10), noon.date().addDays(20), {}},
        {{}, 300, noon.date().addDays(1), noon.date().addDays(1), noon.date().addDays(40)}};
    findings.platform.checkedAt = noon;
    findings.platform.webhooks.failed = 2;
    findings.platform.webhooks.due = 1'234;
    findings.platform.webhooks.oldestDue = noon.addSecs(-4'000);
    findings.platform.jobTroubles = {
        {QStringLiteral("sync_stripe_status"), QStringLiteral("failed"), noon.addSecs(-60),
         QStringLiteral("The payment system is busy. Try again in a moment.")},
        {QStringLiteral("cleanup"), QStringLiteral("lost"), noon, {}}};
    findings.platform.snapshot = CapacitySnapshot();
    findings.platform.snapshot->date = QDate(2026, 11, 20);
    auto advice = recommend(findings, {});

    // The other side of what can only be one or the other.
    findings.platform.webhooks.failed = 1;
    findings.platform.snapshot.reset();
    findings.capacity.tiers.front().subscriptions = 120;
    for (const Recommendation &more : recommend(findings, {}))
        advice.push_back(more);
    return advice;
}

} // namespace

// The services' recommendations in the person's language and with their numbers.
class TestAdviceWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysEveryRecommendationInGerman();
    void writesNumbersDaysAndTimesAsThePersonDoes();
    void leavesEnglishAsItIs();

private:
    QLocale m_before;
    QTranslator m_german;
};

void TestAdviceWords::init()
{
    m_before = QLocale();
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QVERIFY(m_german.load(QStringLiteral(":/translations/orion_de.qm")));
    QVERIFY(QCoreApplication::installTranslator(&m_german));
}

void TestAdviceWords::cleanup()
{
    QCoreApplication::removeTranslator(&m_german);
    QLocale::setDefault(m_before);
}

void TestAdviceWords::saysEveryRecommendationInGerman()
{
    static const QRegularExpression english(
        QStringLiteral("\\b(the|of|its|and|failed|lost|product|order|most|later|days|between|"
                       "subscriptions|again)\\b"));
    const auto all = everything();
    QVERIFY(all.size() > 15);
    for (const Recommendation &one : all) {
        for (const QString &sentence : {one.title, one.description, one.action}) {
            const QString shown = shownAdvice(sentence);
            QVERIFY2(shown != sentence && !english.match(shown).hasMatch(), qPrintable(shown));
        }
        QVERIFY(!targetOf(one).text.startsWith(QLatin1String("Show")));
    }
}

void TestAdviceWords::writesNumbersDaysAndTimesAsThePersonDoes()
{
    QCOMPARE(shownAdvice(QStringLiteral("Currently at 94.9% of theoretical product capacity, among "
                                        "the 12,300 subscriptions that have a limit (45 have "
                                        "none).")),
             QStringLiteral("Zurzeit sind 94,9 % der Grenzen genutzt (Produkte), bei den 12.300 "
                            "Abonnements, die eine Grenze haben (45 haben keine)."));
    QCOMPARE(shownAdvice(QStringLiteral("The forecast reaches 1,000 clients most likely on "
                                        "2027-03-24, between 2027-03-03 and later.")),
             QStringLiteral("Die Prognose erreicht 1.000 Kunden am wahrscheinlichsten am "
                            "24.03.2027, zwischen 03.03.2027 und später."));
    const QString run = shownAdvice(
        QStringLiteral("Its last run ended at 2026-11-28T12:00:00Z: 7 subscriptions were compared. "
                       "0 differences were repaired. 3 differences remain."));
    QVERIFY2(run.contains(QLatin1String("28.11.2026")), qPrintable(run));
    QVERIFY2(run.contains(QLatin1String("7 Abonnements wurden verglichen. 0 ")), qPrintable(run));
    QVERIFY2(!run.contains(QLatin1String("T12:00:00Z")), qPrintable(run));
}

void TestAdviceWords::leavesEnglishAsItIs()
{
    cleanup();
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(shownAdvice(QStringLiteral("Next upgrade trigger: 1,000 vendors; there are 950.")),
             QStringLiteral("Next upgrade trigger: 1,000 vendors; there are 950."));
    QCOMPARE(shownAdvice(QStringLiteral("The last one is of 2026-11-20; trends and forecasts go "
                                        "stale.")),
             QStringLiteral("The last one is of 20 Nov 2026; trends and forecasts go stale."));
}

QTEST_GUILESS_MAIN(TestAdviceWords)
#include "test_advicewords.moc"
