#pragma once

#include <span>
#include <vector>

// Small robust statistics. All take finite values.
namespace Orion::Forecast
{

// 0 of nothing.
double mean(std::span<const double> values);

double median(std::vector<double> values);

// The share of 0 to 1 of the values that lies at or below the answer, between two of them by their
// distance. 0 of nothing.
double quantile(std::vector<double> values, double share);

// The same of values that are in order already.
double sortedQuantile(std::span<const double> values, double share);

// The standard deviation that a normal distribution with this median of the absolute deviations
// from the median would have: hardly moved by outliers.
double robustDeviation(std::span<const double> values);

// From each value to the next; one fewer than values.
std::vector<double> steps(std::span<const double> values);

// The mean of the values around each one over a whole season, half of each end where its length is
// even. NaN where there are not enough on both sides.
std::vector<double> centredMeans(std::span<const double> values, int length);

} // namespace Orion::Forecast
