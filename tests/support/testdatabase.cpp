#include "tests/support/testdatabase.h"

#include "tests/support/testcluster.h"

#include <QCoreApplication>

#include <atomic>
#include <mutex>
#include <unistd.h>

namespace Orion
{

namespace
{

[[noreturn]] void giveUp(const Error &error)
{
    qFatal("The test database: %s %s", qUtf8Printable(error.message), qUtf8Printable(error.detail));
}

// One for all test databases of the program, left when its QCoreApplication goes.
std::shared_ptr<TestCluster> &heldCluster()
{
    static std::shared_ptr<TestCluster> held;
    return held;
}

std::shared_ptr<TestCluster> sharedCluster()
{
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (!heldCluster()) {
        auto started = TestCluster::start();
        if (!started)
            giveUp(started.error());
        heldCluster() = std::move(*started);
        qAddPostRoutine([] { heldCluster().reset(); });
    }
    return heldCluster();
}

QString nextName()
{
    static std::atomic<int> counter = 0;
    return QStringLiteral("test_%1_%2").arg(::getpid()).arg(++counter);
}

} // namespace

TestDatabase::TestDatabase(Contents contents)
    : m_cluster(sharedCluster())
    , m_name(nextName())
{
    const auto admin = Session::open(m_cluster->superuserSettings(), QStringLiteral("orion-test"));
    if (!admin)
        giveUp(admin.error());
    const QString from =
        contents == Contents::Migrated ? m_cluster->templateName() : QStringLiteral("template1");
    // Copied as files: without fsync that is faster than through the log.
    const auto made = (*admin)->script(
        QStringLiteral("create database %1 owner orion_owner template %2 strategy file_copy")
            .arg(m_name, from));
    if (!made)
        giveUp(made.error());
}

TestDatabase::~TestDatabase()
{
    m_session.reset();
    const auto admin = Session::open(m_cluster->superuserSettings(), QStringLiteral("orion-test"));
    if (!admin)
        return; // the next run drops what is left
    (void)(*admin)->script(QStringLiteral("drop database if exists %1 with (force)").arg(m_name));
}

ConnectionSettings TestDatabase::settings(const QString &role) const
{
    return m_cluster->settings(role, m_name);
}

QString TestDatabase::conninfo(const QString &role) const
{
    return settings(role).conninfo();
}

Session &TestDatabase::session()
{
    if (!m_session)
        m_session = open();
    return *m_session;
}

std::unique_ptr<Session> TestDatabase::open(const QString &role) const
{
    auto session = Session::open(settings(role), QStringLiteral("orion-test"));
    if (!session)
        giveUp(session.error());
    return std::move(*session);
}

QString TestDatabase::value(const QString &sql, const QVariantList &arguments)
{
    const auto found =
        session().selectOne(sql, arguments, [](const Row &row) { return row.text(0); });
    if (!found)
        giveUp(found.error());
    return found->value_or(QString());
}

} // namespace Orion
