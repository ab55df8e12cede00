#pragma once

#include "services/database/session.h"

#include <QStringList>

namespace Orion
{

// Every role of the product: orion_owner orion_admin orion_finance orion_ops orion_companion
// orion_platform. Roles belong to the whole server, not to one database.
QStringList allRoles();

enum class RoleLogin
{
    None,  // on a server: its admins make logins and grant them these roles
    Local, // in the embedded cluster, whose socket only the user can reach
};

// The statements that make the given roles, for people to run as a superuser.
QString roleStatements(const QStringList &roles, RoleLogin login);

// Makes the roles that are missing. Another program may be doing the same. Errors: Forbidden when
// the login may not make them; its message then has the exact statements to run.
Result<void> ensureRoles(Session &session, RoleLogin login);

} // namespace Orion
