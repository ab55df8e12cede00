#pragma once

#include "models/domain/result.h"

namespace Orion
{

class JobContext;

// What a run has to say of itself when it succeeded.
struct JobOutcome
{
    qint64 processed = 0; // rows, events, subscriptions: what the job is about
    QString message;      // a sentence
};

// A job as data. Each is safe to be killed and to run again.
struct Job
{
    QString name;
    QString summary;  // a sentence
    QString schedule; // as cron writes it, in UTC, unless the configuration says something else
    int jitter = 0;   // seconds: it begins at most so long after its time
    bool needsStripe = false;
    Result<JobOutcome> (*run)(JobContext &context) = nullptr;
};

} // namespace Orion
