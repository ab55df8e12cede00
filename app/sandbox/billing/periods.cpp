#include "app/sandbox/billing/periods.h"

#include <QDateTime>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

qint64 afterMonths(qint64 anchor, int months)
{
    return addMonths(QDateTime::fromSecsSinceEpoch(anchor, Qt::UTC), months).toSecsSinceEpoch();
}

} // namespace

qint64 nextBoundary(qint64 anchor, const QJsonObject &recurring, qint64 after)
{
    const QString interval = recurring.value("interval"_L1).toString();
    const int count = qMax(1, recurring.value("interval_count"_L1).toInt(1));
    if (interval == "day"_L1 || interval == "week"_L1) {
        const qint64 length = (interval == "day"_L1 ? 86'400 : 604'800) * qint64(count);
        const qint64 passed = after < anchor ? 0 : (after - anchor) / length + 1;
        return anchor + passed * length;
    }
    const int months = interval == "year"_L1 ? 12 * count : count;
    // A month has at most 31 days, so this many have passed at least.
    const qint64 longest = 31 * 86'400 * qint64(months);
    int passed = after <= anchor ? 0 : static_cast<int>((after - anchor) / longest);
    while (afterMonths(anchor, passed * months) <= after)
        ++passed;
    return afterMonths(anchor, passed * months);
}

qint64 shareLeft(qint64 amount, Span span, qint64 now)
{
    const qint64 length = span.end - span.start;
    if (length <= 0 || now >= span.end)
        return 0;
    const qint64 left = span.end - qMax(now, span.start);
    return (amount * left * 2 + length) / (length * 2);
}

bool sameInterval(const QJsonObject &left, const QJsonObject &right)
{
    return left.value("interval"_L1) == right.value("interval"_L1) &&
           left.value("interval_count"_L1) == right.value("interval_count"_L1);
}

} // namespace Orion::Sandbox
