#pragma once

#include <QString>

namespace Orion
{

// Where what begins at i ends: a string, a quoted name or a comment; i + 1 for anything else. What
// is inside of them is no placeholder.
qsizetype endOfToken(const QString &sql, qsizetype i);

} // namespace Orion
