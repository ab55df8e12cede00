#pragma once

#include "models/domain/result.h"

#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace Orion
{

// As whom the embedded server runs: as the present user, or, since PostgreSQL refuses root, as the
// system's postgres user.
struct ServerAccount
{
    uid_t uid = 0;
    gid_t gid = 0;
    QString name;
    QStringList prefix; // put in front of a command to run it as this account

    // Errors: ConfigurationInvalid when run by root and there is no postgres user or no setpriv.
    static Result<ServerAccount> ofThisProcess();

    // The first folder on the way to path that the account may not pass through; empty: none.
    QString untraversableParent(const QString &path) const;
};

} // namespace Orion
