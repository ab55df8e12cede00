#include "app/companion/routes/routes.h"

#include "services/platform/metrics.h"

namespace Orion::Routes
{

void addMetrics(Http::Router &router, Metrics &metrics)
{
    const auto write = [&metrics](const Http::Request &, const Http::Responder &respond) {
        Http::Response response = Http::Response::text(metrics.text());
        response.contentType = "text/plain; version=0.0.4; charset=utf-8";
        respond(std::move(response));
    };
    router.add("GET", QStringLiteral("/metrics"), counted(metrics, "/metrics", write));
}

} // namespace Orion::Routes
