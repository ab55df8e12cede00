#include "services/catalogue/subscriptionlook.h"

#include "services/catalogue/stripelist.h"
#include "services/catalogue/subscriptioncomparison.h"
#include "services/database/idlist.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"

#include <QJsonArray>

namespace Orion
{

namespace
{

const QString versionsSql =
    QStringLiteral("select object_id, version_created, version_event_id from billing.stripe_objects"
                   " where object_id = any (string_to_array(?, chr(31)))");

} // namespace

Result<KnownVersions> readKnownVersions(Session &session, const QStringList &objectIds)
{
    KnownVersions versions;
    const auto read = session.forEach(versionsSql, {idList(objectIds)}, [&](const Row &row) {
        versions.insert(row.text(0), {row.time(1), row.text(2)});
        return true;
    });
    return read ? Result<KnownVersions>(versions) : fail(read.error());
}

Result<Looked> lookAtPage(Session &session, StripeApi &stripe, const Clock &clock,
                          const QString &after, const QStringList &ids)
{
    auto known = readKnownVersions(session, ids);
    if (!known)
        return fail(known.error());
    Looked looked{clock.now(), std::move(*known), {}};
    StripeCall call = allSubscriptions();
    call.parameters.add(QStringLiteral("limit"), qint64(100));
    if (!after.isEmpty())
        call.parameters.add(QStringLiteral("starting_after"), after);
    const auto answer = stripe.call(call);
    if (!answer)
        return fail(toError(answer.error()));
    std::vector<QJsonObject> found;
    QStringList moved = ids;
    const QJsonArray data = answer->object.value(QLatin1String("data")).toArray();
    for (const QJsonValue value : data) {
        const QJsonObject object = value.toObject();
        if (moved.removeOne(StripeJson::text(object, "id")))
            found.push_back(object);
    }
    auto objects = wholeSubscriptions(stripe, found);
    if (!objects)
        return fail(objects.error());
    looked.objects = std::move(*objects);
    // Asked for after what the database knew was read, too.
    const auto rest = lookSingly(session, stripe, clock, moved);
    if (!rest)
        return fail(rest.error());
    looked.objects.insert(looked.objects.end(), rest->objects.begin(), rest->objects.end());
    return looked;
}

Result<Looked> lookSingly(Session &session, StripeApi &stripe, const Clock &clock,
                          const QStringList &ids)
{
    auto known = readKnownVersions(session, ids);
    if (!known)
        return fail(known.error());
    Looked looked{clock.now(), std::move(*known), {}};
    for (const QString &id : ids) {
        const auto object = findObject(stripe, QStringLiteral("/v1/subscriptions/") + id,
                                       StripePriority::Background);
        if (!object)
            return fail(object.error());
        if (!*object)
            continue;
        auto whole = wholeSubscriptions(stripe, {**object});
        if (!whole)
            return fail(whole.error());
        looked.objects.push_back(std::move(whole->front()));
    }
    return looked;
}

} // namespace Orion
