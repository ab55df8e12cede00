#pragma once

#include <optional>
#include <span>
#include <vector>

// Exponential smoothing with additive errors, as in R. J. Hyndman, A. B. Koehler, J. K. Ord and
// R. D. Snyder, "Forecasting with Exponential Smoothing" (2008): simple, Holt's linear trend, and
// the damped trend of E. S. Gardner and E. McKenzie, "Forecasting trends in time series",
// Management Science 31 (1985).
namespace Orion::Forecast
{

enum class TrendKind
{
    None,
    Linear,
    Damped,
};

struct SmoothingParameters
{
    double alpha = 0.5; // how fast the level follows, 0 to 1
    double beta = 0;    // how fast the trend follows, 0 to alpha
    double phi = 1;     // what is left of the trend after a step: 1 for a linear one
};

// A level and a trend, in the unit of the values, and how far the steps on the way were off.
struct SmoothingState
{
    double level = 0;
    double trend = 0; // a step
    double squaredErrors = 0;
};

struct Smoothing
{
    SmoothingParameters parameters;
    SmoothingState start; // before the first value
    SmoothingState end;   // after the last

    std::vector<double> forecast(int horizon) const;
};

// Goes through the values once.
SmoothingState smooth(std::span<const double> values, const SmoothingParameters &parameters,
                      SmoothingState state);

// The parameters with the smallest sum of squared one-step errors. Takes at least one value; looks
// at the last longestMemory ones only. With parameters that were best for nearly the same values,
// it looks around those, which is several times as fast.
Smoothing fitSmoothing(std::span<const double> values, TrendKind kind,
                       const std::optional<SmoothingParameters> &near = {});

// With the parameters given.
Smoothing smoothWith(std::span<const double> values, TrendKind kind,
                     const SmoothingParameters &parameters);

inline constexpr std::size_t longestMemory = 400; // values

} // namespace Orion::Forecast
