#include "services/jobs/jobcontext.h"

#include "services/platform/clock.h"

namespace Orion
{

namespace
{

constexpr std::chrono::seconds lookEvery{1};

const QString progressSql = QStringLiteral(R"(
update billing.job_runs set processed = ?
where id = ? and attempt = ? and state = 'running' and pg_backend_pid() = ?)");

} // namespace

JobContext::JobContext(Session &session, const JobSurroundings &surroundings, JobRun &run,
                       qint64 backend)
    : m_session(session)
    , m_surroundings(surroundings)
    , m_run(run)
    , m_backend(backend)
    , m_looked(std::chrono::steady_clock::now())
{}

QDateTime JobContext::now() const
{
    return m_surroundings.clock.now();
}

QString JobContext::actor() const
{
    return m_run.requestedBy.isEmpty() ? QStringLiteral("job") : m_run.requestedBy;
}

Result<void> JobContext::progress(qint64 processed)
{
    if (isStopping())
        return fail(ErrorCode::Cancelled, QStringLiteral("The program is ending."));
    const auto noted =
        m_session.execute(progressSql, {processed, m_run.id, m_run.attempt, m_backend});
    if (!noted)
        return fail(noted.error());
    if (*noted == 0)
        return fail(ErrorCode::Cancelled,
                    QStringLiteral("The connection to the database was lost meanwhile."));
    m_run.processed = processed;
    return {};
}

bool JobContext::hasToStop(qint64 processed)
{
    if (isStopping())
        return true;
    const auto now = std::chrono::steady_clock::now();
    if (now - m_looked < lookEvery)
        return false;
    m_looked = now;
    return !progress(processed);
}

bool JobContext::isStopping() const
{
    return m_surroundings.isStopping && m_surroundings.isStopping();
}

void JobContext::changed(const std::set<Topic> &topics) const
{
    if (m_surroundings.changed)
        m_surroundings.changed(topics);
}

} // namespace Orion
