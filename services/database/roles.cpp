#include "services/database/roles.h"

namespace Orion
{

namespace
{

QString roleStatement(const QString &role, RoleLogin login)
{
    return QStringLiteral("create role %1 %2;")
        .arg(role, login == RoleLogin::Local ? QStringLiteral("login") : QStringLiteral("nologin"));
}

// Another program may make the same role at the same moment.
QString tolerantStatement(const QString &role, RoleLogin login)
{
    return QStringLiteral("do $$ begin %1 exception when duplicate_object or unique_violation then "
                          "null; end $$")
        .arg(roleStatement(role, login));
}

Result<QStringList> missingRoles(Session &session, RoleLogin login)
{
    const auto present = session.select(
        QStringLiteral("select rolname from pg_catalog.pg_roles where rolcanlogin or not ?"),
        {login == RoleLogin::Local}, [](const Row &row) { return row.text(0); });
    if (!present)
        return fail(present.error());
    QStringList missing = allRoles();
    for (const QString &role : *present)
        missing.removeAll(role);
    return missing;
}

} // namespace

QStringList allRoles()
{
    return {QStringLiteral("orion_owner"),     QStringLiteral("orion_admin"),
            QStringLiteral("orion_finance"),   QStringLiteral("orion_ops"),
            QStringLiteral("orion_companion"), QStringLiteral("orion_platform")};
}

QString roleStatements(const QStringList &roles, RoleLogin login)
{
    QStringList statements;
    for (const QString &role : roles)
        statements.append(roleStatement(role, login));
    return statements.join(u'\n');
}

Result<void> ensureRoles(Session &session, RoleLogin login)
{
    const auto missing = missingRoles(session, login);
    if (!missing)
        return fail(missing.error());
    for (const QString &role : *missing) {
        Result<void> made = session.script(tolerantStatement(role, login));
        if (made && login == RoleLogin::Local)
            made = session.script(QStringLiteral("alter role %1 login").arg(role));
        // Whoever makes the roles goes on to make the schema as their owner.
        if (made && login == RoleLogin::None && role == QLatin1String("orion_owner"))
            made = session.script(QStringLiteral("grant orion_owner to current_user"));
        if (made)
            continue;
        if (made.error().code != ErrorCode::Forbidden)
            return made;
        return fail(ErrorCode::Forbidden,
                    QStringLiteral("The database is missing roles that your login may not make. "
                                   "Let a superuser run:\n%1")
                        .arg(roleStatements(*missing, login)),
                    made.error().detail);
    }
    return {};
}

} // namespace Orion
