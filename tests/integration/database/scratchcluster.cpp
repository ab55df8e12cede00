#include "tests/integration/database/scratchcluster.h"

#include "services/database/clusterfolder.h"
#include "services/database/serverprocess.h"
#include "services/database/session.h"
#include "tests/support/scratchfolder.h"

#include <QDir>
#include <QTest>

#include <csignal>

using namespace Orion;

ScratchCluster::ScratchCluster()
{
    m_parent = makeScratchFolder();
    folder = m_parent + QStringLiteral("/cluster");
}

ScratchCluster::~ScratchCluster()
{
    for (const pid_t pid : processes())
        ::kill(pid, SIGKILL);
    waitUntil([this] { return processes().empty(); }, std::chrono::seconds(10));
    QDir(m_parent).removeRecursively();
}

EmbeddedOptions ScratchCluster::careless()
{
    EmbeddedOptions options;
    options.durable = false;
    return options;
}

Result<std::unique_ptr<EmbeddedCluster>>
ScratchCluster::tryStart(const EmbeddedOptions &options) const
{
    return EmbeddedCluster::start(folder, options);
}

std::unique_ptr<EmbeddedCluster> ScratchCluster::start(const EmbeddedOptions &options) const
{
    auto started = tryStart(options);
    if (!started)
        qFatal("%s %s", qUtf8Printable(started.error().message),
               qUtf8Printable(started.error().detail));
    return std::move(*started);
}

pid_t ScratchCluster::serverPid() const
{
    const ClusterFolder paths{folder};
    const auto file = readPidFile(paths.pidFile());
    return file && isServerProcess(file->pid, {paths.mark()}) ? file->pid : 0;
}

std::vector<pid_t> ScratchCluster::processes() const
{
    return serverProcesses(ClusterFolder{folder}.mark());
}

QString ask(const ConnectionSettings &settings, const QString &sql)
{
    const auto session = Session::open(settings, QStringLiteral("orion-test"));
    if (!session)
        return session.error().message;
    const auto answer = (*session)->selectOne(sql, {}, [](const Row &row) { return row.text(0); });
    if (!answer)
        return answer.error().message;
    return answer->value_or(QString());
}

ClusterUser::ClusterUser(const QString &folder, const QStringList &prefix, const QString &program)
{
    QStringList command = prefix;
    command << program << folder;
    m_process.start(command.takeFirst(), command);
}

ClusterUser::~ClusterUser()
{
    if (m_process.state() != QProcess::NotRunning)
        kill();
}

bool ClusterUser::waitUntilReady()
{
    return QTest::qWaitFor([this] { return m_process.canReadLine(); }, 30000) &&
           m_process.readLine() == "ready\n";
}

bool ClusterUser::leave()
{
    m_process.closeWriteChannel();
    return m_process.waitForFinished() && m_process.exitStatus() == QProcess::NormalExit &&
           m_process.exitCode() == 0;
}

void ClusterUser::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

QString ClusterUser::errors()
{
    return QString::fromUtf8(m_process.readAllStandardError());
}
