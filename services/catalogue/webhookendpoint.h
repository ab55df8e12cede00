#pragma once

#include "models/domain/result.h"
#include "services/catalogue/secretplace.h"
#include "services/stripe/client/stripeapi.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace Orion
{

// The endpoint that Stripe should send events to.
struct EndpointWish
{
    QString url;
    QString apiVersion;
    QStringList events;

    // The companion's route below the public address, the pinned version, every event type that
    // has a handler.
    static EndpointWish below(const QUrl &publicUrl);
};

// One at Stripe that is ours: it has our address, or setup made it.
struct StripeEndpoint
{
    QString id;
    QString url;
    QString apiVersion; // empty: the account's own
    QStringList events; // sorted
    bool enabled = true;
    bool isSecretPending = false; // made, but the program ended before the secret was kept
};

Result<std::vector<StripeEndpoint>> readEndpoints(StripeApi &stripe, const EndpointWish &wish);

struct EndpointStep
{
    enum class Kind
    {
        Note,
        Create, // needs a place for the secret
        Update,
        Delete
    };
    Kind kind = Kind::Note;
    QString line;
    QString id; // of the endpoint that is there
};

// What has to be done so that there is exactly the wished endpoint. Old ones stay beside it, with a
// note, until retire is set; they are never deleted in the run that makes the new one, for the
// companion has to know the new secret first.
std::vector<EndpointStep> planEndpoints(const EndpointWish &wish,
                                        const std::vector<StripeEndpoint> &present, bool retire);

// Does the steps, each told before it is done. The place is for Create, and prepared. Never tells
// the secret.
Result<void> applyEndpointSteps(StripeApi &stripe, const EndpointWish &wish,
                                const std::vector<EndpointStep> &steps,
                                const std::vector<StripeEndpoint> &present, SecretPlace *place,
                                const std::function<void(const QString &line)> &report);

} // namespace Orion
