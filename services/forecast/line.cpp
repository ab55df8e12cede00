#include "services/forecast/line.h"

namespace Orion::Forecast
{

Line fitLine(std::span<const double> values)
{
    const double count = double(values.size());
    const double middle = (count - 1) / 2;
    double mean = 0;
    for (const double value : values)
        mean += value / count;
    double products = 0;
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double offset = double(i) - middle;
        products += offset * (values[i] - mean);
        squares += offset * offset;
    }
    const double slope = squares > 0 ? products / squares : 0;
    return {.intercept = mean - slope * middle, .slope = slope};
}

} // namespace Orion::Forecast
