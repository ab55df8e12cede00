#include "app/console/embeddedstart.h"

#include "services/database/embeddedcluster.h"
#include "services/database/migrator.h"

#include <QPromise>
#include <QThread>

namespace Orion
{

namespace
{

using Started = Result<std::shared_ptr<EmbeddedCluster>>;

Started startAndMigrate(const QString &folder)
{
    auto cluster =
        EmbeddedCluster::start(folder.isEmpty() ? EmbeddedCluster::defaultFolder() : folder);
    if (!cluster)
        return fail(cluster.error());
    const auto session = Session::open((*cluster)->settings(), QStringLiteral("orion-console"));
    if (!session)
        return fail(session.error());
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    if (const auto migrated = migrator->migrate(**session); !migrated)
        return fail(migrated.error());
    return std::shared_ptr<EmbeddedCluster>(std::move(*cluster));
}

} // namespace

QFuture<Started> startEmbeddedDatabase(const QString &folder)
{
    auto promise = std::make_shared<QPromise<Started>>();
    promise->start();
    QThread *thread = QThread::create([promise, folder] {
        promise->addResult(startAndMigrate(folder));
        promise->finish();
    });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
    return promise->future();
}

} // namespace Orion
