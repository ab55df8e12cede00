#include "services/stripe/client/paging.h"

#include "services/stripe/readers/json.h"

#include <QJsonArray>

#include <algorithm>

namespace Orion
{

namespace
{

constexpr qint64 pageSize = 100; // the most that Stripe gives

bool names(const StripeForm &form, const QString &name)
{
    return std::ranges::any_of(form.pairs(),
                               [&](const auto &parameter) { return parameter.first == name; });
}

tl::unexpected<StripeError> brokenList()
{
    StripeError error;
    error.message = QStringLiteral("A list says that more follows, but not behind what.");
    return tl::unexpected(error);
}

enum class Walk
{
    GoOn,
    Enough
};

// One page; remembers the last id.
Walk visitPage(const QJsonObject &list, const VisitStripeObject &visit, QString &last)
{
    const QJsonArray data = list.value(QLatin1String("data")).toArray();
    for (const QJsonValue &value : data) {
        const QJsonObject object = value.toObject();
        last = StripeJson::text(object, "id");
        if (!visit(object))
            return Walk::Enough;
    }
    return Walk::GoOn;
}

bool hasMore(const QJsonObject &list)
{
    return list.value(QLatin1String("has_more")).toBool();
}

// From the object behind `last` on; empty: from the first.
StripeResult<void> walk(StripeApi &stripe, const StripeCall &list, QString last,
                        const VisitStripeObject &visit)
{
    for (;;) {
        StripeCall page = list;
        if (!names(page.parameters, QStringLiteral("limit")))
            page.parameters.add(QStringLiteral("limit"), pageSize);
        if (!last.isEmpty())
            page.parameters.add(QStringLiteral("starting_after"), last);
        const auto answer = stripe.call(page);
        if (!answer)
            return tl::unexpected(answer.error());
        const QString before = last;
        if (visitPage(answer->object, visit, last) == Walk::Enough || !hasMore(answer->object))
            return {};
        if (last.isEmpty() || last == before)
            return brokenList();
    }
}

} // namespace

StripeResult<void> forEachStripeObject(StripeApi &stripe, const StripeCall &list,
                                       const VisitStripeObject &visit)
{
    return walk(stripe, list, {}, visit);
}

StripeResult<void> forEachNestedObject(StripeApi &stripe, const QJsonObject &nestedList,
                                       const VisitStripeObject &visit, StripePriority priority,
                                       const StripeForm &parameters)
{
    QString last;
    if (visitPage(nestedList, visit, last) == Walk::Enough || !hasMore(nestedList))
        return {};
    // "/v1/subscription_items?subscription=sub_1"
    const QString url = StripeJson::text(nestedList, "url");
    if (last.isEmpty() || url.isEmpty())
        return brokenList();
    StripeCall rest;
    rest.path = url.section(u'?', 0, 0);
    rest.parameters = StripeForm::decoded(url.section(u'?', 1).toUtf8());
    for (const auto &[name, value] : parameters.pairs())
        rest.parameters.add(name, value);
    rest.priority = priority;
    return walk(stripe, rest, last, visit);
}

} // namespace Orion
