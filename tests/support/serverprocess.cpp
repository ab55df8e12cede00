#include "tests/support/serverprocess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcessEnvironment>

#include <utility>

namespace Orion
{

namespace
{

constexpr int patience = 30'000; // ms; only a broken server needs them

QString pathOf(const QString &program)
{
    return QStringLiteral(ORION_BIN_DIR "/") + program;
}

QProcessEnvironment cleanEnvironment(const ProcessEnvironment &additions)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(QLatin1String("ORION_")) || name.startsWith(QLatin1String("STRIPE_")) ||
            name.startsWith(QLatin1String("PG")) || name == QLatin1String("DATABASE_URL") ||
            name == QLatin1String("CREDENTIALS_DIRECTORY"))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("ORION_CONFIG_FILE"), QStringLiteral("/nonexistent"));
    for (auto it = additions.begin(); it != additions.end(); ++it)
        environment.insert(it.key(), it.value());
    return environment;
}

} // namespace

ServerProcess::ServerProcess(const QString &program, QStringList arguments, QByteArray readyLine,
                             const ProcessEnvironment &environment)
    : m_arguments(std::move(arguments))
    , m_readyLine(std::move(readyLine))
{
    m_process.setProcessEnvironment(cleanEnvironment(environment));
    m_process.setProgram(pathOf(program));
}

ServerProcess::~ServerProcess()
{
    if (m_process.state() != QProcess::NotRunning)
        kill();
}

bool ServerProcess::start(const QStringList &moreArguments)
{
    if (!m_errors.isOpen() && !m_errors.open())
        return false;
    m_process.setStandardErrorFile(m_errors.fileName(), QIODevice::Append);
    m_process.setArguments(m_arguments + moreArguments);
    m_process.start(QIODevice::ReadOnly);
    QElapsedTimer timer;
    timer.start();
    while (!m_process.canReadLine()) {
        const int left = patience - int(timer.elapsed());
        if (left <= 0 || !m_process.waitForReadyRead(left))
            return false;
    }
    const QByteArray line = m_process.readLine().trimmed();
    if (!line.startsWith(m_readyLine))
        return false;
    m_url = QUrl(QString::fromUtf8(line.mid(m_readyLine.size())));
    return m_url.isValid() && m_url.port() > 0;
}

QUrl ServerProcess::url(const QString &path) const
{
    QUrl url = m_url;
    url.setPath(path);
    return url;
}

void ServerProcess::sendTerminate()
{
    m_process.terminate();
}

int ServerProcess::waitForEnd()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(patience))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int ServerProcess::terminate()
{
    sendTerminate();
    return waitForEnd();
}

void ServerProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(patience);
}

QByteArray ServerProcess::errorOutput() const
{
    QFile file(m_errors.fileName());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

CommandOutcome runProgram(const QString &program, const QStringList &arguments,
                          const ProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment(environment));
    process.start(pathOf(program), arguments, QIODevice::ReadOnly);
    CommandOutcome outcome;
    if (!process.waitForFinished(2 * patience)) {
        process.kill();
        process.waitForFinished(patience);
        return outcome;
    }
    if (process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.output = process.readAllStandardOutput();
    outcome.errors = process.readAllStandardError();
    return outcome;
}

} // namespace Orion
