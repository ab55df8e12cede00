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

// The monthly window around a time, counted from the anchor. Times before the anchor fall into the
// windows before it.
Period monthlyWindow(const QDateTime &anchor, const QDateTime &time);

// The monthly window of orders around a time, also on annual plans, for a tier item that is billed
// for this period; its end is invalid where nobody knows it. Counted from the period's start, or
// from its end where that has the day which the start's month was too short for: from 28 February
// to 31 March is one window, not two. Once a period of another length is over, a trial's say, from
// its end, where the next one begins.
Period orderWindow(const Period &billed, const QDateTime &time);

} // namespace Orion
