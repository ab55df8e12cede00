#include "app/sandbox/billing/prorations.h"

#include "app/sandbox/billing/lines.h"

#include <QDateTime>
#include <QLocale>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QString dayText(qint64 time)
{
    return QLocale::c().toString(QDateTime::fromSecsSinceEpoch(time, Qt::UTC).date(),
                                 u"dd MMM yyyy"_s);
}

QString describe(const State &state, const QJsonObject &item, QLatin1String kind, qint64 at)
{
    return u"%1 on %2 after %3"_s.arg(kind, productName(state, item.value("price"_L1).toObject()),
                                      dayText(at));
}

Span periodOf(const QJsonObject &item)
{
    return {item.value("current_period_start"_L1).toInteger(),
            item.value("current_period_end"_L1).toInteger()};
}

} // namespace

QJsonArray prorationLines(State &state, const QJsonObject &subscription, const QJsonObject &oldItem,
                          const QJsonObject &newItem, qint64 at)
{
    const Span old = periodOf(oldItem);
    const Span present = periodOf(newItem);
    const qint64 credit = -shareLeft(amountOf(oldItem), old, at);
    QJsonArray lines{makeLine(
        state, subscription,
        {oldItem, {at, old.end}, credit, describe(state, oldItem, "Unused time"_L1, at), true})};
    // With another interval the period starts afresh and is charged whole.
    const bool isFresh = present.start != old.start;
    const qint64 debit = isFresh ? amountOf(newItem) : shareLeft(amountOf(newItem), present, at);
    const QString text = isFresh ? cycleDescription(state, newItem)
                                 : describe(state, newItem, "Remaining time"_L1, at);
    lines.append(
        makeLine(state, subscription, {newItem, {at, present.end}, debit, text, !isFresh}));
    return lines;
}

void keepPending(State &state, const QString &subscriptionId, const QJsonArray &lines)
{
    for (const QJsonValue &line : lines) {
        state.load(Kind::PendingLine, {{"id"_L1, state.newId(Kind::PendingLine)},
                                       {"subscription"_L1, subscriptionId},
                                       {"line"_L1, line}});
    }
}

QJsonArray takePending(State &state, const QString &subscriptionId)
{
    const auto pending = state.select(Kind::PendingLine, [&](const QJsonObject &kept) {
        return kept.value("subscription"_L1).toString() == subscriptionId;
    });
    QJsonArray lines;
    for (auto it = pending.rbegin(); it != pending.rend(); ++it) {
        lines.append(it->value("line"_L1));
        state.remove(Kind::PendingLine, it->value("id"_L1).toString());
    }
    return lines;
}

} // namespace Orion::Sandbox
