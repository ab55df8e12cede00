#pragma once

#include "models/domain/result.h"

#include <QUrl>

namespace Orion
{

// Links come out of the database, where Stripe's events put them; nothing but a web page may be
// opened by them. Takes https, and http on this computer (the sandbox). Refused: other schemes,
// addresses without a host or with a user name in them. Errors: InvalidArgument.
Result<QUrl> checkedLink(const QString &text);

} // namespace Orion
