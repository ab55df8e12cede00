#include "app/companion/unavailable.h"

namespace Orion
{

Http::Response unavailable(const QString &code, const QString &title)
{
    auto response =
        Http::Response::problem(503, code, title, QStringLiteral("Try again in a moment."));
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

} // namespace Orion
