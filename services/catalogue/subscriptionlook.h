#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace Orion
{

class Clock;

// The state of an object that the database reflects.
struct KnownVersion
{
    QDateTime created; // invalid: none
    QString eventId;

    bool operator==(const KnownVersion &other) const = default;
};
using KnownVersions = QHash<QString, KnownVersion>; // by the object's id

Result<KnownVersions> readKnownVersions(Session &session, const QStringList &objectIds);

// What Stripe says about some subscriptions, and what the database knew of them before it was
// asked: as long as it knows no more, what Stripe says is the newest.
struct Looked
{
    QDateTime asked;
    KnownVersions known;
    std::vector<QJsonObject> objects; // with all their items
};

// At those of one page of the list, which begins after the subscription given, by asking for the
// page: one call for all of them. What has moved to another page meanwhile is asked for by itself.
Result<Looked> lookAtPage(Session &session, StripeApi &stripe, const Clock &clock,
                          const QString &after, const QStringList &ids);

// One call each; those that Stripe does not have are left out.
Result<Looked> lookSingly(Session &session, StripeApi &stripe, const Clock &clock,
                          const QStringList &ids);

} // namespace Orion
