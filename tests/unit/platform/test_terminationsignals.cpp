#include "services/platform/terminationsignals.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace Orion;

class TestTerminationSignals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsASignal_data();
    void reportsASignal();
    void reportsEveryOneOfSeveral();
    void isRefusedToASecondObject();
    void untiesFromAParentThatDied();
    void endsNothingByASignalThatWaits();
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

void TestTerminationSignals::untiesFromAParentThatDied()
{
#ifdef Q_OS_LINUX
    QCOMPARE(::prctl(PR_SET_PDEATHSIG, SIGTERM), 0);
    TerminationSignals watched;
    QSignalSpy spy(&watched, &TerminationSignals::requested);
    QVERIFY(watched.watch());
    std::raise(SIGTERM);
    QTRY_COMPARE(spy.size(), 1);
    int tied = -1;
    QCOMPARE(::prctl(PR_GET_PDEATHSIG, &tied), 0);
    QCOMPARE(tied, 0);
#else
    QSKIP("Only Linux ties a child to its parent.");
#endif
}

// Were it not taken, the default effect would end this program.
void TestTerminationSignals::endsNothingByASignalThatWaits()
{
    sigset_t terminate;
    sigemptyset(&terminate);
    sigaddset(&terminate, SIGTERM);
    auto watched = std::make_unique<TerminationSignals>();
    QVERIFY(watched->watch());
    QCOMPARE(pthread_sigmask(SIG_BLOCK, &terminate, nullptr), 0);
    std::raise(SIGTERM);
    watched.reset();
    QCOMPARE(pthread_sigmask(SIG_UNBLOCK, &terminate, nullptr), 0);
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
