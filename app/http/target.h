#pragma once

#include "app/http/message.h"

namespace Orion::Http
{

// Takes request.target apart into path and query. False when it is no valid target: not a path,
// broken percent-encoding, an encoded NUL or slash, or bytes that are not UTF-8. In paths `+` is
// itself; in queries it is a space, as forms send it.
bool readTarget(Request &request);

} // namespace Orion::Http
