#pragma once

#include "services/forecast/backtest.h"

namespace Orion::Forecast
{

// How much each candidate counts. A combination of several methods is on average better than the
// one that seems best: J. M. Bates and C. W. J. Granger, "The combination of forecasts",
// Operational Research Quarterly 20 (1969), and the first finding of the M4 competition (S.
// Makridakis, E. Spiliotis and V. Assimakopoulos, International Journal of Forecasting 36 (2020)),
// where 12 of the 17 most accurate entries were combinations. The weights fall with a power of the
// mean absolute error in the backtests, the recent ones counting more; with few backtests they are
// drawn towards equal ones. They sum to 1.
std::vector<double> combinationWeights(const std::vector<Backtest> &backtests, int steps,
                                       std::span<const double> values, const ErrorMeasure &measure,
                                       std::size_t candidates);

// The weighted mean of the paths.
Path combined(const std::vector<Path> &paths, std::span<const double> weights);

} // namespace Orion::Forecast
