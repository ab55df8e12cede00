#include "services/catalogue/webhookendpoint.h"

#include "services/catalogue/setupkey.h"
#include "services/catalogue/stripelist.h"
#include "services/stripe/client/apiversion.h"
#include "services/stripe/readers/json.h"
#include "services/webhooks/dispatcher.h"

#include <QJsonArray>
#include <QUrl>

#include <algorithm>

using namespace Orion::StripeJson;

namespace Orion
{

namespace
{

using Kind = EndpointStep::Kind;

// Tells the endpoints that setup made, and whether their secret was kept.
const QString secretField = QStringLiteral("orion_secret");
const QString pending = QStringLiteral("pending");
const QString kept = QStringLiteral("kept");

StripeEndpoint readEndpoint(const QJsonObject &object)
{
    StripeEndpoint endpoint;
    endpoint.id = text(object, "id");
    endpoint.url = text(object, "url");
    endpoint.apiVersion = text(object, "api_version");
    const QJsonArray events = object.value(QLatin1String("enabled_events")).toArray();
    for (const QJsonValue event : events)
        endpoint.events.append(event.toString());
    endpoint.events.sort();
    endpoint.enabled = text(object, "status") != QLatin1String("disabled");
    endpoint.isSecretPending = metadata(object).value(secretField) == pending;
    return endpoint;
}

bool isWished(const StripeEndpoint &endpoint, const EndpointWish &wish)
{
    return endpoint.url == wish.url && endpoint.apiVersion == wish.apiVersion &&
           !endpoint.isSecretPending;
}

StripeForm eventsForm(const EndpointWish &wish)
{
    StripeForm form;
    for (qsizetype i = 0; i < wish.events.size(); ++i)
        form.add(QStringLiteral("enabled_events[%1]").arg(i), wish.events.at(i));
    return form;
}

Result<void> post(StripeApi &stripe, const QString &id, const StripeForm &form)
{
    StripeCall call;
    call.method = "POST";
    call.path = QStringLiteral("/v1/webhook_endpoints/") + id;
    call.parameters = form;
    const auto answer = stripe.call(call);
    return answer ? Result<void>() : fail(toError(answer.error()));
}

StripeCall creation(const EndpointWish &wish)
{
    StripeCall call;
    call.method = "POST";
    call.path = QStringLiteral("/v1/webhook_endpoints");
    call.parameters = eventsForm(wish);
    call.parameters.add(QStringLiteral("url"), wish.url)
        .add(QStringLiteral("api_version"), wish.apiVersion)
        .add(QStringLiteral("description"), QStringLiteral("Orion Billing"))
        .add(QStringLiteral("metadata[%1]").arg(secretField), pending);
    return call;
}

// The key comes from what was there before, without those whose making was interrupted: within a
// day whoever repeats a call that was cut off gets the same endpoint with the same secret. One that
// was deleted since is remembered by Stripe all the same; then it takes another key.
Result<QJsonObject> callForEndpoint(StripeApi &stripe, const EndpointWish &wish,
                                    const std::vector<StripeEndpoint> &present)
{
    QByteArrayList seen;
    for (const StripeEndpoint &endpoint : present) {
        if (!endpoint.isSecretPending)
            seen.append(endpoint.id.toUtf8());
    }
    std::ranges::sort(seen);
    StripeCall call = creation(wish);
    for (;;) {
        call.idempotencyKey = setupKey(call, seen.join(' '));
        const auto answer = stripe.call(call);
        if (!answer)
            return fail(toError(answer.error()));
        const QString made = text(answer->object, "id");
        const bool isThere = std::ranges::find(present, made, &StripeEndpoint::id) != present.end();
        if (!answer->replayed || isThere)
            return answer->object;
        seen.append(made.toUtf8());
    }
}

// Gives the endpoint's id.
Result<QString> create(StripeApi &stripe, const EndpointWish &wish,
                       const std::vector<StripeEndpoint> &present, SecretPlace &place)
{
    const auto endpoint = callForEndpoint(stripe, wish, present);
    if (!endpoint)
        return fail(endpoint.error());
    const Secret secret(text(*endpoint, "secret").toUtf8());
    if (secret.isEmpty())
        return fail(ErrorCode::PaymentSystemFailed,
                    QStringLiteral("Stripe did not tell the new endpoint's signing secret. Delete "
                                   "the endpoint in Stripe's dashboard and run the setup again."));
    if (const auto stored = place.keep(secret); !stored)
        return fail(stored.error());
    const QString made = text(*endpoint, "id");
    const auto marked =
        post(stripe, made, StripeForm().add(QStringLiteral("metadata[%1]").arg(secretField), kept));
    return marked ? Result<QString>(made) : fail(marked.error());
}

Result<void> remove(StripeApi &stripe, const QString &id)
{
    StripeCall call;
    call.method = "DELETE";
    call.path = QStringLiteral("/v1/webhook_endpoints/") + id;
    const auto answer = stripe.call(call);
    if (!answer && answer.error().kind != StripeErrorKind::NotFound)
        return fail(toError(answer.error()));
    return {};
}

QString versionText(const StripeEndpoint &endpoint)
{
    return endpoint.apiVersion.isEmpty() ? QStringLiteral("the account's version")
                                         : QStringLiteral("version ") + endpoint.apiVersion;
}

void planWished(const EndpointWish &wish, const StripeEndpoint &endpoint,
                std::vector<EndpointStep> &steps)
{
    QStringList changes;
    if (endpoint.events != wish.events)
        changes.append(
            QStringLiteral("exactly the %1 event types that are handled").arg(wish.events.size()));
    if (!endpoint.enabled)
        changes.append(QStringLiteral("enabled"));
    if (!changes.isEmpty())
        steps.push_back({Kind::Update,
                         QStringLiteral("update webhook endpoint %1: %2")
                             .arg(endpoint.id, changes.join(QStringLiteral(", "))),
                         endpoint.id});
}

EndpointStep forOther(const EndpointWish &wish, const StripeEndpoint &endpoint, bool mayDelete)
{
    const QString what = QStringLiteral("webhook endpoint %1 (%2, %3)")
                             .arg(endpoint.id, endpoint.url, versionText(endpoint));
    if (endpoint.url != wish.url)
        return {Kind::Note,
                QStringLiteral("leave %1: it is of another address, maybe of another installation")
                    .arg(what),
                endpoint.id};
    if (endpoint.isSecretPending)
        return {Kind::Delete,
                QStringLiteral("delete %1: its making was interrupted, nobody has its secret")
                    .arg(what),
                endpoint.id};
    if (mayDelete)
        return {Kind::Delete, QStringLiteral("delete %1: it is retired").arg(what), endpoint.id};
    return {Kind::Note,
            QStringLiteral("leave %1 beside the new one: once the companion has the new secret, "
                           "retire it with --retire-old")
                .arg(what),
            endpoint.id};
}

} // namespace

EndpointWish EndpointWish::below(const QUrl &publicUrl)
{
    QString base = publicUrl.toString(QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.endsWith(u'/'))
        base.chop(1);
    return {base + QStringLiteral("/api/v1/webhooks/stripe"), QLatin1String(stripeApiVersion),
            handledTypes()};
}

Result<std::vector<StripeEndpoint>> readEndpoints(StripeApi &stripe, const EndpointWish &wish)
{
    std::vector<StripeEndpoint> endpoints;
    StripeCall call;
    call.path = QStringLiteral("/v1/webhook_endpoints");
    const auto read = forEachOfList(stripe, call, [&](const QJsonObject &object) -> Result<void> {
        StripeEndpoint endpoint = readEndpoint(object);
        if (endpoint.url == wish.url || metadata(object).contains(secretField))
            endpoints.push_back(std::move(endpoint));
        return {};
    });
    if (!read)
        return fail(read.error());
    return endpoints;
}

std::vector<EndpointStep> planEndpoints(const EndpointWish &wish,
                                        const std::vector<StripeEndpoint> &present, bool retire)
{
    std::vector<EndpointStep> steps;
    const auto wished = std::ranges::find_if(
        present, [&](const StripeEndpoint &endpoint) { return isWished(endpoint, wish); });
    if (wished == present.end())
        steps.push_back({Kind::Create,
                         QStringLiteral("create webhook endpoint %1, version %2, %3 event types")
                             .arg(wish.url, wish.apiVersion)
                             .arg(wish.events.size()),
                         {}});
    else
        planWished(wish, *wished, steps);
    for (auto other = present.begin(); other != present.end(); ++other) {
        if (other != wished)
            steps.push_back(forOther(wish, *other, retire && wished != present.end()));
    }
    return steps;
}

Result<void> applyEndpointSteps(StripeApi &stripe, const EndpointWish &wish,
                                const std::vector<EndpointStep> &steps,
                                const std::vector<StripeEndpoint> &present, SecretPlace *place,
                                const std::function<void(const QString &line)> &report)
{
    QString made;
    for (const EndpointStep &step : steps) {
        if (step.kind == Kind::Delete && step.id == made)
            continue; // the interrupted one was finished instead
        report(step.line);
        Result<void> done;
        if (step.kind == Kind::Create && place) {
            const auto created = create(stripe, wish, present, *place);
            if (!created)
                return fail(created.error());
            made = *created;
        } else if (step.kind == Kind::Update) {
            done = post(stripe, step.id, eventsForm(wish).add(QStringLiteral("disabled"), false));
        } else if (step.kind == Kind::Delete) {
            done = remove(stripe, step.id);
        }
        if (!done)
            return done;
    }
    return {};
}

} // namespace Orion
