#pragma once

#include <Eigen/Cholesky>

#include <span>
#include <vector>

namespace Orion::Forecast
{

// How far the values move from the present one within 1, 2, … steps, by a linear regression of each
// such movement on how far the values before lay from it ("direct" forecasts; M. Marcellino,
// J. H. Stock and M. W. Watson, "A comparison of direct and iterated multistep AR methods", Journal
// of Econometrics 135 (2006)). With lags over a whole season it learns seasons that no fixed
// pattern shows. A ridge draws it towards "nothing moves" (A. E. Hoerl and R. W. Kennard, "Ridge
// regression", Technometrics 12 (1970)), the more the fewer the values are. Refers to the values,
// which have to outlive it; one thread at a time.
class MovementRegression
{
public:
    // Lags from 1 to longestLag. The penalty is a share of the regressors' mean square.
    MovementRegression(std::span<const double> values, int longestLag, int horizon, double penalty);

    // From the first `length` values alone. Asked for growing lengths, so that what was learned
    // from fewer values is kept. The present value stays where there is too little to learn from.
    std::vector<double> forecast(std::size_t length);

private:
    void learnUntil(std::size_t length);
    void prepareSolver();
    Eigen::RowVectorXd distancesAt(Eigen::Index index) const;

    std::span<const double> m_values;
    int m_lags;
    int m_horizon;
    double m_penalty;
    Eigen::Index m_first;       // the first value that was learned from
    Eigen::Index m_next;        // the next one to learn from
    Eigen::MatrixXd m_squares;  // lower half: the regressors with each other
    Eigen::MatrixXd m_products; // the regressors with the movements
    Eigen::LLT<Eigen::MatrixXd> m_solver;
    Eigen::Index m_solvedTo = 0; // m_next when the solver was made
};

} // namespace Orion::Forecast
