#include "app/companion/routes/routes.h"

#include "app/companion/readiness.h"
#include "app/companion/unavailable.h"

namespace Orion::Routes
{

namespace
{

// Whoever can reach the port may ask: the answer names no host and no user.
QString reasonFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unavailable:
        return QStringLiteral("The companion is shutting down.");
    case ErrorCode::SchemaOutdated:
        return QStringLiteral("The database misses migrations.");
    case ErrorCode::SchemaTooNew:
        return QStringLiteral("The database is newer than this program.");
    case ErrorCode::DatabaseUnavailable:
        return QStringLiteral("The database cannot be reached.");
    default:
        return QStringLiteral("The database does not work as it should.");
    }
}

} // namespace

void addHealth(Http::Router &router, Readiness &readiness, Metrics &metrics)
{
    const auto alive = [](const Http::Request &, const Http::Responder &respond) {
        respond(Http::Response::json({{QStringLiteral("status"), QStringLiteral("ok")}}));
    };
    const auto ready = [&readiness](const Http::Request &, const Http::Responder &respond) {
        readiness.check([respond](const Result<void> &result) {
            respond(
                result ? Http::Response::json({{QStringLiteral("status"), QStringLiteral("ready")}})
                       : unavailable(errorCodeName(result.error().code),
                                     reasonFor(result.error().code)));
        });
    };
    router.add("GET", QStringLiteral("/healthz"), counted(metrics, "/healthz", alive));
    router.add("GET", QStringLiteral("/readyz"), counted(metrics, "/readyz", ready));
}

} // namespace Orion::Routes
