#pragma once

#include "models/domain/error.h"

class QSqlError;

namespace Orion
{

// Whether the connection is gone and must be opened anew. QPSQL gives an empty code when the
// server went away in the middle of a statement, and for a failed COMMIT.
bool isConnectionLost(const QSqlError &error);

// The error as our own: DatabaseUnavailable when the connection is gone, Conflict for a
// serialization failure or deadlock, Forbidden for a missing right, Timeout for a cancelled
// statement, else DatabaseFailed with the SQLSTATE as detail.
Error toError(const QSqlError &error);

} // namespace Orion
