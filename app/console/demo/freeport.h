#pragma once

#include <QtGlobal>

namespace Orion
{

// A port of the loopback address that nobody listens on: the preferred one where possible. 0 when
// there is none at all. Somebody may take it before it is used; the user then reports it.
quint16 freePort(quint16 preferred);

} // namespace Orion
