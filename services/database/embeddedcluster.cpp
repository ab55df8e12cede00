#include "services/database/embeddedcluster.h"

#include "services/database/clusterserver.h"
#include "services/database/filelock.h"
#include "services/database/roles.h"
#include "services/database/session.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <unistd.h>

namespace Orion
{

struct EmbeddedCluster::State
{
    ClusterFolder folder;
    EmbeddedOptions options;
    ClusterServer server;
    FileLock control;
    FileLock users;
    bool released = false;
};

namespace
{

// Roles and the database. Run at every start, for an earlier one may have been killed before it
// came to this.
Result<void> provision(const ConnectionSettings &settings)
{
    const auto session = Session::open(settings, QStringLiteral("orion-embedded"));
    if (!session)
        return fail(session.error());
    if (const auto made = ensureRoles(**session, RoleLogin::Local); !made)
        return made;
    const auto found =
        (*session)->selectOne(QStringLiteral("select 1 from pg_database where datname = 'orion'"),
                              {}, [](const Row &row) { return row.integer(0); });
    if (!found)
        return fail(found.error());
    if (*found)
        return {};
    return (*session)->script(QStringLiteral("create database orion owner orion_owner"));
}

} // namespace

EmbeddedCluster::EmbeddedCluster(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}

EmbeddedCluster::~EmbeddedCluster()
{
    (void)release();
}

QString EmbeddedCluster::defaultFolder()
{
    if (::geteuid() == 0)
        return QStringLiteral("/var/lib/orion-billing/postgres");
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/orion-billing/postgres");
}

Result<std::unique_ptr<EmbeddedCluster>> EmbeddedCluster::start(const QString &folder,
                                                                const EmbeddedOptions &options)
{
    const auto account = ServerAccount::ofThisProcess();
    if (!account)
        return fail(account.error());
    const ClusterFolder paths{QDir::cleanPath(QFileInfo(folder).absoluteFilePath())};
    if (const auto prepared = paths.prepare(*account); !prepared)
        return fail(prepared.error());
    auto control = FileLock::open(paths.controlLock());
    if (!control)
        return fail(control.error());
    auto users = FileLock::open(paths.usersLock());
    if (!users)
        return fail(users.error());

    auto state = std::unique_ptr<State>(new State{paths, options,
                                                  ClusterServer(paths, *account, options.durable),
                                                  std::move(*control), std::move(*users)});
    if (const auto locked = state->control.lock(FileLock::Kind::Exclusive, options.startTimeout);
        !locked)
        return fail(locked.error());
    if (const auto made = state->server.initialise(); !made)
        return fail(made.error());
    if (const auto runs = state->server.ensureRunning(options.startTimeout); !runs)
        return fail(runs.error());

    // From here on the destructor leaves again, and stops the server if nobody else is there.
    (void)state->users.tryLock(FileLock::Kind::Shared); // only a stop, under control, is exclusive
    auto cluster = std::unique_ptr<EmbeddedCluster>(new EmbeddedCluster(std::move(state)));
    const auto provisioned = provision(cluster->superuserSettings());
    cluster->m_state->control.unlock();
    if (!provisioned)
        return fail(provisioned.error());
    return cluster;
}

Result<void> EmbeddedCluster::release()
{
    if (m_state->released)
        return {};
    m_state->released = true;
    const auto locked =
        m_state->control.lock(FileLock::Kind::Exclusive, m_state->options.stopTimeout);
    Result<void> stopped = locked;
    if (locked && m_state->users.tryLock(FileLock::Kind::Exclusive))
        stopped = m_state->server.stop(m_state->options.stopTimeout);
    m_state->users.unlock();
    m_state->control.unlock();
    return stopped;
}

ConnectionSettings EmbeddedCluster::settings(const QString &role) const
{
    return m_state->server.settings().withUser(role).withDatabase(QStringLiteral("orion"));
}

ConnectionSettings EmbeddedCluster::superuserSettings() const
{
    return m_state->server.settings();
}

QString EmbeddedCluster::folder() const
{
    return m_state->folder.root;
}

QString EmbeddedCluster::logFile() const
{
    return m_state->folder.logFile();
}

} // namespace Orion
