#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include "services/platform/terminationsignals.h"

using namespace Orion;

class TestTerminationSignals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsASignal_data();
    void reportsASignal();
    void reportsEveryOneOfSeveral();
    void isRefusedToASecondObject();
    void leavesTheDefaultBehind();
};

void TestTerminationSignals::reportsASignal_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestTerminationSignals::reportsASignal()
{
    QFETCH(const int, signalNumber);
    TerminationSignals watched;
    QSignalSpy spy(&watched, &TerminationSignals::requested);
    QVERIFY(watched.watch());
    QCOMPARE(std::raise(signalNumber), 0);
    QVERIFY(spy.wait(5000));
    QCOMPARE(spy.first().first().toInt(), signalNumber);
}

void TestTerminationSignals::reportsEveryOneOfSeveral()
{
    TerminationSignals watched;
    QSignalSpy spy(&watched, &TerminationSignals::requested);
    QVERIFY(watched.watch());
    std::raise(SIGINT);
    std::raise(SIGTERM);
    QTRY_COMPARE(spy.size(), 2);
}

void TestTerminationSignals::isRefusedToASecondObject()
{
    auto first = std::make_unique<TerminationSignals>();
    TerminationSignals second;
    QVERIFY(first->watch());
    const auto refused = second.watch();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    first.reset();
    QVERIFY(second.watch());
}

void TestTerminationSignals::leavesTheDefaultBehind()
{
    {
        TerminationSignals watched;
        QVERIFY(watched.watch());
    }
    struct sigaction action = {};
    QCOMPARE(sigaction(SIGTERM, nullptr, &action), 0);
    QVERIFY(action.sa_handler == SIG_DFL);
}

QTEST_GUILESS_MAIN(TestTerminationSignals)
#include "test_terminationsignals.moc"
