#pragma once

#include "services/database/session.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <vector>

namespace Orion
{

// One numbered step of the schema.
struct Migration
{
    int version = 0;
    QString name;
    QString sql;

    QByteArray checksum() const; // sha256 of the SQL, in hex
};

struct AppliedMigration
{
    int version = 0;
    QString name;
    QByteArray checksum;
    QDateTime appliedAt; // UTC
};

struct MigrationStatus
{
    std::vector<AppliedMigration> applied; // in order
    std::vector<Migration> pending;        // in order
};

// Brings the schema "billing" to what this program expects. Each migration is one transaction under
// an advisory lock, so that any number of programs may try at the same time. Holds no connection;
// may be used from any thread.
class Migrator
{
public:
    // In ascending order of version, without gaps from 1.
    explicit Migrator(std::vector<Migration> migrations);

    // Those compiled into the program (:/sql/migrations, target orion_sql_resources).
    static Result<Migrator> fromResources();

    // Errors of all three: SchemaTooNew (the database is newer than this program),
    // DatabaseFailed (an applied migration has other contents than this program's).

    // What is applied and what is missing. An empty database has everything pending.
    Result<MigrationStatus> status(Session &session) const;

    // Makes the roles where they are missing, applies what is pending, and prepares the payload
    // partitions of the next months. Returns what it applied. Runs as orion_owner when the login
    // may. A failing migration leaves nothing of itself.
    Result<std::vector<Migration>> migrate(Session &session) const;

    // Nothing when the schema is what this program expects, else SchemaOutdated or SchemaTooNew.
    Result<void> checkCurrent(Session &session) const;

    const std::vector<Migration> &migrations() const { return m_migrations; }

private:
    std::vector<Migration> m_migrations;
};

} // namespace Orion
