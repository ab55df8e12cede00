#include "app/companion/routes/routes.h"

#include "services/platform/metrics.h"

namespace Orion::Routes
{

Http::Handler counted(Metrics &metrics, const QByteArray &route, Http::Handler handler)
{
    return [&metrics, route, handler = std::move(handler)](Http::Request request,
                                                           Http::Responder respond) {
        handler(std::move(request), [&metrics, route,
                                     respond = std::move(respond)](Http::Response response) {
            metrics
                .counter("orion_http_requests_total", "Answered requests.",
                         {{"route", route}, {"status", QByteArray::number(response.status)}})
                .add();
            respond(std::move(response));
        });
    };
}

} // namespace Orion::Routes
