#pragma once

#include <QHash>
#include <QProcess>
#include <QStringList>
#include <QTemporaryFile>
#include <QUrl>

namespace Orion
{

using ProcessEnvironment = QHash<QString, QString>;

// A server of this build as a child process, with nothing configured but what is given: the
// settings of the machine and of the person who runs the tests stay out. Killed at the end of the
// scope if it still runs. Lives on one thread.
class ServerProcess
{
public:
    virtual ~ServerProcess();

    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    // Runs it on a free port of 127.0.0.1 and waits for its ready line. False if it ends or says
    // nothing for 30 s; errorOutput() then tells why. May be called again after its end.
    bool start(const QStringList &moreArguments = {});

    QUrl url() const { return m_url; } // http://127.0.0.1:PORT
    QUrl url(const QString &path) const;
    qint64 processId() const { return m_process.processId(); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }

    void sendTerminate(); // SIGTERM, without waiting
    // The exit code, or -1 if it did not end within 30 s or crashed.
    int waitForEnd();
    int terminate();
    void kill(); // as a crash: SIGKILL

    QByteArray errorOutput() const; // the log so far

protected:
    // program: its file name in the build's bin folder; readyLine: what stands before the address.
    ServerProcess(const QString &program, QStringList arguments, QByteArray readyLine,
                  const ProcessEnvironment &environment);

private:
    const QStringList m_arguments;
    const QByteArray m_readyLine;
    QProcess m_process;
    QTemporaryFile m_errors; // a file, for a full pipe would stop the server
    QUrl m_url;
};

struct CommandOutcome
{
    int exitCode = -1; // -1: crashed or not finished
    QByteArray output;
    QByteArray errors;
};

// Runs a program of the build to its end, in the same clean environment.
CommandOutcome runProgram(const QString &program, const QStringList &arguments,
                          const ProcessEnvironment &environment);

} // namespace Orion
