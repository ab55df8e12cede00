#include "services/database/serverprocess.h"
#include "services/database/session.h"
#include "tests/integration/database/scratchcluster.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <future>
#include <thread>
#include <unistd.h>

using namespace Orion;

namespace
{

const QString startTime = QStringLiteral("select pg_postmaster_start_time()::text");

bool isGone(pid_t pid)
{
    QFile comm(QStringLiteral("/proc/%1/cmdline").arg(pid));
    return !comm.open(QIODevice::ReadOnly) || comm.readAll().isEmpty();
}

} // namespace

class TestClusterRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheServerOfAKilledProgram();
    void restartsAKilledServer();
    void doesNotMistakeAnotherProgramForTheServer();
    void endsWhatAKilledServerLeftBehind();
    void startsAnewWhileAnotherProgramStillHoldsTheFolder();
    void redoesAnInterruptedInitialisation();
    void cleansUpAfterAnInitialisationThatWasKilled();
    void makesUpForRolesThatWereNotMade();
    void waitsForAServerThatIsStillStopping();
};

void TestClusterRecovery::findsTheServerOfAKilledProgram()
{
    ScratchCluster scratch;
    ClusterUser user(scratch.folder);
    QVERIFY2(user.waitUntilReady(), qPrintable(user.errors()));
    const pid_t server = scratch.serverPid();
    user.kill();
    QCOMPARE(scratch.serverPid(), server);
    const auto cluster = scratch.start();
    QCOMPARE(scratch.serverPid(), server);
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
    QVERIFY(cluster->release());
    QVERIFY(isGone(server));
}

void TestClusterRecovery::restartsAKilledServer()
{
    ScratchCluster scratch;
    {
        const auto cluster = scratch.start(EmbeddedOptions()); // with nothing left out
        const auto session = Session::open(cluster->settings(), QStringLiteral("orion-test"));
        QVERIFY((*session)->script(
            QStringLiteral("create table t (id int); insert into t values (42)")));
        const pid_t server = scratch.serverPid();
        QCOMPARE(::kill(server, SIGKILL), 0);
        QTRY_VERIFY(isGone(server));
        QVERIFY(QFile::exists(scratch.data(QStringLiteral("postmaster.pid"))));
    }
    const auto cluster = scratch.start();
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select id from t")), QStringLiteral("42"));
}

void TestClusterRecovery::doesNotMistakeAnotherProgramForTheServer()
{
    ScratchCluster scratch;
    {
        const auto cluster = scratch.start();
        QCOMPARE(::kill(scratch.serverPid(), SIGKILL), 0);
        QTRY_VERIFY(scratch.processes().empty());
    }
    // The number now belongs to somebody else: a program of the account that the server runs as,
    // for PostgreSQL sees through others by itself.
    QProcess innocent;
    const QString asPostgres =
        ::geteuid() == 0
            ? QStringLiteral("exec setpriv --reuid=postgres --regid=postgres --clear-groups -- cat")
            : QStringLiteral("exec cat");
    innocent.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), asPostgres});
    QVERIFY(innocent.waitForStarted());
    innocent.write("x");
    QVERIFY(innocent.waitForReadyRead());
    for (const QString &name : {scratch.data(QStringLiteral("postmaster.pid")),
                                scratch.folder + QStringLiteral("/run/.s.PGSQL.5432.lock")})
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QList<QByteArray> lines = file.readAll().split('\n');
        lines[0] = QByteArray::number(innocent.processId());
        file.resize(0);
        file.seek(0);
        file.write(lines.join('\n'));
    }
    const auto cluster = scratch.start();
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
    QVERIFY(cluster->release());
    QCOMPARE(innocent.state(), QProcess::Running);
    innocent.closeWriteChannel();
    QVERIFY(innocent.waitForFinished());
    QCOMPARE(innocent.exitCode(), 0);
}

