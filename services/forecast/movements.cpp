#include "services/forecast/movements.h"

#include <algorithm>

namespace Orion::Forecast
{

namespace
{

constexpr Eigen::Index longestLearning = 1200; // values; older ones are of another time
constexpr Eigen::Index leastLearning = 10;
constexpr Eigen::Index longLearning = 150;
constexpr Eigen::Index fewMore = 10;

} // namespace

MovementRegression::MovementRegression(std::span<const double> values, int longestLag, int horizon,
                                       double penalty)
    : m_values(values)
    , m_lags(longestLag)
    , m_horizon(horizon)
    , m_penalty(penalty)
    , m_first(std::max<Eigen::Index>(longestLag,
                                     Eigen::Index(values.size()) - 1 - horizon - longestLearning))
    , m_next(m_first)
    , m_squares(Eigen::MatrixXd::Zero(longestLag, longestLag))
    , m_products(Eigen::MatrixXd::Zero(longestLag, horizon))
{}

Eigen::RowVectorXd MovementRegression::distancesAt(Eigen::Index index) const
{
    Eigen::RowVectorXd distances(m_lags);
    const double present = m_values[std::size_t(index)];
    for (int lag = 1; lag <= m_lags; ++lag)
        distances(lag - 1) = m_values[std::size_t(index - lag)] - present;
    return distances;
}

void MovementRegression::learnUntil(std::size_t length)
{
    const Eigen::Index rows = Eigen::Index(length) - m_horizon - m_next;
    if (rows <= 0)
        return;
    Eigen::MatrixXd distances(rows, m_lags);
    Eigen::MatrixXd movements(rows, m_horizon);
    for (Eigen::Index row = 0; row < rows; ++row, ++m_next) {
        distances.row(row) = distancesAt(m_next);
        for (int step = 0; step < m_horizon; ++step)
            movements(row, step) =
                m_values[std::size_t(m_next + 1 + step)] - m_values[std::size_t(m_next)];
    }
    m_squares.selfadjointView<Eigen::Lower>().rankUpdate(distances.transpose());
    m_products.noalias() += distances.transpose() * movements;
}

// Of many values a few more hardly change the squares, and a solver for many lags costs much.
void MovementRegression::prepareSolver()
{
    const bool isLong = m_next - m_first > longLearning;
    if (m_solvedTo > 0 && isLong && m_next - m_solvedTo < fewMore)
        return;
    Eigen::MatrixXd squares = m_squares;
    squares.diagonal().array() += m_penalty * m_squares.trace() / m_lags;
    m_solver.compute(squares);
    m_solvedTo = m_next;
}

std::vector<double> MovementRegression::forecast(std::size_t length)
{
    learnUntil(length);
    const double present = m_values[length - 1];
    std::vector<double> path(std::size_t(m_horizon), present);
    const double size = m_squares.trace() / m_lags;
    if (m_next - m_first < leastLearning || size <= 0)
        return path;
    prepareSolver();
    // The forecast needs the weights at one place only: solved for that instead of every step.
    const Eigen::VectorXd place = distancesAt(Eigen::Index(length) - 1).transpose();
    const Eigen::VectorXd solved = m_solver.solve(place);
    Eigen::Map<Eigen::VectorXd>(path.data(), m_horizon) += m_products.transpose() * solved;
    return path;
}

} // namespace Orion::Forecast
