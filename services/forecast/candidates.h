#pragma once

#include "services/forecast/method.h"
#include "services/forecast/seasonality.h"
#include "services/forecast/smoothing.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace Orion::Forecast
{

class Harmonics;
class MovementRegression;

// A forecast: the values of the next steps, in the unit of the series.
using Path = std::vector<double>;

struct Candidate
{
    Method method = Method::Last;
    bool onLogarithms = false;
};

// All methods that may be of use for a series, sharing what they compute alike. Which are there
// depends on whether the values have logarithms, on the seasons and on how long the history is.
// Refers to the values, which have to outlive it; one thread at a time.
class CandidateSet
{
public:
    // Takes at least one value, without gaps.
    CandidateSet(std::span<const double> values, const Seasons &seasons, int horizon);
    ~CandidateSet();

    const std::vector<Candidate> &candidates() const { return m_candidates; }

    // What each would have said after the first `length` values. Asked for growing lengths.
    std::vector<Path> forecastsAt(std::size_t length);

private:
    struct Regression
    {
        Candidate candidate;
        std::unique_ptr<MovementRegression> regression;
    };

    // A smoothing that is fitted again and again to a growing history.
    struct Fit
    {
        TrendKind kind = TrendKind::None;
        std::optional<SmoothingParameters> last = {};
        std::size_t fittedTo = 0; // values
        Smoothing to(std::span<const double> values);
    };

    void addRegression(Method method, bool onLogarithms, int longestLag, double penalty);
    void addSmooth(std::vector<Path> &paths, std::size_t length);
    void addSeasonal(std::vector<Path> &paths, std::size_t length);
    Path plainOf(Path path, bool onLogarithms, std::size_t length) const;

    std::span<const double> m_values;
    std::vector<double> m_logarithms; // empty where a value is not positive
    std::span<const double> m_scaled; // the logarithms, else the values
    Seasons m_seasons;
    int m_horizon;
    std::vector<Candidate> m_candidates; // in the order of the forecasts
    std::vector<Regression> m_regressions;
    std::unique_ptr<Harmonics> m_harmonics;
    Fit m_trend{TrendKind::Linear};
    Fit m_damped{TrendKind::Damped};
    Fit m_level{TrendKind::None};
    Fit m_scaledDamped{TrendKind::Damped};
    Fit m_levelBelowSeason{TrendKind::None};
    Fit m_dampedBelowSeason{TrendKind::Damped};
};

} // namespace Orion::Forecast
