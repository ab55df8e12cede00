#pragma once

namespace Orion::Forecast
{

// The methods that a forecast is combined from. Each is simple and has stood up in the forecasting
// competitions; see the headers of their own.
enum class Method
{
    Last,        // the last value stays
    Drift,       // the mean step of the past goes on
    Smoothing,   // simple exponential smoothing: a level
    Trend,       // Holt's linear exponential smoothing: a level and a trend
    DampedTrend, // the same with a trend that fades (Gardner and McKenzie)
    Theta, // smoothing and half the trend of the regression line (Assimakopoulos, Nikolopoulos)
    SeasonalLast,   // the value of one season ago, moved by the change since
    Harmonic,       // a regression on waves of the season, and on the values before
    Autoregression, // a regression on the values before
};

struct MethodShare
{
    Method method = Method::Last;
    double weight = 0; // 0 to 1
    bool operator==(const MethodShare &) const = default;
};

} // namespace Orion::Forecast
