#include "app/companion/commandcontext.h"

#include "services/database/migrator.h"

namespace Orion
{

CommandContext::CommandContext(Invocation invocation, LoadedConfiguration configuration,
                               const Clock &clock, QTextStream &out)
    : m_invocation(std::move(invocation))
    , m_configuration(std::move(configuration))
    , m_clock(clock)
    , m_out(out)
{}

Result<ConnectionSettings> CommandContext::databaseSettings(const QString &embeddedRole)
{
    if (m_invocation.wantsEmbedded) {
        if (!m_cluster) {
            const QString folder = m_invocation.value(QStringLiteral("embedded"));
            auto started = EmbeddedCluster::start(
                folder.isEmpty() ? EmbeddedCluster::defaultFolder() : folder);
            if (!started)
                return fail(started.error());
            m_cluster = std::move(*started);
        }
        return m_cluster->settings(embeddedRole);
    }
    QString address = m_invocation.value(QStringLiteral("database"));
    if (address.isEmpty())
        address = QString::fromUtf8(configuration().databaseUrl.reveal());
    if (address.isEmpty())
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("No database is configured: set DATABASE_URL, or give "
                                   "--database URL or --embedded."));
    return ConnectionSettings::parse(address);
}

Result<std::unique_ptr<Session>> CommandContext::openDatabase(const QString &embeddedRole)
{
    const auto settings = databaseSettings(embeddedRole);
    if (!settings)
        return fail(settings.error());
    if (const auto migrated = migrateEmbedded(); !migrated)
        return fail(migrated.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    auto session = Session::open(*settings, QStringLiteral("orion-companion"));
    if (!session)
        return session;
    if (const auto current = migrator->checkCurrent(**session); !current)
        return fail(current.error());
    return session;
}

Result<void> CommandContext::migrateEmbedded()
{
    if (!m_cluster)
        return {};
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    const auto session = Session::open(m_cluster->settings(), QStringLiteral("orion-companion"));
    if (!session)
        return fail(session.error());
    const auto migrated = migrator->migrate(**session);
    if (!migrated)
        return fail(migrated.error());
    return {};
}

QString commandActor()
{
    for (const char *name : {"SUDO_USER", "USER", "LOGNAME"}) {
        const QString user = qEnvironmentVariable(name);
        if (!user.isEmpty())
            return QStringLiteral("cli:") + user;
    }
    return QStringLiteral("cli");
}

} // namespace Orion
