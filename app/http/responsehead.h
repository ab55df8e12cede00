#pragma once

#include "app/http/message.h"

namespace Orion::Http
{

// How the connection of an answer goes on.
enum class AfterAnswer
{
    KeepOpen,
    Close
};

// The status line and header of an answer as they go over the wire. `http10` asks for the words
// that an HTTP/1.0 client needs to keep its connection. A response that cannot be sent (a status
// outside 200-599, a line break in a header) becomes a plain 500 first.
QByteArray responseHead(Response &response, AfterAnswer after, bool http10);

// Whether an answer of this status has a body at all.
bool statusHasBody(int status);

} // namespace Orion::Http
