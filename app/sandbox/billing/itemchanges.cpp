#include "app/sandbox/billing/itemchanges.h"

#include "app/sandbox/billing/prorations.h"
#include "app/sandbox/billing/subscriptions.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// An item before and after the update. An empty object: it was not there, or is not any more.
struct Change
{
    QJsonObject before;
    QJsonObject after;
    bool startsPeriod = false; // another one than it was in
};

QJsonObject priceOf(const QJsonObject &item)
{
    return item.value("price"_L1).toObject();
}

QJsonObject recurringOf(const QJsonObject &item)
{
    return priceOf(item).value("recurring"_L1).toObject();
}

bool isTrial(const Update &update)
{
    return update.subscription.value("status"_L1).toString() == "trialing"_L1;
}

Answer<QJsonObject> priceFor(const Update &update, const QString &id, const QString &param)
{
    const auto price = update.state.find(Kind::Price, id);
    if (!price || !price->value("recurring"_L1).isObject())
        return refuse(noSuch(u"price"_s, id, param + u"[price]"_s));
    if (price->value("currency"_L1) != update.subscription.value("currency"_L1))
        return refuse(
            invalidRequest({}, u"The price is in another currency."_s, param + u"[price]"_s));
    if (!price->value("active"_L1).toBool())
        return refuse(
            invalidRequest({}, u"The price specified is inactive."_s, param + u"[price]"_s));
    return *price;
}

bool samePeriod(const QJsonObject &left, const QJsonObject &right)
{
    return left.value("current_period_start"_L1) == right.value("current_period_start"_L1) &&
           left.value("current_period_end"_L1) == right.value("current_period_end"_L1);
}

void startPeriodNow(Update &update, QJsonObject &item)
{
    const qint64 now = update.state.now();
    setPeriod(item, now, nextBoundary(now, recurringOf(item), now));
}

// The item with its price, quantity and, after a change of interval, period replaced.
Answer<QJsonObject> changedItem(Update &update, const QJsonObject &item, const QJsonObject &change,
                                const QString &param)
{
    QJsonObject changed = item;
    copyGiven(changed, change, {"quantity"_L1});
    changed.insert("metadata"_L1, mergedMetadata(item.value("metadata"_L1).toObject(),
                                                 change.value("metadata"_L1)));
    const QString priceId = change.value("price"_L1).toString();
    if (priceId.isEmpty() || priceId == priceOf(item).value("id"_L1).toString())
        return changed;
    const auto price = priceFor(update, priceId, param);
    if (!price)
        return price;
    const QJsonObject fresh = newItem(update.state, {}, *price, {});
    changed.insert("price"_L1, fresh.value("price"_L1));
    changed.insert("plan"_L1, fresh.value("plan"_L1));
    if (!isTrial(update) && !sameInterval(recurringOf(item), recurringOf(changed)))
        startPeriodNow(update, changed);
    return changed;
}

// A new item shares the period of those that are there, unless its interval is another.
Answer<QJsonObject> addedItem(Update &update, const std::vector<Change> &present,
                              const QJsonObject &change, const QString &param)
{
    const auto price = priceFor(update, change.value("price"_L1).toString(), param);
    if (!price)
        return price;
    QJsonObject item =
        newItem(update.state, update.subscription.value("id"_L1).toString(), *price, change);
    const QJsonObject &first = present.front().before;
    if (isTrial(update) || sameInterval(recurringOf(first), recurringOf(item)))
        setPeriod(item, first.value("current_period_start"_L1).toInteger(),
                  first.value("current_period_end"_L1).toInteger());
    else
        startPeriodNow(update, item);
    return item;
}

Answer<void> applyItem(Update &update, std::vector<Change> &items, const QJsonObject &change,
                       const QString &param)
{
    const QString id = change.value("id"_L1).toString();
    if (id.isEmpty()) {
        const auto added = addedItem(update, items, change, param);
        if (!added)
            return refuse(added.error());
        items.push_back({{}, *added, !samePeriod(*added, items.front().before)});
        return {};
    }
    for (Change &item : items) {
        if (item.after.value("id"_L1).toString() != id)
            continue;
        const auto after = change.value("deleted"_L1).toBool()
                               ? Answer<QJsonObject>()
                               : changedItem(update, item.after, change, param);
        if (!after)
            return refuse(after.error());
        item.after = *after;
        item.startsPeriod = !after->isEmpty() && !samePeriod(item.before, *after);
        return {};
    }
    return refuse(noSuch(u"subscription_item"_s, id, param + u"[id]"_s));
}

bool costsTheSame(const Change &change)
{
    return priceOf(change.before).value("id"_L1) == priceOf(change.after).value("id"_L1) &&
           change.before.value("quantity"_L1) == change.after.value("quantity"_L1) &&
           !change.startsPeriod;
}

Answer<qint64> prorationTime(const Update &update, const QJsonObject &item)
{
    const QJsonValue given = update.parameters.value("proration_date"_L1);
    const qint64 at = given.toInteger(update.state.now());
    if (given.isDouble() && (at < item.value("current_period_start"_L1).toInteger() ||
                             at > item.value("current_period_end"_L1).toInteger()))
        return refuse(invalidRequest({},
                                     u"Invalid `proration_date`: it must be within the current "
                                     "billing period."_s,
                                     u"proration_date"_s));
    return at;
}

Answer<void> billChange(Update &update, const Change &change)
{
    if (costsTheSame(change) || isTrial(update))
        return {};
    const auto at = prorationTime(update, change.before.isEmpty() ? change.after : change.before);
    if (!at)
        return refuse(at.error());
    const bool prorates = update.parameters.value("proration_behavior"_L1).toString() != "none"_L1;
    update.startsPeriod = update.startsPeriod || change.startsPeriod;
    if (prorates && !change.before.isEmpty())
        update.lines.append(creditLine(update.state, update.subscription, change.before, *at));
    if (change.startsPeriod)
        update.lines.append(periodLine(update.state, update.subscription, change.after));
    else if (prorates && !change.after.isEmpty())
        update.lines.append(debitLine(update.state, update.subscription, change.after, *at));
    return {};
}

// Everybody's period starts now when the anchor is moved to now.
void moveAnchor(Update &update, std::vector<Change> &items)
{
    const QJsonObject anchor = update.parameters.value("billing_cycle_anchor"_L1).toObject();
    if (anchor.value("type"_L1).toString() != "now"_L1 || isTrial(update))
        return;
    for (Change &item : items) {
        if (item.after.isEmpty())
            continue;
        startPeriodNow(update, item.after);
        item.startsPeriod = true;
    }
}

} // namespace

Answer<void> applyItems(Update &update)
{
    std::vector<Change> items;
    const QJsonArray present = itemsOf(update.subscription);
    for (const QJsonValue &item : present)
        items.push_back({item.toObject(), item.toObject()});
    const QJsonArray changes = update.parameters.value("items"_L1).toArray();
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const auto applied =
            applyItem(update, items, changes.at(i).toObject(), u"items[%1]"_s.arg(i));
        if (!applied)
            return applied;
    }
    moveAnchor(update, items);
    QJsonArray kept;
    for (const Change &item : items) {
        const auto billed = billChange(update, item);
        if (!billed)
            return billed;
        if (!item.after.isEmpty())
            kept.append(item.after);
    }
    if (kept.isEmpty())
        return refuse(
            invalidRequest({}, u"A subscription must have at least one item."_s, u"items"_s));
    if (update.startsPeriod)
        update.subscription.insert("billing_cycle_anchor"_L1, update.state.now());
    setItems(update.subscription, kept);
    return {};
}

} // namespace Orion::Sandbox
