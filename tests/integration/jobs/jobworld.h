#pragma once

#include "services/jobs/joblist.h"
#include "services/jobs/jobrunner.h"
#include "tests/integration/usage/usageworld.h"
#include "tests/support/manualclock.h"
#include "tests/support/scriptedstripe.h"

namespace Orion
{

// A database of its own, a companion's session on it, and a clock that stands at usageNow: the 15th
// of June 2026, noon.
class JobWorld
{
public:
    JobWorld();

    // Runs one of the product's jobs, as if somebody had asked for it; each run a second later.
    JobReport run(const QString &job);

    JobReport run(const Job &job, const QDateTime &scheduledFor, const QString &requestedBy = {});

    QString value(const QString &sql, const QVariantList &arguments = {})
    {
        return database.value(sql, arguments);
    }
    void execute(const QString &sql, const QVariantList &arguments = {});

    // As many vendors in the local trial of the tier Essential, with up-to-date statistics.
    void addTrials(int count, const QDateTime &periodStart, const QDateTime &endsAt);

    // "succeeded 2, lost 1": the ledger of all jobs, or of one.
    QString ledger(const QString &job = {});

    TestDatabase database;
    ManualClock clock{usageNow};
    ScriptedStripe stripe;
    std::unique_ptr<Session> companion;
    bool isStopping = false;
    std::set<Topic> changed; // what the jobs have told

    JobSurroundings surroundings();
};

// A time in UTC, from "2026-02-28T10:00".
QDateTime utc(const char *text);

} // namespace Orion
