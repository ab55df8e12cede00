#include "services/database/serverprocess.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <thread>
#include <unistd.h>

namespace Orion
{

namespace
{

QByteArray readProc(pid_t pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What posix_spawn needs, freed with the scope.
struct Spawn
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;

    Spawn()
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    ~Spawn()
    {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    Spawn(const Spawn &) = delete;
    Spawn &operator=(const Spawn &) = delete;
};

void setUp(Spawn &spawn, const QByteArray &log)
{
    posix_spawn_file_actions_addopen(&spawn.actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&spawn.actions, 1, log.constData(),
                                     O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
    posix_spawn_file_actions_adddup2(&spawn.actions, 1, 2);
    posix_spawn_file_actions_addclosefrom_np(&spawn.actions, 3);
    // The present folder may be out of reach of the server's account.
    posix_spawn_file_actions_addchdir_np(&spawn.actions, "/");

    // A thread of ours may have blocked or ignored signals that the server needs.
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&spawn.attributes, &none);
    posix_spawnattr_setsigdefault(&spawn.attributes, &all);
    posix_spawnattr_setflags(&spawn.attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

} // namespace

std::optional<PidFile> readPidFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QList<QByteArray> lines = file.read(4096).split('\n');
    PidFile found;
    found.pid = lines.at(0).trimmed().toInt();
    if (lines.size() > 4)
        found.socketFolder = QFile::decodeName(lines.at(4).trimmed());
    if (found.pid <= 1)
        return std::nullopt;
    return found;
}

bool isServerProcess(pid_t pid, const std::vector<QByteArray> &marks)
{
    if (!readProc(pid, "comm").startsWith("postgres"))
        return false;
    const QByteArray commandLine = readProc(pid, "cmdline"); // empty for a zombie
    return std::any_of(marks.begin(), marks.end(),
                       [&](const QByteArray &mark) { return commandLine.contains(mark); });
}

std::vector<pid_t> serverProcesses(const QByteArray &mark)
{
    std::vector<pid_t> found;
    for (const QString &entry :
         QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    {
        const pid_t pid = entry.toInt();
        if (pid > 1 && isServerProcess(pid, {mark}))
            found.push_back(pid);
    }
    return found;
}

Result<pid_t> startDetached(const QStringList &command, const QString &logFile)
{
    std::vector<QByteArray> words;
    for (const QString &word : command)
        words.push_back(QFile::encodeName(word));
    std::vector<char *> arguments;
    for (QByteArray &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    // Nothing of our environment: it may hold secrets, and PG… variables would change the server.
    QByteArray path = "PATH=" + qgetenv("PATH");
    QByteArray locale = "LC_ALL=C";
    QByteArray zone = "TZ=UTC";
    char *environment[] = {path.data(), locale.data(), zone.data(), nullptr};

    const QByteArray log = QFile::encodeName(logFile);
    Spawn spawn;
    setUp(spawn, log);
    pid_t pid = 0;
    const int error = posix_spawn(&pid, arguments.front(), &spawn.actions, &spawn.attributes,
                                  arguments.data(), environment);
    if (error != 0)
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("PostgreSQL cannot be started from %1.").arg(command.front()),
                    QString::fromLocal8Bit(std::strerror(error)));
    return pid;
}

bool waitUntil(const std::function<bool()> &holds, std::chrono::milliseconds timeout)
{
    const QDeadlineTimer deadline(timeout);
    while (!holds()) {
        if (deadline.hasExpired())
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

} // namespace Orion
