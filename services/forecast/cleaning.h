#pragma once

#include <span>
#include <vector>

// What is mended in a history before anything is learned from it.
namespace Orion::Forecast
{

struct History
{
    std::vector<double> values; // without gaps, outliers and jumps
    int missing = 0;
    int outliers = 0;
    int lastShift = -1; // the index of the first value after the last lasting jump; -1: none
};

// Values with NaN for what is missing. Gaps at both ends are cut off; inside, a straight line fills
// them, or, where the neighbours one period away are known, what those say. Periods below 2: no
// season.
History mendedHistory(std::span<const double> values, int period);

// The parts of it.
std::vector<double> filled(std::span<const double> values, int period);
int replaceOutliers(std::vector<double> &values, int period);
int takeBackShifts(std::vector<double> &values, int period);

} // namespace Orion::Forecast
