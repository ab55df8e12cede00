#pragma once

#include "services/database/embeddedcluster.h"

#include <QProcess>
#include <QStringList>

#include <sys/types.h>

// A cluster folder for one test and what the tests of clusters ask about it. Whatever still runs in
// it is ended with the scope.
class ScratchCluster
{
public:
    ScratchCluster();
    ~ScratchCluster();

    ScratchCluster(const ScratchCluster &) = delete;
    ScratchCluster &operator=(const ScratchCluster &) = delete;

    // A folder of the test's own that every account may pass through.
    QString parent() const { return m_parent; }
    QString folder = {}; // parent() + "/cluster", unless a test chooses another

    static Orion::EmbeddedOptions careless(); // not durable: fast

    // Aborts the test when it does not start.
    std::unique_ptr<Orion::EmbeddedCluster>
    start(const Orion::EmbeddedOptions &options = careless()) const;
    Orion::Result<std::unique_ptr<Orion::EmbeddedCluster>>
    tryStart(const Orion::EmbeddedOptions &options = careless()) const;

    pid_t serverPid() const; // 0 when none runs
    bool isRunning() const { return serverPid() != 0; }
    std::vector<pid_t> processes() const;
    QString data(const QString &name) const { return folder + QStringLiteral("/data/") + name; }

private:
    QString m_parent;
};

// The first column of the first row, as text; the error's text if there is none.
QString ask(const Orion::ConnectionSettings &settings, const QString &sql);

// Another program that uses the cluster, until leave(), kill() or the scope's end.
class ClusterUser
{
public:
    explicit ClusterUser(const QString &folder, const QStringList &prefix = {},
                         const QString &program = QStringLiteral(ORION_CLUSTER_USER));
    ~ClusterUser();

    bool waitUntilReady();
    bool leave(); // true when it ended well
    void kill();
    QString errors();

private:
    QProcess m_process;
};
