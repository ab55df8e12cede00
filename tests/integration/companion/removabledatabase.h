#pragma once

#include "tests/support/testdatabase.h"

#include <QFile>
#include <QTemporaryDir>

namespace Orion
{

// The database behind a socket of our own, which a test can take away and give back.
class RemovableDatabase
{
public:
    explicit RemovableDatabase(TestDatabase &database)
        : m_database(database)
    {
        const auto settings = database.settings(QStringLiteral("orion_companion"));
        const QString socket =
            QStringLiteral("/.s.PGSQL.") +
            settings.parameters.value(QStringLiteral("port"), QStringLiteral("5432"));
        m_target = settings.parameters.value(QStringLiteral("host")) + socket;
        m_link = m_folder.path() + socket;
        ConnectionSettings ours = settings;
        ours.parameters.insert(QStringLiteral("host"), m_folder.path());
        m_conninfo = ours.conninfo();
    }

    QString conninfo() const { return m_conninfo; }
    bool giveBack() { return QFile::link(m_target, m_link); }

    // No new connections, and the open ones end.
    bool takeAway() { return QFile::remove(m_link) && endConnections(); }

    bool endConnections()
    {
        const auto superuser = m_database.open(QStringLiteral("postgres"));
        return superuser
            ->execute(QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity "
                                     "where datname = ? and usename = 'orion_companion'"),
                      {m_database.name()})
            .has_value();
    }

private:
    TestDatabase &m_database;
    QTemporaryDir m_folder;
    QString m_target;
    QString m_link;
    QString m_conninfo;
};

} // namespace Orion
