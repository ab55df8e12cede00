#include "tests/support/companionprocess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcessEnvironment>

#include <utility>

namespace Orion
{

namespace
{

constexpr int patience = 30'000; // ms; only a broken companion needs them

QString program()
{
    return QStringLiteral(ORION_BIN_DIR "/orion-companion");
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

CompanionProcess::CompanionProcess(ProcessEnvironment environment)
{
    m_process.setProcessEnvironment(cleanEnvironment(environment));
    m_process.setProgram(program());
}

CompanionProcess::~CompanionProcess()
{
    if (m_process.state() != QProcess::NotRunning)
        kill();
}

bool CompanionProcess::start(const QStringList &moreArguments)
{
    if (!m_errors.isOpen() && !m_errors.open())
        return false;
    m_process.setStandardErrorFile(m_errors.fileName(), QIODevice::Append);
    m_process.setArguments(QStringList{QStringLiteral("serve"), QStringLiteral("--listen"),
                                       QStringLiteral("127.0.0.1:0")} +
                           moreArguments);
    m_process.start(QIODevice::ReadOnly);
    QElapsedTimer timer;
    timer.start();
    const QByteArray announcement = "companion ready on ";
    while (!m_process.canReadLine()) {
        const int left = patience - int(timer.elapsed());
        if (left <= 0 || !m_process.waitForReadyRead(left))
            return false;
    }
    const QByteArray line = m_process.readLine().trimmed();
    if (!line.startsWith(announcement))
        return false;
    m_url = QUrl(QString::fromUtf8(line.mid(announcement.size())));
    return m_url.isValid() && m_url.port() > 0;
}

QUrl CompanionProcess::url(const QString &path) const
{
    QUrl url = m_url;
    url.setPath(path);
    return url;
}

void CompanionProcess::sendTerminate()
{
    m_process.terminate();
}

int CompanionProcess::waitForEnd()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(patience))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int CompanionProcess::terminate()
{
    sendTerminate();
    return waitForEnd();
}

void CompanionProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(patience);
}

QByteArray CompanionProcess::errorOutput() const
{
    QFile file(m_errors.fileName());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

CommandOutcome runCompanion(const QStringList &arguments, const ProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment(environment));
    process.start(program(), arguments, QIODevice::ReadOnly);
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
