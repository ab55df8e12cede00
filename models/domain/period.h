#pragma once

#include <QDateTime>

namespace Orion
{

// A half-open span of time, UTC.
struct Period
{
    QDateTime start;
    QDateTime end;

    bool contains(const QDateTime &time) const { return time >= start && time < end; }
    bool operator==(const Period &) const = default;
};

// The anchor moved by whole months, the day cut to what the month has (31 January + 1 month is
// 28 or 29 February; + 2 is 31 March again). Always counted from the anchor, so no day is lost.
QDateTime addMonths(const QDateTime &anchor, int months);

// The monthly window around a time, counted from the anchor (the start of the tier item's period),
// also on annual plans. Times before the anchor fall into the windows before it.
Period monthlyWindow(const QDateTime &anchor, const QDateTime &time);

} // namespace Orion
