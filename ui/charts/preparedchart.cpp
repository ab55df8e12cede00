#include "ui/charts/preparedchart.h"

#include <QLocale>

#include <cmath>

namespace Orion
{

namespace
{

// By day; of several entries of one day the last stays.
template <typename Entry>
void sortByDay(std::vector<Entry> &entries)
{
    std::ranges::stable_sort(entries, {}, &Entry::day);
    std::ranges::reverse(entries);
    const auto same = [](const Entry &one, const Entry &other) { return one.day == other.day; };
    entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
    std::ranges::reverse(entries);
}

PreparedLine prepared(const TimeLine &line)
{
    PreparedLine made{line.name, line.color, line.isDashed, {}};
    made.points.reserve(line.values.size());
    for (const DatedValue &value : line.values)
        if (value.day.isValid() && std::isfinite(value.value))
            made.points.push_back({value.day.toJulianDay(), value.value});
    sortByDay(made.points);
    return made;
}

PreparedBand prepared(const TimeBand &band)
{
    PreparedBand made{band.name, band.color, std::clamp(band.opacity, 0.0, 1.0), 1, {}};
    made.intervals.reserve(band.values.size());
    for (const DatedRange &range : band.values)
        if (range.day.isValid() && std::isfinite(range.lower) && std::isfinite(range.upper))
            made.intervals.push_back({range.day.toJulianDay(), std::min(range.lower, range.upper),
                                      std::max(range.lower, range.upper)});
    sortByDay(made.intervals);
    return made;
}

} // namespace

PreparedChart::PreparedChart(TimeChartData data)
    : m_data(std::move(data))
{
    for (const TimeLine &line : m_data.lines)
        m_lines.push_back(prepared(line));
    double clear = 1; // what shines through the bands so far
    if (!isStacked()) {
        for (const TimeBand &band : m_data.bands) {
            m_bands.push_back(prepared(band));
            clear *= 1 - m_bands.back().opacity;
            m_bands.back().shownOpacity = 1 - clear;
        }
    }
    collectDays();
    if (isStacked())
        stack();
}

void PreparedChart::collectDays()
{
    for (const PreparedLine &line : m_lines)
        for (const DayPoint &point : line.points)
            m_days.push_back(point.day);
    for (const PreparedBand &band : m_bands)
        for (const DayInterval &interval : band.intervals)
            m_days.push_back(interval.day);
    std::ranges::sort(m_days);
    m_days.erase(std::unique(m_days.begin(), m_days.end()), m_days.end());
}

void PreparedChart::stack()
{
    std::vector<double> sums(m_days.size(), 0);
    for (const PreparedLine &line : m_lines) {
        PreparedBand area{line.name, line.color, 1, 1, {}};
        area.intervals.reserve(m_days.size());
        auto point = line.points.begin();
        for (std::size_t i = 0; i < m_days.size(); ++i) {
            const double lower = sums[i];
            if (point != line.points.end() && point->day == m_days[i])
                sums[i] += (point++)->value;
            area.intervals.push_back({m_days[i], lower, sums[i]});
        }
        m_bands.push_back(std::move(area));
    }
}

DaySpan PreparedChart::bounds() const
{
    if (isEmpty())
        return {};
    return DaySpan::ofDays(QDate::fromJulianDay(m_days.front()),
                           QDate::fromJulianDay(m_days.back()));
}

qint64 PreparedChart::nearestDay(double day) const
{
    const auto before = [](qint64 one, double other) { return double(one) < other; };
    const auto next = std::lower_bound(m_days.begin(), m_days.end(), day, before);
    if (next == m_days.begin())
        return m_days.front();
    if (next == m_days.end())
        return m_days.back();
    return double(*next) - day < day - double(*(next - 1)) ? *next : *(next - 1);
}

qint64 PreparedChart::dayAfter(qint64 day, int step) const
{
    const auto found = std::ranges::lower_bound(m_days, day);
    const qint64 place =
        std::clamp<qint64>(found - m_days.begin() + step, 0, qint64(m_days.size()) - 1);
    return m_days[std::size_t(place)];
}

ValueSpan PreparedChart::valuesWithin(const DaySpan &days) const
{
    ValueSpan span;
    if (!isStacked())
        for (const PreparedLine &line : m_lines)
            for (const DayPoint &point : entriesWithin(line.points, days))
                span.include(point.value);
    for (const PreparedBand &band : m_bands) {
        for (const DayInterval &interval : entriesWithin(band.intervals, days)) {
            span.include(interval.lower);
            span.include(interval.upper);
        }
    }
    return span;
}

QString PreparedChart::valueText(double value) const
{
    if (m_data.valueText)
        return m_data.valueText(value);
    const bool isWhole =
        std::abs(value - std::round(value)) < 1e-9 * std::max(1.0, std::abs(value));
    return QLocale().toString(value, 'f', isWhole ? 0 : 2);
}

QString PreparedChart::valueLabel(double value) const
{
    return m_data.valueLabel ? m_data.valueLabel(value) : valueText(value);
}

QString PreparedChart::limitText(const TimeLimit &limit) const
{
    const QString value = valueText(limit.value);
    if (limit.name.contains(value))
        return limit.name;
    return limit.name + u' ' + value;
}

} // namespace Orion
