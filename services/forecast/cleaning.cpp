#include "services/forecast/cleaning.h"

#include "services/forecast/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace Orion::Forecast
{

namespace
{

constexpr double missingValue = std::numeric_limits<double>::quiet_NaN();
constexpr int neighbours = 3;       // looked at on each side of an outlier
constexpr double farOut = 8;        // robust deviations; real series have heavy tails
constexpr double oftenShare = 0.05; // what happens more often than this is no outlier
constexpr int sides = 7;            // values before and after a jump
constexpr int leastAfter = 3;       // values after it: fewer may still be outliers

bool isKnown(std::span<const double> values, int index)
{
    return index >= 0 && index < int(values.size()) && !std::isnan(values[std::size_t(index)]);
}

double medianOf(std::span<const double> values, int from, int count)
{
    const auto part = values.subspan(std::size_t(from), std::size_t(count));
    return median({part.begin(), part.end()});
}

// What stands between two known values, a straight line supposed.
double between(std::span<const double> values, int left, int right, int index)
{
    const double share = double(index - left) / double(right - left);
    return values[std::size_t(left)] +
           share * (values[std::size_t(right)] - values[std::size_t(left)]);
}

// How a value lay above the line between the same neighbours, one period away.
std::optional<double> deviationAround(std::span<const double> values, int left, int right,
                                      int index)
{
    if (!isKnown(values, left) || !isKnown(values, right) || !isKnown(values, index))
        return std::nullopt;
    return values[std::size_t(index)] - between(values, left, right, index);
}

// How far a value lies out on both sides, as its signed distance from the nearer one. The last
// value has one side only: until another one confirms it, a leap is taken for an outlier.
double distanceOut(std::span<const double> values, int index)
{
    const int last = int(values.size()) - 1;
    const double value = values[std::size_t(index)];
    const int before = std::min(neighbours, index);
    const int after = std::min(neighbours, last - index);
    if (before == 0)
        return 0; // the first one does no harm
    const double left = value - medianOf(values, index - before, before);
    const double right = after > 0 ? value - medianOf(values, index + 1, after) : left;
    if (left * right <= 0)
        return 0;
    return std::abs(left) < std::abs(right) ? left : right;
}

// Whether the same happens a period before or after: then it belongs to the season.
bool isSeasonal(std::span<const double> distances, int index, int period)
{
    if (period < 2)
        return false;
    for (const int other : {index - period, index + period}) {
        if (isKnown(distances, other) &&
            distances[std::size_t(other)] / distances[std::size_t(index)] > 0.5)
            return true;
    }
    return false;
}

// How far the level after an index lies above the one before.
double jumpAt(std::span<const double> values, int index)
{
    const int before = std::min(sides, index);
    const int after = std::min(sides, int(values.size()) - index);
    return medianOf(values, index, after) - medianOf(values, index - before, before);
}

// The last index at which the values leap and stay there. -1: none.
int findShift(std::span<const double> values, int period)
{
    const std::vector<double> leaps = steps(values);
    std::vector<double> sizes;
    for (const double leap : leaps)
        sizes.push_back(std::abs(leap));
    const double usual = std::max(robustDeviation(leaps), mean(sizes) / 4);
    for (int index = int(values.size()) - leastAfter; index >= leastAfter; --index) {
        const double leap = leaps[std::size_t(index - 1)];
        if (std::abs(leap) <= farOut * usual || isSeasonal(leaps, index - 1, period))
            continue;
        const double stays = jumpAt(values, index) / leap;
        if (stays > 0.6 && stays < 1.4)
            return index;
    }
    return -1;
}

} // namespace

std::vector<double> filled(std::span<const double> values, int period)
{
    const auto known = [](double value) { return !std::isnan(value); };
    const auto first = std::ranges::find_if(values, known);
    auto end = values.end();
    while (end != first && !known(*(end - 1)))
        --end;
    std::vector<double> result(first, end);
    const std::vector<double> given = result;
    int left = 0;
    for (int right = 1; right < int(given.size()); ++right) {
        if (!isKnown(given, right))
            continue;
        for (int index = left + 1; index < right; ++index) {
            std::vector<double> deviations;
            for (const int away : {-period, period}) {
                const auto one = deviationAround(given, left + away, right + away, index + away);
                if (one && period > 1)
                    deviations.push_back(*one);
            }
            result[std::size_t(index)] = between(given, left, right, index) + mean(deviations);
        }
        left = right;
    }
    return result;
}

int replaceOutliers(std::vector<double> &values, int period)
{
    if (values.size() < 2 * neighbours + 2)
        return 0;
    std::vector<double> distances;
    std::vector<double> fromBefore;
    for (int index = 0; index < int(values.size()); ++index) {
        distances.push_back(distanceOut(values, index));
        const int before = std::min(neighbours, index);
        if (before > 0)
            fromBefore.push_back(values[std::size_t(index)] -
                                 medianOf(values, index - before, before));
    }
    // With the usual slope, which the last value shows on its one side.
    const double usual = robustDeviation(fromBefore) + std::abs(median(fromBefore));
    std::vector<double> kept = values;
    int outliers = 0;
    for (int index = 0; index < int(values.size()); ++index) {
        const double distance = std::abs(distances[std::size_t(index)]);
        if (distance > 0 && distance > farOut * usual && !isSeasonal(distances, index, period)) {
            kept[std::size_t(index)] = missingValue;
            ++outliers;
        }
    }
    if (outliers == 0 || outliers > std::max(1.0, oftenShare * double(values.size())))
        return 0;
    // The last value has no right neighbour to draw a line to: the one before it goes on.
    if (std::isnan(kept.back()))
        kept.back() = medianOf(values, int(values.size()) - 1 - neighbours, neighbours);
    values = filled(kept, period);
    return outliers;
}

int takeBackShifts(std::vector<double> &values, int period)
{
    constexpr int mostShifts = 5; // a series that leaps more often does so by its nature
    if (values.size() < std::size_t(2 * sides))
        return -1;
    std::vector<double> mended = values;
    int last = -1;
    for (int shifts = 0;; ++shifts) {
        const int index = findShift(mended, period);
        if (index < 0)
            break;
        if (shifts == mostShifts)
            return -1;
        const double usual = median(steps(mended));
        const double jump = mended[std::size_t(index)] - mended[std::size_t(index - 1)] - usual;
        for (int i = 0; i < index; ++i)
            mended[std::size_t(i)] += jump;
        last = std::max(last, index);
    }
    values = std::move(mended);
    return last;
}

History mendedHistory(std::span<const double> values, int period)
{
    History history;
    history.values = filled(values, period);
    const auto known = [](double value) { return !std::isnan(value); };
    history.missing = int(history.values.size()) - int(std::ranges::count_if(values, known));
    const bool isRelative =
        std::ranges::all_of(history.values, [](double value) { return value > 0; });
    if (isRelative)
        std::ranges::transform(history.values, history.values.begin(),
                               [](double value) { return std::log(value); });
    history.outliers = replaceOutliers(history.values, period);
    history.lastShift = takeBackShifts(history.values, period);
    if (isRelative)
        std::ranges::transform(history.values, history.values.begin(),
                               [](double value) { return std::exp(value); });
    return history;
}

} // namespace Orion::Forecast
