#pragma once

#include "services/forecast/backtest.h"

namespace Orion::Forecast
{

// How far from the forecast the value may lie, learned from how far it lay from the forecasts of
// the past: no distribution is assumed. Formulas that do assume one are too narrow on real series
// (S. Makridakis, M. Hibon, E. Lusk and M. Belhadjali, "Confidence intervals", International
// Journal of Forecasting 3 (1987)). The errors of all steps, each divided by what is usual for its
// step, are pooled; what is usual grows with a power of the step. Symmetric in the error's measure.
class Intervals
{
public:
    // Errors: one row for each backtest, oldest first, the first step first. Steps: of the values,
    // for histories without backtests.
    static Intervals learn(const std::vector<std::vector<double>> &errors);
    static Intervals fromSteps(std::span<const double> steps);

    // The error that is not passed with a probability of `level`, 0 to 1, at a step, the first
    // being
    // 1. Grows with both; 0 where the past was forecast without error.
    double reach(int step, double level) const;

private:
    double m_first = 0;              // the usual error of the first step
    double m_growth = 0;             // its power of the step
    std::vector<double> m_multiples; // what the errors were of the usual ones, growing
    double m_widening = 1; // for having seen little, and for the weights having seen it too
};

} // namespace Orion::Forecast
