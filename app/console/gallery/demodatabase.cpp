#include "app/console/gallery/demodatabase.h"

#include "services/database/migrator.h"
#include "services/database/session.h"
#include "services/demo/demodata.h"

#include <QFile>

namespace Orion
{

Result<std::unique_ptr<DemoDatabase>> DemoDatabase::make(const QDateTime &now)
{
    std::unique_ptr<DemoDatabase> database(new DemoDatabase);
    // The server may run as another user, who has to get through to its folder.
    QFile::setPermissions(database->m_folder.path(),
                          QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner |
                                             QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup |
                                             QFile::ReadOther | QFile::ExeOther));
    EmbeddedOptions options;
    options.durable = false;
    auto cluster =
        EmbeddedCluster::start(database->m_folder.filePath(QStringLiteral("pg")), options);
    if (!cluster)
        return fail(cluster.error());
    database->m_cluster = std::move(*cluster);

    const auto session = Session::open(database->settings(QStringLiteral("orion_owner")),
                                       QStringLiteral("orion-gallery"));
    if (!session)
        return fail(session.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    if (const auto migrated = migrator->migrate(**session); !migrated)
        return fail(migrated.error());
    DemoOptions demo;
    demo.now = now;
    if (const auto made = makeDemoData(**session, demo); !made)
        return fail(made.error());
    return database;
}

ConnectionSettings DemoDatabase::nowhere(const QString &role) const
{
    ConnectionSettings settings = m_cluster->settings(role);
    settings.parameters.insert(QStringLiteral("host"), m_folder.filePath(QStringLiteral("away")));
    return settings;
}

} // namespace Orion
