#include "app/companion/routes/routes.h"

#include "app/companion/webhookintake.h"

namespace Orion::Routes
{

void addWebhooks(Http::Router &router, WebhookIntake &intake, Metrics &metrics)
{
    const auto receive = [&intake](const Http::Request &request, const Http::Responder &respond) {
        intake.receive(request, respond);
    };
    router.add("POST", QStringLiteral("/api/v1/webhooks/stripe"),
               counted(metrics, "/api/v1/webhooks/stripe", receive));
}

} // namespace Orion::Routes
