#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// The version that the sandbox writes, and some that came before it, the first three with the
// shapes of before 2025-03-31.basil.
const std::vector<QLatin1String> versions{"2023-10-16"_L1,        "2024-06-20"_L1,
                                          "2025-02-24.acacia"_L1, "2025-03-31.basil"_L1,
                                          "2025-09-30.clover"_L1, apiVersion};

// The signing secret is shown by this answer only; inside it is kept under a private name.
Answer<QJsonObject> create(Call &call)
{
    if (call.parameters.value("enabled_events"_L1).toArray().isEmpty())
        return refuse(missingParameter(u"enabled_events"_s));
    const QString secret = u"whsec_"_s + call.state.identifiers().hex(32);
    QJsonObject endpoint = filled("webhook_endpoint"_L1, call.parameters);
    endpoint.insert("id"_L1, call.state.newId(Kind::WebhookEndpoint));
    endpoint.insert("created"_L1, call.state.now());
    endpoint.insert("metadata"_L1, mergedMetadata({}, call.parameters.value("metadata"_L1)));
    endpoint.insert("_secret"_L1, secret);
    call.state.create(Kind::WebhookEndpoint, endpoint);
    endpoint.insert("secret"_L1, secret);
    return endpoint;
}

// The version cannot be changed: another one needs another endpoint.
Answer<QJsonObject> update(Call &call)
{
    auto endpoint = named(call, Kind::WebhookEndpoint);
    if (!endpoint)
        return endpoint;
    if (call.parameters.contains("enabled_events"_L1) &&
        call.parameters.value("enabled_events"_L1).toArray().isEmpty())
        return refuse(missingParameter(u"enabled_events"_s));
    copyGiven(*endpoint, call.parameters, {"description"_L1, "enabled_events"_L1, "url"_L1});
    if (call.parameters.contains("disabled"_L1))
        endpoint->insert("status"_L1, call.parameters.value("disabled"_L1).toBool() ? u"disabled"_s
                                                                                    : u"enabled"_s);
    endpoint->insert("metadata"_L1, mergedMetadata(endpoint->value("metadata"_L1).toObject(),
                                                   call.parameters.value("metadata"_L1)));
    call.state.update(Kind::WebhookEndpoint, *endpoint);
    return endpoint;
}

Answer<QJsonObject> remove(Call &call)
{
    const auto endpoint = named(call, Kind::WebhookEndpoint);
    if (!endpoint)
        return endpoint;
    call.state.remove(Kind::WebhookEndpoint, call.id);
    return QJsonObject{
        {"id"_L1, call.id}, {"object"_L1, u"webhook_endpoint"_s}, {"deleted"_L1, true}};
}

} // namespace

void addWebhookEndpoints(Api &api)
{
    api.add({"POST",
             u"/v1/webhook_endpoints"_s,
             {Parameter{"enabled_events"_L1, ParameterType::Texts}.needed(),
              Parameter{"url"_L1, ParameterType::WebUrl}.needed(),
              {"api_version"_L1, ParameterType::Choice, {}, versions},
              {"description"_L1},
              {"metadata"_L1, ParameterType::Metadata}},
             create});
    api.add({"POST",
             u"/v1/webhook_endpoints/{id}"_s,
             {{"description"_L1},
              {"disabled"_L1, ParameterType::Boolean},
              {"enabled_events"_L1, ParameterType::Texts},
              {"metadata"_L1, ParameterType::Metadata},
              {"url"_L1, ParameterType::WebUrl}},
             update});
    api.add({"DELETE", u"/v1/webhook_endpoints/{id}"_s, {}, remove});
    api.add(retrieveOperation(Kind::WebhookEndpoint));
    api.add(listOperation(Kind::WebhookEndpoint, {}));
}

} // namespace Orion::Sandbox
