#include "app/console/demo/childprogram.h"

#include <chrono>
#include <csignal>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace std::chrono_literals;

namespace Orion
{

namespace
{

constexpr auto patience = 10s;
constexpr qsizetype keptErrors = 4096;

// Runs in the child between fork and exec, where only simple calls are allowed.
void tieTo(pid_t parent)
{
    ::setpgid(0, 0);
    // What it logs goes to us. Once we are gone it still has to end in order.
    ::signal(SIGPIPE, SIG_IGN);
#ifdef Q_OS_LINUX
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    // The parent may have died before it was tied.
    if (::getppid() != parent)
        ::_exit(1);
#else
    Q_UNUSED(parent);
#endif
}

} // namespace

ChildProgram::ChildProgram(QString name, QString readyPrefix, QObject *parent)
    : QObject(parent)
    , m_name(std::move(name))
    , m_readyPrefix(std::move(readyPrefix))
{
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([parentId = ::getpid()] { tieTo(parentId); });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &ChildProgram::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &ChildProgram::readErrors);
    connect(&m_process, &QProcess::finished, this, &ChildProgram::noteEnd);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed({ErrorCode::Unavailable,
                           QStringLiteral("%1 cannot be started: %2 is missing or not executable. "
                                          "Build or install it anew.")
                               .arg(m_name, m_process.program()),
                           m_process.errorString()});
    });
}

ChildProgram::~ChildProgram()
{
    m_process.disconnect(this);
    if (!isRunning())
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(int(std::chrono::milliseconds(patience).count()))) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void ChildProgram::start(const QString &program, const QStringList &arguments,
                         const QProcessEnvironment &environment)
{
    m_process.setProcessEnvironment(environment);
    m_process.start(program, arguments, QIODevice::ReadOnly);
}

void ChildProgram::stop()
{
    if (m_isStopping)
        return;
    m_isStopping = true;
    if (!isRunning()) {
        QMetaObject::invokeMethod(this, &ChildProgram::ended, Qt::QueuedConnection);
        return;
    }
    m_process.terminate();
    m_patience.start(patience);
}

void ChildProgram::readOutput()
{
    m_process.setReadChannel(QProcess::StandardOutput);
    while (m_process.canReadLine()) {
        const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
        if (line.startsWith(m_readyPrefix))
            Q_EMIT ready(line.mid(m_readyPrefix.size()).trimmed());
    }
}

void ChildProgram::readErrors()
{
    m_errors = (m_errors + m_process.readAllStandardError()).right(keptErrors);
}

void ChildProgram::noteEnd()
{
    m_patience.stop();
    if (m_isStopping) {
        Q_EMIT ended();
        return;
    }
    readErrors();
    const QString how =
        m_process.exitStatus() == QProcess::CrashExit
            ? QStringLiteral("was killed or crashed")
            : QStringLiteral("ended by itself with code %1").arg(m_process.exitCode());
    Q_EMIT failed({ErrorCode::Unavailable,
                   QStringLiteral("%1 %2. Close the demo and start it again.").arg(m_name, how),
                   lastWords()});
}

QString ChildProgram::lastWords() const
{
    const QByteArray text = m_errors.trimmed();
    return QString::fromUtf8(text.mid(text.lastIndexOf('\n') + 1));
}

} // namespace Orion
