#pragma once

#include "app/http/message.h"
#include "models/domain/page.h"
#include "models/domain/result.h"

namespace Orion
{

// The problem of an error, with further members: what was used of which limit, what is over.
Http::Response problemWith(const Error &error, const QJsonObject &members);

// The page that ?limit= and ?cursor= ask for. Errors: InvalidArgument, naming the parameter.
Result<PageRequest> pageOf(const Http::Request &request, int fallback = 50, int largest = 100);

// RFC 3339 in UTC, null for an invalid time.
QJsonValue timeValue(const QDateTime &time);

// null for nothing: unlimited, no price.
QJsonValue orNull(const std::optional<qint64> &number);

} // namespace Orion
