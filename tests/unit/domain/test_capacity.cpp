#include <QTest>

#include "models/domain/capacity.h"
#include "models/domain/infrastructure.h"

using namespace Orion;

// What is used of limits, and the scaling table.
class TestCapacity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsUseOfLimitsAndHeadroom();
    void unlimitedIsNoNumber();
    void nobodyUsesNothing();
    void aLimitOfNothingIsFull();
    void theTableHasTheReferencesSteps();
    void findsTheStepThatClientsNeed_data();
    void findsTheStepThatClientsNeed();
};

void TestCapacity::tellsUseOfLimitsAndHeadroom()
{
    const LimitedUse use{150, 0, 125'000, 0, 500'000};
    QCOMPARE(use.theoreticalLimit(), 500'000);
    QCOMPARE(use.utilizationPercent(), 25.0);
    QCOMPARE(use.headroom(), 375'000);
    const LimitedUse over{1, 0, 12, 0, 10};
    QCOMPARE(over.utilizationPercent(), 120.0);
    QCOMPARE(over.headroom(), -2);
}

void TestCapacity::unlimitedIsNoNumber()
{
    const LimitedUse use{0, 3, 0, 4000, 0};
    QCOMPARE(use.theoreticalLimit(), std::nullopt);
    QCOMPARE(use.utilizationPercent(), std::nullopt);
    QCOMPARE(use.headroom(), std::nullopt);
    LimitedUse both{2, 0, 50, 0, 100};
    both += use;
    QCOMPARE(both, (LimitedUse{2, 3, 50, 4000, 100}));
    QCOMPARE(both.utilizationPercent(), 50.0);
}

void TestCapacity::nobodyUsesNothing()
{
    const SubscriptionCapacity empty;
    QCOMPARE(empty.subscriptions(), 0);
    for (const CapacityMetric metric : allCapacityMetrics) {
        QCOMPARE(empty.use(metric).theoreticalLimit(), 0);
        QCOMPARE(empty.use(metric).headroom(), 0);
        QCOMPARE(empty.use(metric).utilizationPercent(), std::nullopt);
    }
}

void TestCapacity::aLimitOfNothingIsFull()
{
    QCOMPARE((LimitedUse{1, 0, 0, 0, 0}).utilizationPercent(), 100.0);
}

void TestCapacity::theTableHasTheReferencesSteps()
{
    QStringList clients;
    for (const InfrastructureStep &step : infrastructureSteps())
        clients.append(QString::fromUtf8(step.clients) + u' ' + QString::fromUtf8(step.vcpu) +
                       u' ' + QString::fromUtf8(step.ram) + u' ' + QString::fromUtf8(step.storage) +
                       u' ' + QString::fromUtf8(step.database) + u' ' +
                       QString::fromUtf8(step.monthlyCost));
    QCOMPARE(clients, (QStringList{
                          QStringLiteral("1-50 2 4GB 100GB SQLite €30"),
                          QStringLiteral("50-100 4 8GB 250GB PostgreSQL €80"),
                          QStringLiteral("100-300 4 16GB 500GB PostgreSQL €150"),
                          QStringLiteral("300-500 8 32GB 1TB PostgreSQL + Redis €350"),
                          QStringLiteral("500-1000 16 64GB 2TB PostgreSQL + Redis €700"),
                          QStringLiteral("1000+ 32+ 128GB+ 4TB+ PostgreSQL cluster €1,500+"),
                      }));
}

void TestCapacity::findsTheStepThatClientsNeed_data()
{
    QTest::addColumn<qint64>("clients");
    QTest::addColumn<QString>("step");
    const auto row = [](qint64 clients, const char *step) {
        QTest::addRow("%lld", clients) << clients << QString::fromLatin1(step);
    };
    row(0, "1-50");
    row(1, "1-50");
    row(49, "1-50");
    row(50, "50-100");
    row(150, "100-300");
    row(299, "100-300");
    row(300, "300-500");
    row(999, "500-1000");
    row(1000, "1000+");
    row(1'000'000, "1000+");
}

void TestCapacity::findsTheStepThatClientsNeed()
{
    QFETCH(qint64, clients);
    const InfrastructureStep &step = infrastructureSteps()[infrastructureStepFor(clients)];
    QTEST(QString::fromUtf8(step.clients), "step");
    QVERIFY(clients >= step.fromClients);
    QVERIFY(!step.untilClients || clients < *step.untilClients);
}

QTEST_GUILESS_MAIN(TestCapacity)
#include "test_capacity.moc"
