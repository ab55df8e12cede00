#pragma once

#include "models/domain/result.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

namespace Orion
{

// One of our own programs as a child, from its start to its end. Owned by the demo session, lives
// on the main thread. It has a process group of its own, so that Ctrl+C reaches it only through
// us, and gets SIGTERM when this process dies, however it dies.
class ChildProgram : public QObject
{
    Q_OBJECT

public:
    // readyPrefix begins the line that the program prints once it can be used; an address follows.
    ChildProgram(QString name, QString readyPrefix, QObject *parent = nullptr);
    ~ChildProgram() override; // ends it and waits, at most some seconds

    // The environment is the child's whole one. Once.
    void start(const QString &program, const QStringList &arguments,
               const QProcessEnvironment &environment);

    // SIGTERM, and SIGKILL for one that takes more than ten seconds. ended() follows.
    void stop();

    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    void ready(const QString &address);
    void failed(const Orion::Error &error); // not started, or ended without being asked to
    void ended();                           // after stop()

private:
    void readOutput();
    void readErrors();
    void noteEnd();
    QString lastWords() const;

    const QString m_name;
    const QString m_readyPrefix;
    QProcess m_process;
    QTimer m_patience;
    QByteArray m_errors; // the last lines of standard error
    bool m_isStopping = false;
};

} // namespace Orion
