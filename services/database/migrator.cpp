#include "services/database/migrator.h"

#include "services/database/roles.h"
#include "services/database/transaction.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace Orion
{

namespace
{

// How many months of payload partitions are made ahead.
constexpr int partitionMonths = 3;

Result<bool> holds(Session &session, const QString &sql)
{
    const auto answer = session.selectOne(sql, {}, [](const Row &row) { return row.boolean(0); });
    if (!answer)
        return fail(answer.error());
    return answer->value_or(false);
}

// The key is the word "orion" with the schema's number behind it; locks belong to one database.
Result<void> lockMigrations(Session &session)
{
    return session.script(QStringLiteral("select pg_advisory_xact_lock(478560413555)"));
}

// So that the tables belong to the owner whoever migrates. A login that is no member of it works
// under its own name.
Result<void> becomeOwner(Session &session)
{
    const auto may = holds(session, QStringLiteral("select pg_has_role('orion_owner', 'member')"));
    if (!may)
        return fail(may.error());
    return *may ? session.script(QStringLiteral("set local role orion_owner")) : Result<void>();
}

Result<std::vector<AppliedMigration>> readApplied(Session &session)
{
    const auto table = holds(
        session, QStringLiteral("select to_regclass('billing.schema_migrations') is not null"));
    if (!table)
        return fail(table.error());
    if (!*table)
        return std::vector<AppliedMigration>();
    return session.select(QStringLiteral("select version, name, checksum, applied_at "
                                         "from billing.schema_migrations order by version"),
                          {}, [](const Row &row) {
                              return AppliedMigration{int(row.integer(0)), row.text(1),
                                                      row.text(2).toLatin1(), row.time(3)};
                          });
}

Result<void> checkMatch(const AppliedMigration &applied, const std::vector<Migration> &known)
{
    if (applied.version > int(known.size()))
        return fail(ErrorCode::SchemaTooNew,
                    QStringLiteral("The database has the schema version %1, this program knows "
                                   "only up to %2. Install the newer version of this program.")
                        .arg(QString::number(applied.version), QString::number(known.size())));
    const Migration &ours = known.at(std::size_t(applied.version - 1));
    if (ours.checksum() != applied.checksum)
        return fail(ErrorCode::DatabaseFailed,
                    QStringLiteral("The database was made with another text of the migration %1 "
                                   "(%2) than this program has. Use the program that made it, or "
                                   "an empty database.")
                        .arg(QString::number(applied.version), applied.name));
    return {};
}

Result<void> createSchema(Session &session)
{
    const auto there = holds(
        session, QStringLiteral("select to_regclass('billing.schema_migrations') is not null"));
    if (!there)
        return fail(there.error());
    if (*there)
        return {};
    return inTransaction(session, [&]() -> Result<void> {
        if (const auto locked = lockMigrations(session); !locked)
            return locked;
        const auto owner =
            holds(session, QStringLiteral("select pg_has_role('orion_owner', 'member')"));
        if (!owner)
            return fail(owner.error());
        // The schema needs a right on the database, which the login has rather than the owner.
        const QString authorization =
            *owner ? QStringLiteral(" authorization orion_owner") : QString();
        if (const auto made = session.script(QStringLiteral("create schema if not exists billing") +
                                             authorization);
            !made)
            return made;
        if (const auto became = becomeOwner(session); !became)
            return became;
        return session.script(
            QStringLiteral("create table if not exists billing.schema_migrations ("
                           "version integer primary key, name text not null, "
                           "checksum text not null, "
                           "applied_at timestamptz not null default now())"));
    });
}

// True when it was applied here, false when another program had done it in the meantime.
Result<bool> apply(Session &session, const Migration &migration)
{
    return inTransaction(session, [&]() -> Result<bool> {
        if (const auto locked = lockMigrations(session); !locked)
            return fail(locked.error());
        const auto done = session.selectOne(
            QStringLiteral("select 1 from billing.schema_migrations where version = ?"),
            {migration.version}, [](const Row &row) { return row.integer(0); });
        if (!done)
            return fail(done.error());
        if (*done)
            return false;
        if (const auto became = becomeOwner(session); !became)
            return fail(became.error());
        if (const auto ran = session.script(migration.sql); !ran)
            return fail(
                ErrorCode::DatabaseFailed,
                QStringLiteral("The migration %1 (%2) failed; nothing of it was kept. "
                               "%3")
                    .arg(QString::number(migration.version), migration.name, ran.error().message),
                ran.error().detail);
        const auto noted = session.execute(
            QStringLiteral("insert into billing.schema_migrations (version, name, checksum) "
                           "values (?, ?, ?)"),
            {migration.version, migration.name, QString::fromLatin1(migration.checksum())});
        if (!noted)
            return fail(noted.error());
        return true;
    });
}

Result<void> preparePartitions(Session &session)
{
    const auto there = holds(
        session, QStringLiteral("select to_regprocedure("
                                "'billing.ensure_payload_partitions(date, integer)') is not null"));
    if (!there)
        return fail(there.error());
    if (!*there)
        return {};
    const auto made =
        session.execute(QStringLiteral("select billing.ensure_payload_partitions(current_date, ?)"),
                        {partitionMonths});
    if (!made)
        return fail(made.error());
    return {};
}

} // namespace

QByteArray Migration::checksum() const
{
    return QCryptographicHash::hash(sql.toUtf8(), QCryptographicHash::Sha256).toHex();
}

Migrator::Migrator(std::vector<Migration> migrations)
    : m_migrations(std::move(migrations))
{}

Result<Migrator> Migrator::fromResources()
{
    const QDir folder(QStringLiteral(":/sql/migrations"));
    static const QRegularExpression pattern(QStringLiteral("^(\\d{4})_(\\w+)\\.sql$"));
    std::vector<Migration> migrations;
    for (const QString &fileName : folder.entryList(QDir::Files, QDir::Name)) {
        const auto match = pattern.match(fileName);
        QFile file(folder.filePath(fileName));
        const int version = match.captured(1).toInt();
        if (version != int(migrations.size()) + 1 || !file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Internal,
                        QStringLiteral("This program was built with a wrong list of migrations "
                                       "(at %1). Build it anew.")
                            .arg(fileName));
        migrations.push_back({version, match.captured(2), QString::fromUtf8(file.readAll())});
    }
    if (migrations.empty())
        return fail(ErrorCode::Internal,
                    QStringLiteral("This program was built without its migrations. Build it "
                                   "anew."));
    return Migrator(std::move(migrations));
}

Result<MigrationStatus> Migrator::status(Session &session) const
{
    auto applied = readApplied(session);
    if (!applied)
        return fail(applied.error());
    MigrationStatus status;
    // The newest first: a database from the future is not also called wrong.
    for (auto it = applied->rbegin(); it != applied->rend(); ++it) {
        if (const auto matches = checkMatch(*it, m_migrations); !matches)
            return fail(matches.error());
    }
    std::copy_if(m_migrations.begin(), m_migrations.end(), std::back_inserter(status.pending),
                 [&](const Migration &migration) {
                     return std::none_of(applied->begin(), applied->end(),
                                         [&](const AppliedMigration &done) {
                                             return done.version == migration.version;
                                         });
                 });
    status.applied = std::move(*applied);
    return status;
}

Result<std::vector<Migration>> Migrator::migrate(Session &session) const
{
    // Before anything is written: a newer database stays untouched.
    if (const auto before = status(session); !before)
        return fail(before.error());
    if (const auto made = ensureRoles(session, RoleLogin::None); !made)
        return fail(made.error());
    if (const auto made = createSchema(session); !made)
        return fail(made.error());
    const auto missing = status(session);
    if (!missing)
        return fail(missing.error());

    std::vector<Migration> applied;
    for (const Migration &migration : missing->pending) {
        const auto done = apply(session, migration);
        if (!done)
            return fail(done.error());
        if (*done)
            applied.push_back(migration);
    }
    // Another program's migrations may have come in between.
    if (const auto after = checkCurrent(session); !after)
        return fail(after.error());
    if (const auto prepared = preparePartitions(session); !prepared)
        return fail(prepared.error());
    return applied;
}

Result<void> Migrator::checkCurrent(Session &session) const
{
    const auto present = status(session);
    if (!present)
        return fail(present.error());
    if (present->pending.empty())
        return {};
    return fail(
        ErrorCode::SchemaOutdated,
        QStringLiteral("The database lacks %1 of %2 migrations. Run orion-companion "
                       "migrate.")
            .arg(QString::number(present->pending.size()), QString::number(m_migrations.size())));
}

} // namespace Orion
