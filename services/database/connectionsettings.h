#pragma once

#include "models/domain/result.h"

#include <QMap>
#include <QString>

namespace Orion
{

// Where a PostgreSQL database is and as whom to connect, in libpq's own keywords. A plain value.
struct ConnectionSettings
{
    QMap<QString, QString> parameters; // host, port, dbname, user, password, sslmode …

    // Reads a libpq URI (postgresql://a,b/orion?target_session_attrs=read-write) or conninfo
    // (host=/run/pg dbname=orion). Errors: ConfigurationInvalid, without the text itself, which
    // may hold a password.
    static Result<ConnectionSettings> parse(const QString &uriOrConninfo);

    ConnectionSettings withDatabase(const QString &name) const;
    ConnectionSettings withUser(const QString &name) const;

    // The libpq conninfo string, quoted; holds the password.
    QString conninfo() const;

    // "orion on db.example.com:5432 as finance", for people and logs; never the password.
    QString description() const;
};

} // namespace Orion
