#include "services/forecast/candidates.h"

#include "services/forecast/harmonics.h"
#include "services/forecast/line.h"
#include "services/forecast/movements.h"
#include "services/forecast/seasonalmovement.h"
#include "services/forecast/theta.h"

#include <algorithm>
#include <cmath>

namespace Orion::Forecast
{

namespace
{

constexpr std::size_t longMemory = 150; // values
constexpr std::size_t fewMore = 10;
constexpr int shortLags = 13;
constexpr int longLags = 53; // finds what no test of a season has found
// With fewer values than so many horizons, a regression over the whole horizon sees too few
// stretches that do not overlap.
constexpr std::size_t horizonsToLearn = 3;

std::vector<double> logarithmsOf(std::span<const double> values)
{
    std::vector<double> logarithms;
    for (const double value : values) {
        if (value <= 0)
            return {};
        logarithms.push_back(std::log(value));
    }
    return logarithms;
}

std::vector<double> sum(std::vector<double> a, std::span<const double> b)
{
    for (std::size_t i = 0; i < a.size(); ++i)
        a[i] += b[i];
    return a;
}

std::vector<double> difference(std::span<const double> a, std::span<const double> b)
{
    std::vector<double> result(a.begin(), a.end());
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] -= b[i];
    return result;
}

Path drift(std::span<const double> values, int horizon)
{
    const double step =
        values.size() < 2 ? 0 : (values.back() - values.front()) / double(values.size() - 1);
    Path path;
    for (int i = 1; i <= horizon; ++i)
        path.push_back(values.back() + i * step);
    return path;
}

} // namespace

CandidateSet::CandidateSet(std::span<const double> values, const Seasons &seasons, int horizon)
    : m_values(values)
    , m_logarithms(logarithmsOf(values))
    , m_scaled(m_logarithms.empty() ? m_values : std::span<const double>(m_logarithms))
    , m_seasons(seasons)
    , m_horizon(horizon)
{
    const bool hasLogarithms = !m_logarithms.empty();
    m_candidates = {{Method::Drift, false},
                    {Method::Trend, false},
                    {Method::DampedTrend, false},
                    {Method::Smoothing, hasLogarithms},
                    {Method::Theta, hasLogarithms}};
    if (hasLogarithms) {
        m_candidates.push_back({Method::DampedTrend, true});
        m_candidates.push_back({Method::Drift, true});
    }
    if (!m_seasons.isEmpty()) {
        m_candidates.push_back({Method::SeasonalMovement, hasLogarithms});
        m_candidates.push_back({Method::Harmonic, hasLogarithms}); // with Theta below
        m_candidates.push_back({Method::Harmonic, hasLogarithms}); // with a damped trend
        m_harmonics = std::make_unique<Harmonics>(m_scaled, m_seasons.cycles(), horizon);
    }
    addRegression(Method::Autoregression, hasLogarithms, shortLags, 0.1);
    const int period = m_seasons.period();
    if (period < longLags - shortLags)
        addRegression(Method::Autoregression, hasLogarithms, longLags, 0.01);
    if (period > 1 && period <= longestRegressed) {
        addRegression(Method::SeasonalAutoregression, hasLogarithms, period + 1, 0.01);
        addRegression(Method::SeasonalAutoregression, hasLogarithms, 2 * (period + 1), 0.03);
        if (hasLogarithms)
            addRegression(Method::SeasonalAutoregression, false, period + 1, 0.01);
    }
}

CandidateSet::~CandidateSet() = default;

Smoothing CandidateSet::Fit::to(std::span<const double> values)
{
    // Few values move the best parameters far, and are searched quickly anyhow. Of many, some more
    // hardly move them.
    const bool isNear = last && values.size() > longMemory;
    if (isNear && values.size() - fittedTo < fewMore)
        return smoothWith(values, kind, *last);
    const Smoothing fitted = fitSmoothing(values, kind, isNear ? last : std::nullopt);
    fittedTo = values.size();
    last = fitted.parameters;
    return fitted;
}

void CandidateSet::addRegression(Method method, bool onLogarithms, int longestLag, double penalty)
{
    if (m_values.size() < horizonsToLearn * std::size_t(m_horizon) + std::size_t(longestLag))
        return;
    m_candidates.push_back({method, onLogarithms});
    m_regressions.push_back({m_candidates.back(), std::make_unique<MovementRegression>(
                                                      onLogarithms ? m_scaled : m_values,
                                                      longestLag, m_horizon, penalty)});
}

std::vector<Path> CandidateSet::forecastsAt(std::size_t length)
{
    std::vector<Path> paths;
    paths.reserve(m_candidates.size());
    addSmooth(paths, length);
    addSeasonal(paths, length);
    for (const Regression &one : m_regressions)
        paths.push_back(one.regression->forecast(length));
    for (std::size_t i = 0; i < paths.size(); ++i)
        paths[i] = plainOf(std::move(paths[i]), m_candidates[i].onLogarithms, length);
    return paths;
}

void CandidateSet::addSmooth(std::vector<Path> &paths, std::size_t length)
{
    const auto plain = m_values.first(length);
    const auto scaled = m_scaled.first(length);
    paths.push_back(drift(plain, m_horizon));
    paths.push_back(m_trend.to(plain).forecast(m_horizon));
    paths.push_back(m_damped.to(plain).forecast(m_horizon));
    const Smoothing level = m_level.to(scaled);
    paths.push_back(level.forecast(m_horizon));
    paths.push_back(thetaForecast(level, fitLine(scaled).slope, length, m_horizon));
    if (!m_logarithms.empty()) {
        paths.push_back(m_scaledDamped.to(scaled).forecast(m_horizon));
        paths.push_back(drift(scaled, m_horizon));
    }
}

void CandidateSet::addSeasonal(std::vector<Path> &paths, std::size_t length)
{
    if (!m_harmonics)
        return;
    const auto scaled = m_scaled.first(length);
    paths.push_back(seasonalMovement(scaled, m_seasons.period(), m_horizon));
    const SeasonalPattern pattern = m_harmonics->at(length);
    const std::vector<double> below = difference(scaled, pattern.past);
    const Smoothing level = m_levelBelowSeason.to(below);
    paths.push_back(
        sum(thetaForecast(level, fitLine(below).slope, length, m_horizon), pattern.ahead));
    paths.push_back(sum(m_dampedBelowSeason.to(below).forecast(m_horizon), pattern.ahead));
}

// Back in the unit of the series, and not so far out that nothing of the past speaks for it: an
// unlucky regression must not spoil the combination.
Path CandidateSet::plainOf(Path path, bool onLogarithms, std::size_t length) const
{
    const auto known = (onLogarithms ? m_scaled : m_values).first(length);
    const auto [least, most] = std::ranges::minmax(known);
    const double room = 3 * (most - least);
    for (double &value : path) {
        value = std::isfinite(value) ? std::clamp(value, least - room, most + room) : known.back();
        if (onLogarithms)
            value = std::exp(value);
        else if (!m_logarithms.empty())
            value = std::max(value, std::ranges::min(m_values.first(length)) / 10);
    }
    return path;
}

} // namespace Orion::Forecast
