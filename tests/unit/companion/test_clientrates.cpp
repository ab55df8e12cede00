#include "app/companion/api/clientrates.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Orion;
using std::chrono::milliseconds;

namespace
{

QDateTime at(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(1'790'000'000'000 + ms, Qt::UTC);
}

} // namespace

class TestClientRates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allowsABurstAndThenTheRate();
    void tellsHowLongToWait();
    void countsEachClientByItself();
    void givesBackWhatWasTaken();
    void staysFullHoweverLongAClientWasAway();
    void isNotFilledByAClockThatIsSetBack();
    void forgetsTheClientThatWasAwayForLongest();
    void remembersOnlyThoseWhoseBucketIsNotFull();
    void admitsNoMoreThanTheBurstToManyThreads();
};

void TestClientRates::allowsABurstAndThenTheRate()
{
    ClientRates rates(10, 3);
    for (int i = 0; i < 3; ++i)
        QVERIFY(!rates.take("a", at(0)));
    QVERIFY(rates.take("a", at(0)));
    QVERIFY(rates.take("a", at(99)));
    QVERIFY(!rates.take("a", at(100)));
    QVERIFY(rates.take("a", at(100)));
}

void TestClientRates::tellsHowLongToWait()
{
    ClientRates rates(0.5, 1);
    QVERIFY(!rates.take("a", at(0)));
    QCOMPARE(rates.take("a", at(0)), milliseconds(2000));
    QCOMPARE(rates.take("a", at(1500)), milliseconds(500));
    QVERIFY(!rates.take("a", at(2000)));
}

void TestClientRates::countsEachClientByItself()
{
    ClientRates rates(1, 1);
    QVERIFY(!rates.take("a", at(0)));
    QVERIFY(!rates.take("b", at(0)));
    QVERIFY(rates.take("a", at(0)));
}

void TestClientRates::givesBackWhatWasTaken()
{
    ClientRates rates(1, 1);
    QVERIFY(!rates.take("a", at(0)));
    rates.giveBack("a");
    QVERIFY(!rates.take("a", at(0)));
    rates.giveBack("a");
    rates.giveBack("a"); // no more than the burst
    rates.giveBack("stranger");
    QVERIFY(!rates.take("a", at(0)));
    QVERIFY(rates.take("a", at(0)));
}

void TestClientRates::staysFullHoweverLongAClientWasAway()
{
    ClientRates rates(10, 2);
    QVERIFY(!rates.take("a", at(0)));
    QVERIFY(!rates.take("a", at(86'400'000)));
    QVERIFY(!rates.take("a", at(86'400'000)));
    QVERIFY(rates.take("a", at(86'400'000)));
}

void TestClientRates::isNotFilledByAClockThatIsSetBack()
{
    ClientRates rates(10, 1);
    QVERIFY(!rates.take("a", at(10'000)));
    QVERIFY(rates.take("a", at(0)));
    QVERIFY(!rates.take("a", at(100)));
}

void TestClientRates::forgetsTheClientThatWasAwayForLongest()
{
    ClientRates rates(1, 1, 2);
    QVERIFY(!rates.take("a", at(0)));
    QVERIFY(!rates.take("b", at(0)));
    QVERIFY(rates.take("a", at(0))); // and so b is the older one
    QVERIFY(!rates.take("c", at(0)));
    QCOMPARE(rates.remembered(), std::size_t(2));
    QVERIFY(rates.take("a", at(0)));
    QVERIFY(!rates.take("b", at(0)));
}

void TestClientRates::remembersOnlyThoseWhoseBucketIsNotFull()
{
    ClientRates rates(1, 4); // full again 1 s after each of four
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!rates.take(QByteArray::number(i), at(i * 100)));
    QVERIFY2(rates.remembered() <= 12, qPrintable(QString::number(rates.remembered())));
    // Whoever took all is not forgotten before his bucket is full.
    for (int i = 0; i < 4; ++i)
        QVERIFY(!rates.take("greedy", at(100'000)));
    for (int i = 0; i < 100; ++i)
        QVERIFY(!rates.take('x' + QByteArray::number(i), at(100'500)));
    QVERIFY(rates.take("greedy", at(100'500)));
}

void TestClientRates::admitsNoMoreThanTheBurstToManyThreads()
{
    ClientRates rates(1, 100);
    std::atomic<int> admitted = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 50; ++n)
                admitted += rates.take("a", at(0)) ? 0 : 1;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(admitted.load(), 100);
}

QTEST_GUILESS_MAIN(TestClientRates)
#include "test_clientrates.moc"
