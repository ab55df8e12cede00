#include "app/companion/jobscheduler.h"

#include "services/platform/clock.h"
#include "services/stripe/client/stripeapi.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcJobs, "orion.jobs")

constexpr std::chrono::seconds lookForLostEvery{60};
constexpr qint64 confirmSeconds = 3600; // a day without it retires a job

} // namespace

JobScheduler::JobScheduler(ConnectionSettings database, std::vector<JobPlan> plans,
                           StripeApi &stripe, const Clock &clock, Metrics &metrics, Changed changed,
                           std::chrono::milliseconds tick)
    : m_database(std::move(database))
    , m_stripe(stripe)
    , m_clock(clock)
    , m_metrics(metrics)
    , m_changed(std::move(changed))
    , m_tick(tick)
    , m_plans(std::move(plans))
    , m_thread([this] { work(); })
{}

JobScheduler::~JobScheduler()
{
    stop();
}

void JobScheduler::cancel()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
}

void JobScheduler::stop()
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
}

void JobScheduler::work()
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion jobs"));
    do {
        if (const auto looked = look(*session); !looked)
            noteFailure(looked.error());
        else
            m_lastFailure.clear();
    } while (waitForNext());
}

bool JobScheduler::waitForNext()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, m_tick, [this] { return m_stopping.load(); });
    return !m_stopping;
}

Result<void> JobScheduler::look(Session &session)
{
    if (!m_announced) {
        if (const auto announced = announcePlans(session, m_plans, m_clock.now()); !announced)
            return announced;
        m_announced = true;
    }
    if (const auto confirmed = confirm(session); !confirmed)
        return confirmed;
    if (const auto looked = lookForLost(session); !looked)
        return looked;
    if (const auto ran = runWhatIsRequested(session); !ran)
        return ran;
    return runWhatIsDue(session);
}

Result<void> JobScheduler::confirm(Session &session)
{
    const QDateTime now = m_clock.now();
    if (m_confirmed.isValid() && now >= m_confirmed && now < m_confirmed.addSecs(confirmSeconds))
        return {};
    const auto retired = confirmPlans(session, m_plans, now);
    if (!retired)
        return fail(retired.error());
    m_confirmed = now;
    if (*retired > 0)
        m_changed({Topic::Jobs});
    return {};
}

Result<void> JobScheduler::lookForLost(Session &session)
{
    const auto now = std::chrono::steady_clock::now();
    if (m_lookedForLost.time_since_epoch().count() != 0 && now - m_lookedForLost < lookForLostEvery)
        return {};
    const auto lost = findLostRuns(session, m_clock.now());
    if (!lost)
        return fail(lost.error());
    m_lookedForLost = now;
    for (const QString &job : *lost)
        qCWarning(lcJobs).noquote() << "A run of" << job << "was lost with its companion.";
    if (!lost->isEmpty())
        m_changed({Topic::Jobs});
    return {};
}

// Without a key what needs Stripe waits for a companion that has one.
bool JobScheduler::canRun(const Job &job) const
{
    return !m_stopping && (!job.needsStripe || m_stripe.isConfigured());
}

Result<JobReport> JobScheduler::run(Session &session, const Job &job, const QDateTime &scheduledFor,
                                    const QString &requestedBy)
{
    const JobSurroundings surroundings{m_stripe, m_clock, [this] { return m_stopping.load(); },
                                       m_changed};
    const auto report = runJob(session, job, scheduledFor, requestedBy, surroundings);
    if (report && report->turn == JobTurn::Ran)
        note(*report);
    return report;
}

// The ledger has a row for each already, by which only one companion runs it.
Result<void> JobScheduler::runWhatIsRequested(Session &session)
{
    const auto requests = requestedRuns(session);
    if (!requests)
        return fail(requests.error());
    for (const JobRun &request : *requests) {
        for (const JobPlan &plan : m_plans) {
            if (plan.job.name != request.job || !canRun(plan.job))
                continue;
            const auto ran = run(session, plan.job, request.scheduledFor, request.requestedBy);
            if (!ran)
                return fail(ran.error());
        }
    }
    return {};
}

Result<void> JobScheduler::runWhatIsDue(Session &session)
{
    for (const JobPlan &plan : m_plans) {
        const auto due = dueTime(plan, m_clock.now());
        if (!due || m_settled.value(plan.job.name) == *due || !canRun(plan.job))
            continue;
        const auto report = run(session, plan.job, *due, {});
        if (!report)
            return fail(report.error());
        // A lost run is begun again at the next look.
        if (report->turn == JobTurn::Settled ||
            (report->turn == JobTurn::Ran && report->state != JobRunState::Lost))
            m_settled.insert(plan.job.name, *due);
    }
    return {};
}

void JobScheduler::note(const JobReport &report)
{
    m_metrics
        .counter("orion_job_runs_total", "Runs of background jobs, by outcome.",
                 {{"job", report.run.job.toUtf8()}, {"outcome", report.run.state.toUtf8()}})
        .add();
    const qint64 took = report.run.startedAt.msecsTo(report.run.finishedAt);
    if (report.state == JobRunState::Succeeded)
        qCInfo(lcJobs).noquote() << report.run.job << "for"
                                 << report.run.scheduledFor.toString(Qt::ISODate) << "took" << took
                                 << "ms:" << report.run.message;
    else if (!m_stopping)
        qCWarning(lcJobs).noquote()
            << report.run.job << "for" << report.run.scheduledFor.toString(Qt::ISODate)
            << report.run.state + u':' << report.run.message
            << (report.error ? report.error->detail : QString());
    m_changed({Topic::Jobs});
}

void JobScheduler::noteFailure(const Error &error)
{
    if (error.message == m_lastFailure)
        return;
    m_lastFailure = error.message;
    qCWarning(lcJobs).noquote() << "Jobs cannot run now:" << error.message << error.detail;
}

} // namespace Orion
