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

// "Unused time on Professional after 22 Nov 2026".
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

QJsonObject itemDetails(const QJsonObject &line)
{
    return line.value("parent"_L1).toObject().value("subscription_item_details"_L1).toObject();
}

// The line that charged for the item last, which a credit gives back; null without one.
QJsonValue creditedItems(const State &state, const QJsonObject &subscription,
                         const QJsonObject &item)
{
    QJsonValue found(QJsonValue::Null);
    const Key key{"subscription"_L1, subscription.value("id"_L1).toString()};
    state.store().walk(Kind::Invoice, {key}, [&](const QJsonObject &invoice) {
        const QJsonArray lines = invoice.value("lines"_L1).toObject().value("data"_L1).toArray();
        for (const QJsonValue &value : lines) {
            const QJsonObject line = value.toObject();
            if (line.value("amount"_L1).toInteger() > 0 &&
                itemDetails(line).value("subscription_item"_L1) == item.value("id"_L1))
                found = QJsonObject{{"invoice"_L1, invoice.value("id"_L1)},
                                    {"invoice_line_items"_L1, QJsonArray{line.value("id"_L1)}}};
        }
        return found.isNull();
    });
    return found;
}

} // namespace

QJsonObject creditLine(State &state, const QJsonObject &subscription, const QJsonObject &item,
                       qint64 at)
{
    const Span period = periodOf(item);
    LineDraft draft{item,
                    {at, period.end},
                    -shareLeft(amountOf(item), period, at),
                    describe(state, item, "Unused time"_L1, at),
                    true};
    draft.creditedItems = creditedItems(state, subscription, item);
    return makeLine(state, subscription, draft);
}

QJsonObject debitLine(State &state, const QJsonObject &subscription, const QJsonObject &item,
                      qint64 at)
{
    const Span period = periodOf(item);
    return makeLine(state, subscription,
                    {item,
                     {at, period.end},
                     shareLeft(amountOf(item), period, at),
                     describe(state, item, "Remaining time"_L1, at),
                     true});
}

QJsonObject periodLine(State &state, const QJsonObject &subscription, const QJsonObject &item)
{
    return makeLine(state, subscription,
                    {item, periodOf(item), amountOf(item), cycleDescription(state, item), false});
}

bool isProration(const QJsonObject &line)
{
    return itemDetails(line).value("proration"_L1).toBool();
}

void keepPending(State &state, const QString &subscriptionId, const QJsonArray &lines)
{
    for (const QJsonValue &line : lines) {
        state.load(Kind::PendingLine, {{"id"_L1, state.newId(Kind::PendingLine)},
                                       {"subscription"_L1, subscriptionId},
                                       {"line"_L1, line}});
    }
}

QJsonArray pendingLines(const State &state, const QString &subscriptionId)
{
    QJsonArray lines;
    for (const QJsonObject &kept :
         state.select(Kind::PendingLine, Key{"subscription"_L1, subscriptionId}))
        lines.prepend(kept.value("line"_L1));
    return lines;
}

QJsonArray takePending(State &state, const QString &subscriptionId)
{
    const QJsonArray lines = pendingLines(state, subscriptionId);
    for (const QJsonObject &kept :
         state.select(Kind::PendingLine, Key{"subscription"_L1, subscriptionId}))
        state.remove(Kind::PendingLine, kept.value("id"_L1).toString());
    return lines;
}

} // namespace Orion::Sandbox
