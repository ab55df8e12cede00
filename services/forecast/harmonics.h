#pragma once

#include <Eigen/Core>

#include <span>
#include <vector>

namespace Orion::Forecast
{

// What the season adds to the level, in the unit of the values.
struct SeasonalPattern
{
    std::vector<double> past;  // one for each value
    std::vector<double> ahead; // one for each step
    // The part of the detrended values' variance that the pattern explains, less what as many waves
    // explain by chance; 0 or less: nothing.
    double explained = 0;
};

// Seasons as a few sine waves each (dynamic harmonic regression; R. J. Hyndman and
// G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed. (2021), sections 7.4
// and 12.1), fitted with a small ridge to the values less their mean of one cycle. Cycles need not
// have whole lengths: a year has 52.18 weeks. Refers to the values, which have to outlive it; one
// thread at a time.
class Harmonics
{
public:
    // Cycles in steps; at most so many steps are forecast.
    Harmonics(std::span<const double> values, std::vector<double> cycles, int horizon);

    // From the first `length` values alone. All zero with fewer than two cycles of the longest.
    SeasonalPattern at(std::size_t length) const;

private:
    std::span<const double> m_values;
    std::vector<double> m_cycles;
    int m_horizon;
    int m_window; // the longest cycle in whole steps
    std::vector<double> m_detrended;
    Eigen::MatrixXd m_waves; // a row each for values and steps
    Eigen::VectorXd m_ridge;
};

} // namespace Orion::Forecast
