#pragma once

#include <span>
#include <vector>

namespace Orion::Forecast
{

struct Season
{
    int period = 1;      // in whole steps
    double strength = 0; // 0 (none) to 1 (nothing but the season)
};

// What repeats itself in a series: one season, or long and short ones at once.
class Seasons
{
public:
    Seasons() = default;
    explicit Seasons(std::vector<Season> seasons); // in any order; periods below 2 are no seasons

    bool isEmpty() const { return m_seasons.empty(); }
    // The longest one of which a regression can take every step; where all are longer, the longest;
    // 1 without any.
    int period() const { return m_main.period; }
    double strength() const { return m_main.strength; }
    std::vector<double> cycles() const; // the exact lengths of all, in steps

private:
    std::vector<Season> m_seasons; // the shortest first
    Season m_main;
};

inline constexpr int longestRegressed = 60; // steps

// The exact length of what people call so: a year has 52.18 weeks and 365.24 days.
double cycleLength(int period);

// The season among the periods that explains most of what the values do beside their trend, if one
// does so beyond chance; where a multiple of it is among the periods, too, the longest of these
// comes with it, for it can tell more. The history has to have three cycles of each. The test is on
// the autocorrelation at the period's lag, as in the M4 competition (S. Makridakis, E. Spiliotis
// and V. Assimakopoulos, "The M4 Competition: 100,000 time series and 61 forecasting methods",
// International Journal of Forecasting 36 (2020)); the strength that of R. J. Hyndman and
// G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed. (2021), section 4.3.
Seasons findSeasons(std::span<const double> values, std::span<const int> periods);

// How strong a season of this period is; not asked whether that may be chance.
double seasonalStrength(std::span<const double> values, int period);

} // namespace Orion::Forecast
