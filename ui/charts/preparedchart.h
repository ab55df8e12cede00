#pragma once

#include "ui/charts/dayspan.h"
#include "ui/charts/timechartdata.h"

#include <span>

namespace Orion
{

struct DayPoint
{
    qint64 day = 0; // Julian
    double value = 0;
};

struct DayInterval
{
    qint64 day = 0;
    double lower = 0;
    double upper = 0;
};

struct PreparedLine
{
    QString name;
    int color = 0;
    bool isDashed = false;
    std::vector<DayPoint> points; // by day, each day once, finite
};

struct PreparedBand
{
    QString name;
    int color = 0;
    double opacity = 1;
    double shownOpacity = 1;            // together with those below it
    std::vector<DayInterval> intervals; // as above
};

// The lowest and highest of something; nothing yet while the lowest is above the highest.
struct ValueSpan
{
    double lowest = 1;
    double highest = 0;

    bool isEmpty() const { return lowest > highest; }
    void include(double value)
    {
        const bool wasEmpty = isEmpty();
        lowest = wasEmpty ? value : std::min(lowest, value);
        highest = wasEmpty ? value : std::max(highest, value);
    }
};

// What a chart shows, in the order in which it is drawn and looked up. Made once for new data; not
// changed after that.
class PreparedChart
{
public:
    // Longer holes are not drawn over.
    static constexpr qint64 longestJoin = 7;

    PreparedChart() = default;
    explicit PreparedChart(TimeChartData data);

    const TimeChartData &data() const { return m_data; } // as given
    bool isStacked() const { return m_data.kind == TimeChartData::Kind::StackedAreas; }
    bool isEmpty() const { return m_days.empty(); }

    const std::vector<PreparedLine> &lines() const { return m_lines; }
    // Of the lines when they are stacked.
    const std::vector<PreparedBand> &bands() const { return m_bands; }

    DaySpan bounds() const;              // of all days with a value; at least seven days
    qint64 nearestDay(double day) const; // with a value
    qint64 dayAfter(qint64 day,
                    int step) const; // the next one with a value, or the last; -1: before
    ValueSpan valuesWithin(const DaySpan &days) const; // with what is drawn from beyond both edges

    QString valueText(double value) const;
    QString valueLabel(double value) const;
    QString limitText(const TimeLimit &limit) const; // with its value

private:
    void stack();
    void collectDays();

    TimeChartData m_data;
    std::vector<PreparedLine> m_lines;
    std::vector<PreparedBand> m_bands;
    std::vector<qint64> m_days; // with any value, ascending
};

// The entries from the last one at or before the first day to the first one at or after the last.
template <typename Entry>
std::span<const Entry> entriesWithin(const std::vector<Entry> &entries, const DaySpan &days)
{
    const auto before = [](const Entry &entry, double day) { return double(entry.day) < day; };
    auto from = std::lower_bound(entries.begin(), entries.end(), days.first, before);
    auto to = std::lower_bound(from, entries.end(), days.last, before);
    if (from != entries.begin() && (from == entries.end() || double(from->day) > days.first))
        --from;
    if (to != entries.end())
        ++to;
    return {from, to};
}

template <typename Entry>
const Entry *entryAt(const std::vector<Entry> &entries, qint64 day)
{
    const auto found = std::ranges::lower_bound(entries, day, {}, &Entry::day);
    return found != entries.end() && found->day == day ? &*found : nullptr;
}

} // namespace Orion
