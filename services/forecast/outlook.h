#pragma once

#include "services/forecast/method.h"

#include <vector>

namespace Orion::Forecast
{

// How a value of one step may turn out, in the unit of the series.
// lower95 <= lower80 <= point <= upper80 <= upper95, always.
struct Point
{
    double point = 0; // as likely to be passed as not
    double lower80 = 0;
    double upper80 = 0;
    double lower95 = 0;
    double upper95 = 0;
    bool operator==(const Point &) const = default;
};

// What the forecast was made of, for telling people. A plain value.
struct Summary
{
    std::vector<MethodShare> methods; // the heaviest first; the weights sum to 1
    bool onLogarithms = false;        // grows by a part of itself rather than by an amount
    int period = 1;                   // of the seasonality in steps; 1: none was found
    double seasonalStrength = 0;      // 0 (none) to 1 (nothing but the season)
    int missing = 0;                  // steps without a value between the first and the last
    int outliers = 0;      // values that were set aside for being far from their neighbours
    int levelShiftAt = -1; // index of the first value after the last lasting jump; -1: none
    int backtests = 0;     // past moments from which the methods were tried out
    // How far those forecasts were from what came, mean of |error| / |value| over all steps that
    // are forecast; 0.05 is five per cent. Negative: not known, for there was no backtest or value
    // but 0.
    double backtestError = -1;
    bool operator==(const Summary &) const = default;
};

} // namespace Orion::Forecast
