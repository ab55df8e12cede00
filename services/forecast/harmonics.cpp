#include "services/forecast/harmonics.h"

#include "services/forecast/statistics.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace Orion::Forecast
{

namespace
{

constexpr int mostWaves = 8; // a cycle; more follow the noise
constexpr int cyclesKept = 10;
constexpr double ridgeShare = 0.05; // of a cycle's values

int wavesOf(double cycle)
{
    return std::clamp(int(cycle / 2), 1, mostWaves);
}

} // namespace

Harmonics::Harmonics(std::span<const double> values, std::vector<double> cycles, int horizon)
    : m_values(values)
    , m_cycles(std::move(cycles))
    , m_horizon(horizon)
    , m_window(int(std::lround(std::ranges::max(m_cycles))))
{
    m_detrended = centredMeans(values, m_window);
    for (std::size_t i = 0; i < values.size(); ++i)
        m_detrended[i] = values[i] - m_detrended[i];

    int columns = 0;
    for (const double cycle : m_cycles)
        columns += 2 * wavesOf(cycle);
    m_waves.resize(Eigen::Index(values.size()) + horizon, columns);
    m_ridge.resize(columns);
    int column = 0;
    for (const double cycle : m_cycles) {
        for (int wave = 1; wave <= wavesOf(cycle); ++wave, column += 2) {
            m_ridge.segment(column, 2).setConstant(ridgeShare * cycle);
            for (Eigen::Index i = 0; i < m_waves.rows(); ++i) {
                const double angle = 2 * std::numbers::pi * wave * double(i) / cycle;
                m_waves(i, column) = std::sin(angle);
                m_waves(i, column + 1) = std::cos(angle);
            }
        }
    }
}

SeasonalPattern Harmonics::at(std::size_t length) const
{
    SeasonalPattern pattern;
    pattern.past.assign(length, 0);
    pattern.ahead.assign(std::size_t(m_horizon), 0);
    const auto half = Eigen::Index(m_window / 2);
    const auto end = Eigen::Index(length) - half; // from here on the mean would look ahead
    const Eigen::Index begin = std::max(half, Eigen::Index(length) - cyclesKept * m_window);
    const Eigen::Index count = end - begin;
    if (Eigen::Index(length) < 2 * m_window || count <= m_waves.cols())
        return pattern;

    const auto waves = m_waves.middleRows(begin, count);
    const Eigen::Map<const Eigen::VectorXd> target(m_detrended.data() + begin, count);
    Eigen::MatrixXd products = waves.transpose() * waves;
    products.diagonal() += m_ridge;
    const Eigen::VectorXd weights = products.ldlt().solve(waves.transpose() * target);

    const double left = (target - waves * weights).squaredNorm();
    const double whole = target.squaredNorm();
    if (whole > 0) {
        const double byChance = double(count) / double(count - m_waves.cols());
        pattern.explained = 1 - left / whole * byChance;
    }
    Eigen::Map<Eigen::VectorXd>(pattern.past.data(), Eigen::Index(length)) =
        m_waves.topRows(Eigen::Index(length)) * weights;
    Eigen::Map<Eigen::VectorXd>(pattern.ahead.data(), m_horizon) =
        m_waves.middleRows(Eigen::Index(length), m_horizon) * weights;
    return pattern;
}

} // namespace Orion::Forecast
