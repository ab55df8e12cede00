#pragma once

#include "models/domain/error.h"

typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;

namespace Orion
{

// Whether an SQLSTATE says that the connection is gone and must be opened anew. So does an empty
// one: all that there is when the server went away in the middle of a statement.
bool isConnectionLost(const QString &sqlState);

// What libpq answered as our own error: DatabaseUnavailable when the connection is gone, Conflict
// for a serialization failure or deadlock, Forbidden for a missing right, Timeout for a cancelled
// statement, else DatabaseFailed. The detail begins with the SQLSTATE. The result may be null.
Error toError(const PGconn *connection, const PGresult *result);

// The SQLSTATE that the error began with; empty when there was none.
QString sqlState(const Error &error);

} // namespace Orion
