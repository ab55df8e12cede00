#pragma once

#include "app/companion/commandline.h"
#include "services/database/embeddedcluster.h"
#include "services/database/session.h"
#include "services/platform/clock.h"
#include "services/platform/configuration.h"

#include <QTextStream>

namespace Orion
{

// What a command works with: its arguments, the configuration, the clock, where to print, and the
// way to the database. Owned by main, lives on its thread.
class CommandContext
{
public:
    CommandContext(Invocation invocation, LoadedConfiguration configuration, const Clock &clock,
                   QTextStream &out);

    const Invocation &arguments() const { return m_invocation; }
    const Configuration &configuration() const { return m_configuration.values; }
    const LoadedConfiguration &loadedConfiguration() const { return m_configuration; }
    const Clock &clock() const { return m_clock; }
    QTextStream &out() { return m_out; }

    // Where the database is: --database, --embedded (which starts it; it runs until the context
    // goes), else DATABASE_URL. The role is the login in the embedded cluster; a server's address
    // brings its own. Errors: ConfigurationInvalid without any of the three.
    Result<ConnectionSettings> databaseSettings(const QString &embeddedRole);

    // A session there, for commands that work on a migrated database. An embedded one is private
    // to this program and is migrated on the way.
    Result<std::unique_ptr<Session>> openDatabase(const QString &embeddedRole);

    // Brings an embedded database up to date; does nothing for a server.
    Result<void> migrateEmbedded();

private:
    const Invocation m_invocation;
    const LoadedConfiguration m_configuration;
    const Clock &m_clock;
    QTextStream &m_out;
    std::unique_ptr<EmbeddedCluster> m_cluster;
};

// Who stands in audits as the one who ran a command: "cli:alice".
QString commandActor();

} // namespace Orion