void TestClusterRecovery::endsWhatAKilledServerLeftBehind()
{
    std::jthread busy; // ended last, when the cluster is gone also after a failure
    ScratchCluster scratch;
    auto cluster = scratch.start();
    // Counts in one go, without looking whether its server is still there.
    busy = std::jthread([settings = cluster->settings()] {
        const auto session = Session::open(settings, QStringLiteral("orion-test-busy"));
        (void)(*session)->script(
            QStringLiteral("select count(*) from generate_series(1, 2000000000)"));
    });
    QTRY_COMPARE(ask(cluster->superuserSettings(),
                     QStringLiteral("select count(*) from pg_stat_activity where state = 'active' "
                                    "and application_name = 'orion-test-busy' and query like "
                                    "'select count%'")),
                 QStringLiteral("1"));
    const pid_t server = scratch.serverPid();
    QCOMPARE(::kill(server, SIGKILL), 0);
    QTRY_VERIFY(isGone(server));
    QTRY_COMPARE(scratch.processes().size(), std::size_t(1));
    const pid_t orphan = scratch.processes().front();

    const auto again = scratch.start();
    busy.join();
    QVERIFY(isGone(orphan));
    QCOMPARE(ask(again->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
}

void TestClusterRecovery::startsAnewWhileAnotherProgramStillHoldsTheFolder()
{
    ScratchCluster scratch;
    ClusterUser user(scratch.folder);
    QVERIFY2(user.waitUntilReady(), qPrintable(user.errors()));
    QCOMPARE(::kill(scratch.serverPid(), SIGKILL), 0);
    QTRY_VERIFY(scratch.processes().empty());
    {
        const auto cluster = scratch.start();
        QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
    }
    QVERIFY(scratch.isRunning()); // the other one still counts
    QVERIFY2(user.leave(), qPrintable(user.errors()));
    QVERIFY(!scratch.isRunning());
}

void TestClusterRecovery::redoesAnInterruptedInitialisation()
{
    ScratchCluster scratch;
    QVERIFY(scratch.start()->release());
    // As far as it had come: something that looks like a data folder.
    const QString unfinished = scratch.folder + QStringLiteral("/data.new-99999");
    QVERIFY(QDir().rename(scratch.folder + QStringLiteral("/data"), unfinished));
    QVERIFY(QFile::remove(unfinished + QStringLiteral("/global/pg_control")));
    const auto cluster = scratch.start();
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
    QVERIFY(!QFile::exists(unfinished));
}

void TestClusterRecovery::cleansUpAfterAnInitialisationThatWasKilled()
{
    ScratchCluster scratch;
    const QDir folder(scratch.folder);
    const QStringList pattern{QStringLiteral("data.new-*")};
    {
        ClusterUser user(scratch.folder);
        QTRY_VERIFY(!folder.entryList(pattern).isEmpty());
        user.kill();
    }
    QVERIFY(!QFile::exists(scratch.folder + QStringLiteral("/data")));
    const auto cluster = scratch.start();
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
    QVERIFY(cluster->release());
    // An initdb that outlived its program may have written once more; the next start clears it.
    const auto again = scratch.start();
    QTRY_VERIFY(folder.entryList(pattern).isEmpty());
}

void TestClusterRecovery::makesUpForRolesThatWereNotMade()
{
    ScratchCluster scratch;
    {
        const auto cluster = scratch.start();
        const auto admin =
            Session::open(cluster->superuserSettings(), QStringLiteral("orion-test"));
        QVERIFY((*admin)->script(QStringLiteral("drop database orion")));
        QVERIFY((*admin)->script(
            QStringLiteral("drop role orion_companion; alter role orion_ops nologin")));
    }
    const auto cluster = scratch.start();
    for (const char *role : {"orion_companion", "orion_ops"})
        QCOMPARE(ask(cluster->settings(QLatin1String(role)), QStringLiteral("select current_user")),
                 QLatin1String(role));
}

void TestClusterRecovery::waitsForAServerThatIsStillStopping()
{
    ScratchCluster scratch;
    ClusterUser user(scratch.folder);
    QVERIFY2(user.waitUntilReady(), qPrintable(user.errors()));
    const pid_t server = scratch.serverPid();
    user.kill();
    // "smart": goes on until its last session ends, and takes no new one.
    ConnectionSettings settings;
    settings.parameters = {{QStringLiteral("host"), scratch.folder + QStringLiteral("/run")},
                           {QStringLiteral("dbname"), QStringLiteral("orion")},
                           {QStringLiteral("user"), QStringLiteral("orion_owner")}};
    std::promise<void> opened;
    std::promise<void> stopping;
    std::thread ending([&] {
        const auto last = Session::open(settings, QStringLiteral("orion-test"));
        opened.set_value();
        stopping.get_future().wait();
        waitUntil([&] { return !Session::open(settings, QStringLiteral("orion-test")); },
                  std::chrono::seconds(10));
    });
    opened.get_future().wait();
    QCOMPARE(::kill(server, SIGTERM), 0);
    stopping.set_value();
    const auto cluster = scratch.start();
    ending.join();
    QVERIFY(scratch.serverPid() != server);
    QCOMPARE(ask(cluster->settings(), QStringLiteral("select 1")), QStringLiteral("1"));
}

QTEST_GUILESS_MAIN(TestClusterRecovery)
#include "test_clusterrecovery.moc"
