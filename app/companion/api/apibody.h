#pragma once

#include "app/http/message.h"

#include <tl/expected.hpp>

namespace Orion
{

// The JSON object in a request's body, empty for GET, DELETE and a request without one; or the
// answer that refuses it: 415 for another type, 413 for one too large, 400 for what is no object.
tl::expected<QJsonObject, Http::Response> readBody(const Http::Request &request);

} // namespace Orion
