#include "app/companion/routes/routes.h"

#include "services/platform/metrics.h"

#include <array>

namespace Orion::Routes
{

namespace
{

// The counters of one route, each looked up at its first use.
class RouteCounters
{
public:
    RouteCounters(Metrics &metrics, QByteArray route)
        : m_metrics(metrics)
        , m_route(std::move(route))
    {}

    void add(int status)
    {
        std::atomic<Metrics::Counter *> &known =
            m_counters[std::size_t(status) % m_counters.size()];
        Metrics::Counter *counter = known.load(std::memory_order_relaxed);
        if (!counter) {
            counter =
                &m_metrics.counter("orion_http_requests_total", "Answered requests.",
                                   {{"route", m_route}, {"status", QByteArray::number(status)}});
            known.store(counter, std::memory_order_relaxed);
        }
        counter->add();
    }

private:
    Metrics &m_metrics;
    const QByteArray m_route;
    std::array<std::atomic<Metrics::Counter *>, 600> m_counters{}; // by status
};

} // namespace

Http::Handler counted(Metrics &metrics, const QByteArray &route, Http::Handler handler)
{
    const auto counters = std::make_shared<RouteCounters>(metrics, route);
    return
        [counters, handler = std::move(handler)](Http::Request request, Http::Responder respond) {
            handler(std::move(request),
                    [counters, respond = std::move(respond)](Http::Response response) {
                        counters->add(response.status);
                        respond(std::move(response));
                    });
        };
}

} // namespace Orion::Routes
