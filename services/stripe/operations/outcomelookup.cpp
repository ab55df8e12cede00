#include "services/stripe/operations/outcomelookup.h"

#include "services/stripe/client/paging.h"
#include "services/stripe/readers/json.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion
{

namespace
{

// Collections that operations create objects in, and how their lists can be narrowed.
struct Collection
{
    QLatin1String path;
    bool byCustomer;
    bool byCreation;
};

constexpr Collection collections[] = {
    {QLatin1String("/v1/checkout/sessions"), true, true},
    {QLatin1String("/v1/customers"), false, true},
    {QLatin1String("/v1/invoices"), true, true},
    {QLatin1String("/v1/prices"), false, true},
    {QLatin1String("/v1/products"), false, true},
    {QLatin1String("/v1/subscriptions"), true, true},
    {QLatin1String("/v1/webhook_endpoints"), false, false},
};

constexpr qint64 clockDifference = 600; // seconds that Stripe's clock may be behind ours

const Collection *collectionOf(const QString &path)
{
    for (const Collection &collection : collections) {
        if (path == collection.path)
            return &collection;
    }
    return nullptr;
}

// "/v1/subscriptions/sub_1", but not "/v1/subscriptions/sub_1/resume".
bool namesAnObject(const QString &path)
{
    const QString parent = path.section(u'/', 0, -2);
    return collectionOf(parent) || parent == QLatin1String("/v1/subscription_items");
}

QString sentValue(const OperationRecord &record, const QString &name)
{
    const StripeForm form = StripeForm::decoded(record.body);
    for (const auto &[key, value] : form.pairs()) {
        if (key == name)
            return value;
    }
    return {};
}

bool isOurs(const OperationRecord &record, const QJsonObject &object)
{
    return StripeJson::metadata(object).value(QStringLiteral("operation_id")) ==
           record.operation.operationId.toString(QUuid::WithoutBraces);
}

StripeCall listCall(const OperationRecord &record, const Collection &collection,
                    StripePriority priority)
{
    StripeCall list;
    list.path = record.path;
    list.priority = priority;
    const QString customer = sentValue(record, QStringLiteral("customer"));
    if (collection.byCustomer && !customer.isEmpty())
        list.parameters.add(QStringLiteral("customer"), customer);
    if (collection.byCreation)
        list.parameters.add(QStringLiteral("created[gte]"),
                            record.operation.createdAt.addSecs(-clockDifference));
    if (collection.path == QLatin1String("/v1/subscriptions"))
        list.parameters.add(QStringLiteral("status"), QStringLiteral("all"));
    return list;
}

StripeResult<std::optional<StripeAnswer>> lookUpCreated(StripeApi &stripe,
                                                        const OperationRecord &record,
                                                        const Collection &collection,
                                                        StripePriority priority)
{
    std::optional<StripeAnswer> found;
    const auto walked = forEachStripeObject(stripe, listCall(record, collection, priority),
                                            [&](const QJsonObject &object) {
                                                if (isOurs(record, object))
                                                    found = StripeAnswer{200, object, {}, true};
                                                return !found;
                                            });
    if (!walked)
        return tl::unexpected(walked.error());
    return found;
}

// An upgrade takes no metadata; that the item has its price says as much.
bool hasItsPrice(const OperationRecord &record, const QJsonObject &object)
{
    const QString item = sentValue(record, QStringLiteral("items[0][id]"));
    const QString price = sentValue(record, QStringLiteral("items[0][price]"));
    const QJsonArray items =
        StripeJson::child(object, "items").value(QLatin1String("data")).toArray();
    return std::any_of(items.begin(), items.end(), [&](const QJsonValue &value) {
        const QJsonObject candidate = value.toObject();
        return !item.isEmpty() && StripeJson::text(candidate, "id") == item &&
               StripeJson::id(candidate, "price") == price;
    });
}

bool isGone(const QJsonObject &object)
{
    return object.value(QLatin1String("deleted")).toBool() ||
           StripeJson::text(object, "status") == QLatin1String("canceled");
}

StripeResult<std::optional<StripeAnswer>>
lookUpObject(StripeApi &stripe, const OperationRecord &record, StripePriority priority)
{
    StripeCall retrieve;
    retrieve.path = record.path;
    retrieve.priority = priority;
    auto object = stripe.call(retrieve);
    const std::optional<StripeAnswer> nothing;
    if (!object && object.error().kind == StripeErrorKind::NotFound)
        return nothing;
    if (!object)
        return tl::unexpected(object.error());
    const bool isDone = record.method == "DELETE"
                            ? isGone(object->object)
                            : isOurs(record, object->object) || hasItsPrice(record, object->object);
    return isDone ? std::optional(*object) : nothing;
}

} // namespace

StripeResult<std::optional<StripeAnswer>>
lookUpOutcome(StripeApi &stripe, const OperationRecord &record, StripePriority priority)
{
    if (const Collection *collection = collectionOf(record.path);
        collection && record.method == "POST")
        return lookUpCreated(stripe, record, *collection, priority);
    if (namesAnObject(record.path))
        return lookUpObject(stripe, record, priority);
    return std::optional<StripeAnswer>();
}

} // namespace Orion
