#include "app/companion/doctor/checks.h"

#include "services/database/roles.h"
#include "services/database/serverbinaries.h"

#include <cstdlib>

namespace Orion::Doctor
{

namespace
{

constexpr qint64 toleratedSkew = 5; // seconds; Stripe's signatures allow 300

Finding failed(const QString &subject, const Error &error)
{
    return {Level::Problem, subject, error.message};
}

QString setting(Session &session, const QString &name)
{
    const auto value = session.selectOne(QStringLiteral("select current_setting(?)"), {name},
                                         [](const Row &row) { return row.text(0); });
    return value ? value->value_or(QString()) : QString();
}

Finding version(Session &session)
{
    const QString subject = QStringLiteral("database version");
    const int major = setting(session, QStringLiteral("server_version_num")).toInt() / 10000;
    if (major >= oldestServerVersion)
        return {Level::Ok, subject, QStringLiteral("PostgreSQL %1").arg(major)};
    return {Level::Problem, subject,
            QStringLiteral("PostgreSQL %1 is too old; upgrade the server to %2 or newer.")
                .arg(major)
                .arg(oldestServerVersion)};
}

Finding databaseEncoding(Session &session)
{
    const QString subject = QStringLiteral("database encoding");
    const QString name = setting(session, QStringLiteral("server_encoding"));
    if (name == QLatin1String("UTF8"))
        return {Level::Ok, subject, name};
    return {Level::Problem, subject,
            QStringLiteral("%1 cannot hold every name; make the database with encoding UTF8.")
                .arg(name)};
}

// An answer to Stripe promises that the event is on the disk.
Finding durability(Session &session)
{
    const QString subject = QStringLiteral("durability");
    for (const char *name : {"fsync", "synchronous_commit", "full_page_writes"}) {
        const QString key = QString::fromLatin1(name);
        if (setting(session, key) == QLatin1String("off"))
            return {Level::Warning, subject,
                    QStringLiteral("%1 is off: a crash of the server may lose events that were "
                                   "acknowledged. Turn it on.")
                        .arg(key)};
    }
    return {Level::Ok, subject, QStringLiteral("commits are on disk before they are answered")};
}

Finding skew(Session &session, const Clock &clock)
{
    const QString subject = QStringLiteral("clock");
    const auto theirs = session.selectOne(QStringLiteral("select clock_timestamp()"), {},
                                          [](const Row &row) { return row.time(0); });
    if (!theirs || !*theirs)
        return failed(subject, theirs ? Error{} : theirs.error());
    const qint64 seconds = (*theirs)->secsTo(clock.now());
    if (std::abs(seconds) <= toleratedSkew)
        return {Level::Ok, subject, QStringLiteral("agrees with the database's")};
    return {Level::Warning, subject,
            QStringLiteral("differs from the database's by %1 seconds; more than 300 and every "
                           "webhook is refused. Synchronise both computers (NTP).")
                .arg(seconds)};
}

Finding schema(Session &session, const Migrator &migrator)
{
    const QString subject = QStringLiteral("migrations");
    const auto current = migrator.checkCurrent(session);
    return current ? Finding{Level::Ok, subject, QStringLiteral("up to date")}
                   : failed(subject, current.error());
}

Finding roles(Session &session)
{
    const QString subject = QStringLiteral("roles");
    const auto present = session.select(
        QStringLiteral("select rolname from pg_roles where rolname like 'orion\\_%'"), {},
        [](const Row &row) { return row.text(0); });
    if (!present)
        return failed(subject, present.error());
    QStringList missing = allRoles();
    for (const QString &role : *present)
        missing.removeAll(role);
    if (missing.isEmpty())
        return {Level::Ok, subject, QStringLiteral("all are there")};
    return {Level::Problem, subject,
            QStringLiteral("missing: %1. Run orion-companion migrate.")
                .arg(missing.join(QStringLiteral(", ")))};
}

// The rights of the companion itself, by the one thing that it must always be able to do.
Finding rights(Session &session)
{
    const QString subject = QStringLiteral("rights");
    const auto row = session.selectOne(
        QStringLiteral("select current_user::text, "
                       "has_table_privilege('billing.stripe_webhook_events', 'insert')"),
        {}, [](const Row &r) { return std::pair(r.text(0), r.boolean(1)); });
    if (!row || !*row)
        return failed(subject, row ? Error{} : row.error());
    const auto &[user, mayStore] = **row;
    if (mayStore)
        return {Level::Ok, subject, QStringLiteral("%1 may store events").arg(user)};
    return {Level::Problem, subject,
            QStringLiteral("%1 may not store events. Run as a superuser: grant orion_companion "
                           "to \"%1\"")
                .arg(user)};
}

} // namespace

Findings checkDatabase(Session &session, const Migrator &migrator, const Clock &clock)
{
    Findings findings{version(session), databaseEncoding(session), durability(session),
                      skew(session, clock), roles(session)};
    const Finding migrations = schema(session, migrator);
    findings.push_back(migrations);
    if (migrations.level == Level::Ok) // else the tables may be missing
        findings.push_back(rights(session));
    return findings;
}

} // namespace Orion::Doctor
