#pragma once

#include "models/domain/error.h"

class QSqlError;
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;

namespace Orion
{

// Whether the connection is gone and must be opened anew. QPSQL gives an empty code when the
// server went away in the middle of a statement, and for a failed COMMIT.
bool isConnectionLost(const QSqlError &error);

// The same for an SQLSTATE; an empty one means lost.
bool isConnectionLost(const QString &sqlState);

// The error as our own: DatabaseUnavailable when the connection is gone, Conflict for a
// serialization failure or deadlock, Forbidden for a missing right, Timeout for a cancelled
// statement, else DatabaseFailed. The detail begins with the SQLSTATE.
Error toError(const QSqlError &error);

// The same for what libpq answered; result may be null.
Error toError(const PGconn *connection, const PGresult *result);

// The SQLSTATE that the error began with; empty when there was none.
QString sqlState(const Error &error);

} // namespace Orion
