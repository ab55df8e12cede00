#pragma once

#include <QDate>

#include <algorithm>

namespace Orion
{

// Days in view, as Julian days: a part of a day is possible while something is dragged. The first
// day lies on the left edge, the last one on the right edge. Plain value.
struct DaySpan
{
    static constexpr double shortest = 6; // from the first to the last of seven days

    double first = 0;
    double last = 0;

    double length() const { return last - first; }
    QDate firstDay() const { return QDate::fromJulianDay(qRound64(first)); }
    QDate lastDay() const { return QDate::fromJulianDay(qRound64(last)); }

    bool operator==(const DaySpan &other) const = default;

    // Of these days, with some around them when there are fewer than seven.
    static DaySpan ofDays(const QDate &first, const QDate &last)
    {
        const DaySpan span{double(first.toJulianDay()), double(last.toJulianDay())};
        const double missing = std::max(0.0, shortest - span.length());
        return {span.first - missing / 2, span.last + missing / 2};
    }

    // As near to this as is possible within the bounds, neither longer than they nor too short.
    DaySpan within(const DaySpan &bounds) const
    {
        const double wanted = std::clamp(length(), shortest, std::max(shortest, bounds.length()));
        const double middle = (first + last) / 2;
        const double highest = std::max(bounds.first, bounds.last - wanted);
        const double start = std::clamp(middle - wanted / 2, bounds.first, highest);
        return {start, start + wanted};
    }

    DaySpan panned(double days) const { return {first + days, last + days}; }

    // factor below 1: nearer. The day at the centre stays where it is.
    DaySpan zoomed(double factor, double centre, const DaySpan &bounds) const
    {
        const double wanted =
            std::clamp(length() * factor, shortest, std::max(shortest, bounds.length()));
        const double share = length() > 0 ? (centre - first) / length() : 0.5;
        const double start = centre - share * wanted;
        return DaySpan{start, start + wanted}.within(bounds);
    }
};

} // namespace Orion
