#include "app/sandbox/live/liveplatform.h"

#include "app/sandbox/live/happenings.h"

namespace Orion::Sandbox
{

LivePlatform::LivePlatform(State &state, std::optional<quint64> seed)
    : m_state(state)
    , m_dice(seed)
{}

QString LivePlatform::step()
{
    const std::vector<Happening> &all = happenings();
    quint64 weights = 0;
    for (const Happening &happening : all)
        weights += happening.weight;
    quint64 roll = m_dice.below(weights);
    std::size_t chosen = 0;
    while (roll >= all.at(chosen).weight) {
        roll -= all.at(chosen).weight;
        ++chosen;
    }
    // When it cannot happen to anybody, the next one in the table is tried.
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Happening &happening = all.at((chosen + i) % all.size());
        if (happening.happen(m_state, m_dice))
            return happening.name;
    }
    return {};
}

} // namespace Orion::Sandbox
