#pragma once

#include <QString>

#include <optional>
#include <span>

namespace Orion
{

// A row of the scaling table: what a platform of so many clients runs on.
struct InfrastructureStep
{
    const char *name;
    int fromClients;                 // this many already need it
    std::optional<int> untilClients; // this many need the next one; nothing: the last step
    const char *clients;             // as the table has it: "100-300"
    const char *vcpu;
    const char *ram;
    const char *storage;
    const char *database;
    const char *monthlyCost;
};

// The table, the smallest step first.
std::span<const InfrastructureStep> infrastructureSteps();

// The step that so many clients need, by its place in the table. Clients are vendors with a live
// subscription.
std::size_t infrastructureStepFor(qint64 clients);

} // namespace Orion
