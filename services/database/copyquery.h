#pragma once

#include "models/domain/result.h"

#include <QString>
#include <QVariantList>

typedef struct pg_conn PGconn;

namespace Orion
{

// The query with each placeholder ? replaced by its argument as a literal, quoted by libpq for
// this connection. Question marks in strings, quoted names and comments are none. For statements
// that take no bound parameters (COPY). Errors: Internal for a wrong number or kind of arguments.
Result<QString> withLiterals(PGconn *connection, const QString &query,
                             const QVariantList &arguments);

} // namespace Orion
