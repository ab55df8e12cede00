#pragma once

namespace Orion::Forecast
{

// The methods that a forecast is combined from. Each is simple and has stood up in the forecasting
// competitions; what they are and who found them stands in the headers of their own.
enum class Method
{
    Last,                   // the last value stays
    Drift,                  // the mean step of the past goes on
    Smoothing,              // simple exponential smoothing: a level
    Trend,                  // a level and a trend
    DampedTrend,            // a level and a trend that fades
    Theta,                  // a level, and half the trend of the whole history
    Autoregression,         // a regression on the values before
    SeasonalAutoregression, // the same on all values of the last season or two
    Harmonic,               // smoothing below a season made of waves
    SeasonalMovement,       // what the last seasons did, done again
};

struct MethodShare
{
    Method method = Method::Last;
    double weight = 0; // 0 to 1
    bool operator==(const MethodShare &) const = default;
};

} // namespace Orion::Forecast
