#pragma once

#include "app/http/router.h"

namespace Orion
{

class Metrics;
class Readiness;
class WebhookIntake;

// The companion's routes, one file per resource. What they name outlives the router.
namespace Routes
{

void addWebhooks(Http::Router &router, WebhookIntake &intake, Metrics &metrics);
void addHealth(Http::Router &router, Readiness &readiness, Metrics &metrics);
void addMetrics(Http::Router &router, Metrics &metrics);
void addOpenApi(Http::Router &router, Metrics &metrics);

// The handler, with its answers counted by route and status.
Http::Handler counted(Metrics &metrics, const QByteArray &route, Http::Handler handler);

} // namespace Routes

} // namespace Orion
