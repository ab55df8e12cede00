#include "services/webhooks/backoff.h"

#include <QTest>

using namespace Orion;
using namespace std::chrono_literals;

class TestBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheLongest();
    void leavesOutAtMostAFifth();
    void lastsAboutTenHours();
};

void TestBackoff::doublesUpToTheLongest()
{
    const Backoff backoff{.first = 5s, .longest = 60s};
    QCOMPARE(backoff.after(1, 0), 5s);
    QCOMPARE(backoff.after(2, 0), 10s);
    QCOMPARE(backoff.after(4, 0), 40s);
    QCOMPARE(backoff.after(5, 0), 60s);
    QCOMPARE(backoff.after(1000, 0), 60s);
}

void TestBackoff::leavesOutAtMostAFifth()
{
    const Backoff backoff{.first = 5s, .longest = 60s};
    QCOMPARE(backoff.after(1, 1), 4s);
    QCOMPARE(backoff.after(1, 0.5), 4500ms);
    QCOMPARE(backoff.after(1000, 1), 48s);
}

void TestBackoff::lastsAboutTenHours()
{
    std::chrono::milliseconds whole{0};
    for (int failures = 1; failures < 14; ++failures)
        whole += Backoff().after(failures, 0.5);
    QVERIFY(whole > 9h && whole < 11h);
}

QTEST_GUILESS_MAIN(TestBackoff)
#include "test_backoff.moc"
