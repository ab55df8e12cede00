#include "models/domain/period.h"

namespace Orion
{

QDateTime addMonths(const QDateTime &anchor, int months)
{
    return anchor.addMonths(months);
}

Period monthlyWindow(const QDateTime &anchor, const QDateTime &time)
{
    const QDate from = anchor.toUTC().date();
    const QDate to = time.toUTC().date();
    int months = (to.year() - from.year()) * 12 + (to.month() - from.month());
    // The day or the hour may lie before the anchor's; and a cut day (the 28th for the 31st) may
    // already open the next one.
    while (addMonths(anchor, months) > time)
        --months;
    while (addMonths(anchor, months + 1) <= time)
        ++months;
    return {addMonths(anchor, months), addMonths(anchor, months + 1)};
}

} // namespace Orion
