#include "models/domain/infrastructure.h"

#include <array>

namespace Orion
{

std::span<const InfrastructureStep> infrastructureSteps()
{
    static constexpr std::array<InfrastructureStep, 6> steps{{
        {"Starter", 0, 50, "1-50", "2", "4GB", "100GB", "SQLite", "€30"},
        {"Small", 50, 100, "50-100", "4", "8GB", "250GB", "PostgreSQL", "€80"},
        {"Medium", 100, 300, "100-300", "4", "16GB", "500GB", "PostgreSQL", "€150"},
        {"Large", 300, 500, "300-500", "8", "32GB", "1TB", "PostgreSQL + Redis", "€350"},
        {"Scale", 500, 1000, "500-1000", "16", "64GB", "2TB", "PostgreSQL + Redis", "€700"},
        {"Cluster", 1000, std::nullopt, "1000+", "32+", "128GB+", "4TB+", "PostgreSQL cluster",
         "€1,500+"},
    }};
    return steps;
}

std::size_t infrastructureStepFor(qint64 clients)
{
    const auto steps = infrastructureSteps();
    std::size_t step = 0;
    while (steps[step].untilClients && clients >= *steps[step].untilClients)
        ++step;
    return step;
}

} // namespace Orion
