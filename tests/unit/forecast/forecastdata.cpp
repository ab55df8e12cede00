#include "tests/unit/forecast/forecastdata.h"

#include <cmath>
#include <numbers>

namespace Orion
{

double Noise::next()
{
    m_state = m_state * 1664525U + 1013904223U;
    return double(m_state >> 8) / double(1U << 23) - 1;
}

std::vector<double> madeSeries(int count, const SeriesShape &shape)
{
    Noise noise(1);
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        values.push_back(shape.level + shape.slope * i +
                         shape.wave * std::sin(2 * std::numbers::pi * i / shape.period) +
                         shape.noise * noise.next());
    return values;
}

} // namespace Orion
