#pragma once

#include <cstdint>
#include <vector>

// Series that the tests of the forecast share.
namespace Orion
{

// Numbers that look like chance and are the same on every machine, from -1 to 1.
class Noise
{
public:
    explicit Noise(std::uint32_t seed)
        : m_state(seed)
    {}
    double next();

private:
    std::uint32_t m_state;
};

// level + slope * i, with a wave of the period and noise of these sizes.
struct SeriesShape
{
    double level = 100;
    double slope = 0;
    double wave = 0;
    int period = 7;
    double noise = 0;
};
std::vector<double> madeSeries(int count, const SeriesShape &shape);

} // namespace Orion
