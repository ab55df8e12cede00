#pragma once

#include "models/domain/result.h"

#include <QString>

namespace Orion
{

// A domain name as it is registered: lower case, every label in ASCII ("xn--…" for others), at
// least two labels. Errors: InvalidArgument with what is wrong: no name of the DNS, an address, a
// wildcard, a single label, a name that nobody can register (.local, .test …).
Result<QString> normalizedDomain(const QString &typed);

} // namespace Orion
