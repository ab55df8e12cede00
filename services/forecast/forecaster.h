#pragma once

#include "services/forecast/intervals.h"
#include "services/forecast/outlook.h"

#include <optional>
#include <span>
#include <vector>

namespace Orion::Forecast
{

// What is forecast how far, and what is known of the seasons.
struct Question
{
    int horizon = 1;             // steps, at least 1
    std::vector<int> candidates; // periods of which the strongest season is taken, if there is one
    std::vector<int> given;      // periods that are there, without a test; then no candidates
};

// The answer. Bounds at any level can be asked for. A plain value.
class Outlook
{
public:
    Outlook(std::vector<double> points, Intervals intervals, ErrorMeasure measure, Summary summary,
            bool isNeverNegative);

    const std::vector<double> &points() const { return m_points; } // the first step first
    const Summary &summary() const { return m_summary; }

    struct Bounds
    {
        double lower = 0;
        double upper = 0;
    };
    // Between which the value of a step, the first being 0, lies with a probability of 0 to 1.
    Bounds bounds(std::size_t step, double level) const;
    Point at(std::size_t step) const;

private:
    std::vector<double> m_points;
    Intervals m_intervals;
    ErrorMeasure m_measure;
    Summary m_summary;
    bool m_isNeverNegative;
};

inline constexpr std::size_t fewestValues = 4; // that a forecast can be made from

// Fills gaps, sets outliers aside, takes back lasting jumps, looks for seasons, tries the methods
// out on the past and combines them. The values are equally spaced, the oldest first; NaN where one
// is missing; fewestValues of them are not NaN, and all else is finite. The same values always make
// the same answer. Pure, safe on any thread.
Outlook foresee(std::span<const double> values, const Question &question);

} // namespace Orion::Forecast
