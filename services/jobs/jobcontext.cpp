#include "services/jobs/jobcontext.h"

#include "services/platform/clock.h"

namespace Orion
{

namespace
{

constexpr std::chrono::seconds lookEvery{1};

const QString progressSql = QStringLiteral(R"(
update billing.job_runs set processed = ?
where id = ? and attempt = ? and state = 'running' and pg_backend_pid() = ?
returning cancel_requested_by)");

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
    const auto cancelledBy =
        m_session.selectOne(progressSql, {processed, m_run.id, m_run.attempt, m_backend},
                            [](const Row &row) { return row.text(0); });
    if (!cancelledBy)
        return fail(cancelledBy.error());
    if (!*cancelledBy)
        return fail(ErrorCode::Cancelled,
                    QStringLiteral("The connection to the database was lost meanwhile."));
    m_run.processed = processed;
    m_isCancelled = !(*cancelledBy)->isEmpty();
    if (m_isCancelled)
        return fail(ErrorCode::Cancelled, QStringLiteral("Cancelled by %1.").arg(**cancelledBy));
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
