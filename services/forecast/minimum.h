#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace Orion::Forecast
{

// Where a function is smallest, near to where the search starts: the simplex of Nelder and Mead,
// "A simplex method for function minimization", The Computer Journal 7 (1965). It needs no
// derivatives, and for the two or three parameters of a smoothing it is quick. Always takes the
// same way for the same function. Dimensions: how many parameters; evaluate(const std::array &) ->
// double.
template <std::size_t Dimensions>
class Simplex
{
public:
    using Place = std::array<double, Dimensions>;

    Simplex(const Place &start, double step)
        : m_step(step)
    {
        m_corners.fill({start, 0});
    }

    template <typename Function>
    Place minimise(const Function &evaluate, int rounds, double tolerance)
    {
        for (std::size_t i = 0; i < m_corners.size(); ++i) {
            if (i > 0)
                m_corners[i].place[i - 1] += m_step;
            m_corners[i].value = evaluate(m_corners[i].place);
        }
        for (int round = 0; round < rounds; ++round) {
            sort();
            const double spread = worst().value - best().value;
            if (spread <= tolerance * (best().value + tolerance))
                break;
            improve(evaluate);
        }
        sort();
        return best().place;
    }

private:
    struct Corner
    {
        Place place{};
        double value = 0;
    };

    Corner &best() { return m_corners.front(); }
    Corner &worst() { return m_corners.back(); }

    void sort()
    {
        std::stable_sort(m_corners.begin(), m_corners.end(),
                         [](const Corner &a, const Corner &b) { return a.value < b.value; });
    }

    // On the line from the worst corner through the middle of the others, so far behind it.
    Place beyond(double distance)
    {
        Place place{};
        for (std::size_t j = 0; j < Dimensions; ++j) {
            double middle = 0;
            for (std::size_t i = 0; i < Dimensions; ++i)
                middle += m_corners[i].place[j] / double(Dimensions);
            place[j] = middle + distance * (middle - worst().place[j]);
        }
        return place;
    }

    template <typename Function>
    void improve(const Function &evaluate)
    {
        const auto tried = [&](double distance) {
            const Place place = beyond(distance);
            return Corner{place, evaluate(place)};
        };
        const Corner reflected = tried(1);
        if (reflected.value < best().value) {
            const Corner expanded = tried(2);
            worst() = expanded.value < reflected.value ? expanded : reflected;
            return;
        }
        if (reflected.value < m_corners[Dimensions - 1].value) {
            worst() = reflected;
            return;
        }
        const Corner contracted = tried(-0.5);
        if (contracted.value < worst().value) {
            worst() = contracted;
            return;
        }
        for (std::size_t i = 1; i < m_corners.size(); ++i) {
            for (std::size_t j = 0; j < Dimensions; ++j)
                m_corners[i].place[j] = (m_corners[i].place[j] + best().place[j]) / 2;
            m_corners[i].value = evaluate(m_corners[i].place);
        }
    }

    std::array<Corner, Dimensions + 1> m_corners{};
    double m_step;
};

} // namespace Orion::Forecast
