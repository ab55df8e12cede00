#pragma once

#include "services/database/migrator.h"
#include "services/platform/clock.h"
#include "services/platform/configuration.h"

namespace Orion
{
class StripeApi;
}

namespace Orion::Doctor
{

enum class Level
{
    Ok,
    Warning,
    Problem
};

// One line of the doctor's report.
struct Finding
{
    Level level = Level::Ok;
    QString subject;  // "database", "listen address"
    QString sentence; // how it is, and what to do if it is not good
};

using Findings = std::vector<Finding>;

// What the configuration says and what is missing in it.
Findings checkConfiguration(const LoadedConfiguration &configuration);

// This computer: text encoding, the programs and the folder of the embedded database, files with
// secrets that others may read.
Findings checkMachine(const ConfigurationSources &sources);

// Whether Stripe, whose address is given for the report, answers to the key.
Finding checkStripe(StripeApi &stripe, const QUrl &base);

// Whether the companion could listen there.
Finding checkListenAddress(const ListenAddress &address);

// An open session: version, encoding, schema, rights, durability, clock.
Findings checkDatabase(Session &session, const Migrator &migrator, const Clock &clock);

} // namespace Orion::Doctor
