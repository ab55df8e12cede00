// Keeps the tests' PostgreSQL running for one run of ctest.
//
//     orion_test_cluster start    starts it, leaves a keeper behind and ends
//     orion_test_cluster stop     ends the keeper, and with it the server
//
// The keeper also ends when ctest does, so that an interrupted run leaves nothing running.

#include "services/database/clusterfolder.h"
#include "services/database/serverprocess.h"
#include "tests/support/testcluster.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Orion;

namespace
{

int openProcess(pid_t pid)
{
    return int(::syscall(SYS_pidfd_open, pid, 0));
}

QString keeperFile()
{
    return TestCluster::folder() + QStringLiteral("/keeper.pid");
}

void say(int descriptor, const QByteArray &text)
{
    (void)!::write(descriptor, text.constData(), std::size_t(text.size()));
}

// Returns when the watched process ends or somebody sends SIGTERM.
void waitForEnd(int watched)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    const int signalled = ::signalfd(-1, &signals, SFD_CLOEXEC);
    std::array<pollfd, 2> events{pollfd{watched, POLLIN, 0}, pollfd{signalled, POLLIN, 0}};
    while (::poll(events.data(), events.size(), -1) < 0 && errno == EINTR) {
    }
}

bool isRunning()
{
    const ClusterFolder folder{TestCluster::folder()};
    const auto file = readPidFile(folder.pidFile());
    return file && isServerProcess(file->pid, {folder.mark()});
}

// Tests that outlive a killed ctest die of their closed pipes, without leaving the cluster.
void stopAfterStragglers()
{
    constexpr int tries = 600;
    for (int i = 0; i < tries && isRunning(); ++i) {
        ::poll(nullptr, 0, 500);
        (void)TestCluster::start(); // and left at once: stops it when nobody else is there
    }
}

void detachOutput()
{
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int descriptor : {0, 1, 2})
        ::dup2(nothing, descriptor); // ctest waits for its pipes to close
    ::close(nothing);
}

int keep(int argc, char **argv, int watched, int answer)
{
    ::setsid();
    const QCoreApplication application(argc, argv);
    TestCluster::moveIntoMemory();
    auto cluster = TestCluster::start();
    if (!cluster) {
        say(answer, (cluster.error().message + u'\n' + cluster.error().detail).toUtf8());
        return 1;
    }
    QFile file(keeperFile());
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(QByteArray::number(::getpid()));
    file.close();
    detachOutput();
    say(answer, "ready");
    ::close(answer);
    waitForEnd(watched);
    cluster->reset();
    stopAfterStragglers();
    if (!isRunning())
        TestCluster::leaveMemory();
    return 0;
}

int start(int argc, char **argv)
{
    // Not after the fork: then our parent may be another one.
    const int watched = openProcess(::getppid());
    std::array<int, 2> channel{};
    if (::pipe2(channel.data(), O_CLOEXEC) != 0)
        return 1;
    const pid_t keeper = ::fork();
    if (keeper == 0) {
        ::close(channel[0]);
        return keep(argc, argv, watched, channel[1]);
    }
    ::close(channel[1]);
    QByteArray text;
    std::array<char, 4096> buffer{};
    for (ssize_t length = 0; (length = ::read(channel[0], buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), length);
    std::printf("%s\n", text.constData());
    return text == "ready" ? 0 : 1;
}

int stop()
{
    QFile file(keeperFile());
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const pid_t keeper = file.readAll().toInt();
    file.remove();
    QFile comm(QStringLiteral("/proc/%1/comm").arg(keeper));
    // The kernel keeps 15 letters of a program's name.
    if (!comm.open(QIODevice::ReadOnly) || !comm.readAll().startsWith("orion_test_clus"))
        return 0;
    const int process = openProcess(keeper);
    ::kill(keeper, SIGTERM);
    pollfd ended{process, POLLIN, 0};
    return ::poll(&ended, 1, 60000) == 1 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], "start") == 0)
        return start(argc, argv);
    if (argc == 2 && std::strcmp(argv[1], "stop") == 0)
        return stop();
    std::fprintf(stderr, "orion_test_cluster start | stop\n");
    return 2;
}
