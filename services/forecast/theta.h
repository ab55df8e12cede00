#pragma once

#include "services/forecast/smoothing.h"

namespace Orion::Forecast
{

// The Theta method: the mean of the line through all values, drawn on, and of the smoothing of the
// values with doubled curvature. V. Assimakopoulos and K. Nikolopoulos, "The theta model: a
// decomposition approach to forecasting", International Journal of Forecasting 16 (2000). Computed
// as R. J. Hyndman and B. Billah showed it to be the same, "Unmasking the Theta method", ibid. 19
// (2003): simple exponential smoothing with half the line's slope as its drift. The smoothing is
// one of the values without trend, the slope that of the line through them.
std::vector<double> thetaForecast(const Smoothing &smoothing, double slope, std::size_t count,
                                  int horizon);

} // namespace Orion::Forecast
