#pragma once

#include "services/database/changes.h"
#include "services/jobs/job.h"
#include "services/jobs/ledger.h"

#include <chrono>
#include <functional>

namespace Orion
{

class Clock;
class StripeApi;

// What surrounds the jobs of a program. Outlives the run.
struct JobSurroundings
{
    StripeApi &stripe;
    const Clock &clock;
    std::function<bool()> isStopping;                     // may be empty
    std::function<void(const std::set<Topic> &)> changed; // may be empty
};

// What a job works with. Lives on the stack of runJob(), which holds the job's lock by the session.
class JobContext
{
public:
    JobContext(Session &session, const JobSurroundings &surroundings, JobRun &run, qint64 backend);

    Session &session() { return m_session; }
    StripeApi &stripe() const { return m_surroundings.stripe; }
    const Clock &clock() const { return m_surroundings.clock; }
    QDateTime now() const;
    const QString &name() const { return m_run.job; }

    // On whose behalf, as changes and audit say it: "job", or who asked for the run.
    QString actor() const;

    // Notes how far the run has got, and sees to it that it still is the one: its row is locked
    // until the transaction ends, so that what a batch does is done by one run only. Errors:
    // Cancelled when somebody asked for that or the program is ending, or when the connection that
    // had the lock was lost.
    Result<void> progress(qint64 processed);

    // The same for code that can be stopped, but not told why: at most once a second.
    bool hasToStop(qint64 processed);

    bool isStopping() const;                           // the program is
    bool isCancelled() const { return m_isCancelled; } // somebody asked for it, as progress() saw
    void changed(const std::set<Topic> &topics) const;

private:
    Session &m_session;
    const JobSurroundings &m_surroundings;
    JobRun &m_run;
    const qint64 m_backend; // of the connection that has the lock
    std::chrono::steady_clock::time_point m_looked;
    bool m_isCancelled = false;
};

} // namespace Orion
