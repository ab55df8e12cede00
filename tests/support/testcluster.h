#pragma once

#include "services/database/embeddedcluster.h"

namespace Orion
{

// The PostgreSQL that all tests of a build folder share. ctest keeps it running for a whole run
// (fixture orion_database); a test started by hand starts it by itself. It has a migrated template
// database that TestDatabase clones.
class TestCluster
{
public:
    static Result<std::unique_ptr<TestCluster>> start();

    ConnectionSettings settings(const QString &role, const QString &database) const;
    ConnectionSettings superuserSettings() const { return m_cluster->superuserSettings(); }

    // A migrated database that nothing connects to.
    QString templateName() const { return m_templateName; }

    // The folder of the build's cluster; in memory while ctest keeps one there.
    static QString folder();

    // For ctest's keeper: moves folder() into memory, where there is room and nobody has yet.
    static void moveIntoMemory();
    // The way back, when the server is down: deletes what lies in memory.
    static void leaveMemory();

private:
    Result<void> prepareTemplate();
    Result<void> dropLeftovers();

    std::unique_ptr<EmbeddedCluster> m_cluster;
    QString m_templateName;
};

} // namespace Orion
