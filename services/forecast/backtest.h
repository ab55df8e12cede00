#pragma once

#include "services/forecast/candidates.h"

#include <span>
#include <vector>

// What the methods would have said in the past (rolling origin evaluation; L. J. Tashman,
// "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16 (2000)).
namespace Orion::Forecast
{

// How an error is measured: as a difference, or, where all values are positive, as a difference of
// logarithms, so that 0.1 means about ten per cent at any level.
class ErrorMeasure
{
public:
    explicit ErrorMeasure(std::span<const double> values);

    bool isRelative() const { return m_isRelative; }
    double error(double actual, double forecast) const; // positive: more came than was forecast
    double moved(double forecast, double error) const;  // the value that has this error

private:
    bool m_isRelative;
};

// The past moments from which forecasts are tried out, and how far.
struct BacktestPlan
{
    std::vector<std::size_t> lengths; // how many values were known then, growing
    int steps = 0;                    // compared with what came, at each

    // Leaves the first values for learning. No lengths where the history is too short.
    static BacktestPlan make(std::size_t count, int horizon, int period);
};

struct Backtest
{
    std::size_t length = 0;
    std::vector<Path> paths; // one for each candidate
};

std::vector<Backtest> runBacktests(CandidateSet &set, const BacktestPlan &plan);

} // namespace Orion::Forecast
