#include "tests/support/testcluster.h"

#include "services/database/migrator.h"
#include "services/database/session.h"
#include "tests/support/scratchfolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace Orion
{

namespace
{

QString templateNameOf(const Migrator &migrator)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const Migration &migration : migrator.migrations())
        hash.addData(migration.checksum());
    return QStringLiteral("orion_template_") + QString::fromLatin1(hash.result().toHex().left(16));
}

// Test runs of several trees at the same time give each a folder of its own.
QString buildFolder()
{
    return qEnvironmentVariable("ORION_TEST_CLUSTER_PARENT",
                                QStringLiteral(ORION_TEST_CLUSTER_PARENT));
}

// Says which folder in memory is used; a note whose folder has gone means none.
QString memoryNote()
{
    return buildFolder() + QStringLiteral("/cluster-in-memory");
}

QString folderInMemory()
{
    QFile note(memoryNote());
    if (!note.open(QIODevice::ReadOnly))
        return {};
    const QString folder = QFile::decodeName(note.readAll());
    return !folder.isEmpty() && QFileInfo(folder).isDir() ? folder : QString();
}

// Whether other users may pass through every folder on the way: the server of a root's test run
// is the postgres user's.
bool isTraversable(const QString &path)
{
    for (QString folder = path; folder != QLatin1String("/"); folder = QFileInfo(folder).path()) {
        struct stat status
        {};
        if (::stat(QFile::encodeName(folder).constData(), &status) == 0 &&
            !(status.st_mode & S_IXOTH))
            return false;
    }
    return true;
}

Result<bool> databaseExists(Session &session, const QString &name)
{
    const auto found =
        session.selectOne(QStringLiteral("select 1 from pg_database where datname = ?"), {name},
                          [](const Row &row) { return row.integer(0); });
    if (!found)
        return fail(found.error());
    return found->has_value();
}

// Those of earlier states of the migrations, and the unfinished.
Result<void> dropOldTemplates(Session &session)
{
    const auto names = session.select(
        QStringLiteral("select datname from pg_database where datname like 'orion\\_template\\_%'"),
        {}, [](const Row &row) { return row.text(0); });
    if (!names)
        return fail(names.error());
    for (const QString &name : *names) {
        if (const auto dropped =
                session.script(QStringLiteral("drop database if exists %1 with (force)").arg(name));
            !dropped)
            return dropped;
    }
    return {};
}

} // namespace

QString TestCluster::folder()
{
    const QString memory = folderInMemory();
    if (!memory.isEmpty())
        return memory + QStringLiteral("/cluster");
    const QString build = buildFolder();
    if (::geteuid() != 0)
        return build + QStringLiteral("/cluster-user");
    if (isTraversable(build))
        return build + QStringLiteral("/cluster");
    const QByteArray hash =
        QCryptographicHash::hash(build.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("/var/tmp/orion-billing-tests-") + QString::fromLatin1(hash.left(12));
}

void TestCluster::moveIntoMemory()
{
    if (!isScratchInMemory() || !folderInMemory().isEmpty())
        return;
    const QString made = makeScratchFolder();
    QSaveFile note(memoryNote());
    if (!note.open(QIODevice::WriteOnly) || note.write(QFile::encodeName(made)) <= 0 ||
        !note.commit())
        QDir(made).removeRecursively();
}

void TestCluster::leaveMemory()
{
    const QString memory = folderInMemory();
    QFile::remove(memoryNote());
    if (!memory.isEmpty())
        QDir(memory).removeRecursively();
}

Result<std::unique_ptr<TestCluster>> TestCluster::start()
{
    EmbeddedOptions options;
    options.durable = false;
    auto cluster = std::make_unique<TestCluster>();
    auto started = EmbeddedCluster::start(folder(), options);
    if (!started)
        return fail(started.error());
    cluster->m_cluster = std::move(*started);
    if (const auto dropped = cluster->dropLeftovers(); !dropped)
        return fail(dropped.error());
    if (const auto prepared = cluster->prepareTemplate(); !prepared)
        return fail(prepared.error());
    return cluster;
}

ConnectionSettings TestCluster::settings(const QString &role, const QString &database) const
{
    return superuserSettings().withUser(role).withDatabase(database);
}

// Databases of test programs that were killed: their names end in the number of the process.
Result<void> TestCluster::dropLeftovers()
{
    const auto session = Session::open(superuserSettings(), QStringLiteral("orion-test"));
    if (!session)
        return fail(session.error());
    const auto names = (*session)->select(
        QStringLiteral("select datname from pg_database where datname like 'test\\_%'"), {},
        [](const Row &row) { return row.text(0); });
    if (!names)
        return fail(names.error());
    for (const QString &name : *names) {
        const pid_t pid = name.section(u'_', 1, 1).toInt();
        if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH)
            (void)(*session)->script(
                QStringLiteral("drop database if exists \"%1\" with (force)").arg(name));
    }
    return {};
}

// Made once for each state of the migrations, under another name first, so that an interrupted
// making is never taken for a template.
Result<void> TestCluster::prepareTemplate()
{
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    m_templateName = templateNameOf(*migrator);

    const auto session = Session::open(superuserSettings(), QStringLiteral("orion-test"));
    if (!session)
        return fail(session.error());
    Session &admin = **session;
    // Held until the session ends.
    if (const auto locked = admin.script(QStringLiteral("select pg_advisory_lock(471)")); !locked)
        return locked;
    const auto exists = databaseExists(admin, m_templateName);
    if (!exists)
        return fail(exists.error());
    if (*exists)
        return {};

    if (const auto dropped = dropOldTemplates(admin); !dropped)
        return dropped;
    const QString unfinished = m_templateName + QStringLiteral("_new");
    if (const auto made =
            admin.script(QStringLiteral("create database %1 owner orion_owner").arg(unfinished));
        !made)
        return made;
    {
        const auto owner = Session::open(settings(QStringLiteral("orion_owner"), unfinished),
                                         QStringLiteral("orion-test"));
        if (!owner)
            return fail(owner.error());
        if (const auto migrated = migrator->migrate(**owner); !migrated)
            return fail(migrated.error());
    }
    return admin.script(
        QStringLiteral("alter database %1 rename to %2").arg(unfinished, m_templateName));
}

} // namespace Orion
