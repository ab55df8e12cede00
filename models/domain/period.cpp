#include "models/domain/period.h"

namespace Orion
{

namespace
{

// From month to month, whatever the days.
int monthsBetween(const QDateTime &earlier, const QDateTime &later)
{
    const QDate from = earlier.toUTC().date();
    const QDate to = later.toUTC().date();
    return (to.year() - from.year()) * 12 + (to.month() - from.month());
}

} // namespace

QDateTime addMonths(const QDateTime &anchor, int months)
{
    return anchor.addMonths(months);
}

Period monthlyWindow(const QDateTime &anchor, const QDateTime &time)
{
    int months = monthsBetween(anchor, time);
    // The day or the hour may lie before the anchor's; and a cut day (the 28th for the 31st) may
    // already open the next one.
    while (addMonths(anchor, months) > time)
        --months;
    while (addMonths(anchor, months + 1) <= time)
        ++months;
    return {addMonths(anchor, months), addMonths(anchor, months + 1)};
}

Period orderWindow(const Period &billed, const QDateTime &time)
{
    if (!billed.end.isValid())
        return monthlyWindow(billed.start, time);
    const int months = monthsBetween(billed.start, billed.end);
    const bool isStartCut = addMonths(billed.end, -months) == billed.start;
    const bool isEndCut = addMonths(billed.start, months) == billed.end;
    const bool countsFromEnd = isStartCut || (time >= billed.end && !isEndCut);
    return monthlyWindow(countsFromEnd ? billed.end : billed.start, time);
}

} // namespace Orion
