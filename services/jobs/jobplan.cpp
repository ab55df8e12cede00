#include "services/jobs/jobplan.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSysInfo>

#include <algorithm>

namespace Orion
{

namespace
{

// A clock that was wrong once must not keep the job away until it would be right.
const QString announceSql = QStringLiteral(R"(
insert into billing.job_schedules as s (job, schedule, since, updated_at, host)
values (?, ?, ?, ?, ?)
on conflict (job) do update set
    since = case when s.schedule is not distinct from excluded.schedule and s.retired_at is null
                 then least(s.since, excluded.since) else excluded.since end,
    schedule = excluded.schedule, updated_at = excluded.updated_at, host = excluded.host,
    retired_at = null
returning since)");

// Others may know jobs that we do not: a companion of another version. They confirm theirs as
// often.
constexpr qint64 unconfirmedSeconds = 86'400;
const QString confirmSql = QStringLiteral(R"(
update billing.job_schedules set updated_at = ?, retired_at = null
where job in (select json_array_elements_text(?::json)))");
const QString retireSql = QStringLiteral(R"(
update billing.job_schedules set retired_at = ? where retired_at is null and updated_at < ?)");

QVariant orNull(const std::optional<CronSchedule> &schedule)
{
    return schedule ? QVariant(schedule->text()) : QVariant(QMetaType::fromType<QString>());
}

} // namespace

Result<std::vector<JobPlan>> planJobs(std::span<const Job> jobs,
                                      const QHash<QString, QString> &configured)
{
    for (auto it = configured.begin(); it != configured.end(); ++it) {
        if (std::ranges::none_of(jobs, [&](const Job &job) { return job.name == it.key(); }))
            return fail(ErrorCode::ConfigurationInvalid,
                        QStringLiteral("ORION_JOB_%1: there is no job %2.")
                            .arg(it.key().toUpper(), it.key()));
    }
    std::vector<JobPlan> plans;
    for (const Job &job : jobs) {
        JobPlan plan{job, std::nullopt, {}};
        const QString text = configured.value(job.name, job.schedule);
        if (text != QLatin1String("off")) {
            const auto schedule = CronSchedule::parse(text);
            if (!schedule)
                return fail(schedule.error());
            plan.schedule = *schedule;
        }
        plans.push_back(plan);
    }
    return plans;
}

Result<void> announcePlans(Session &session, std::vector<JobPlan> &plans, const QDateTime &now)
{
    for (JobPlan &plan : plans) {
        const auto since = session.selectOne(
            announceSql,
            {plan.job.name, orNull(plan.schedule), now, now, QSysInfo::machineHostName()},
            [](const Row &row) { return row.time(0); });
        if (!since)
            return fail(since.error());
        plan.since = since->value_or(now);
    }
    return {};
}

Result<qint64> confirmPlans(Session &session, const std::vector<JobPlan> &plans,
                            const QDateTime &now)
{
    QJsonArray names;
    for (const JobPlan &plan : plans)
        names.append(plan.job.name);
    const auto confirmed = session.execute(
        confirmSql, {now, QString::fromUtf8(QJsonDocument(names).toJson(QJsonDocument::Compact))});
    if (!confirmed)
        return confirmed;
    return session.execute(retireSql, {now, now.addSecs(-unconfirmedSeconds)});
}

Result<QHash<QString, QString>> announcedSchedules(Session &session)
{
    QHash<QString, QString> schedules;
    const auto read = session.forEach(
        QStringLiteral("select job, coalesce(schedule, 'off') from billing.job_schedules"), {},
        [&](const Row &row) {
            schedules.insert(row.text(0), row.text(1));
            return true;
        });
    return read ? Result<QHash<QString, QString>>(schedules) : fail(read.error());
}

std::optional<QDateTime> dueTime(const JobPlan &plan, const QDateTime &now)
{
    if (!plan.schedule)
        return std::nullopt;
    const QDateTime last = plan.schedule->lastUntil(now);
    if (!last.isValid() || last <= plan.since || last.addSecs(jitterSeconds(plan, last)) > now)
        return std::nullopt;
    return last;
}

// Drawn from the name and the time. Never so long that the next time comes first.
qint64 jitterSeconds(const JobPlan &plan, const QDateTime &scheduledFor)
{
    if (!plan.schedule || plan.job.jitter <= 0)
        return 0;
    const qint64 between = scheduledFor.secsTo(plan.schedule->nextAfter(scheduledFor));
    const qint64 most = std::min<qint64>(plan.job.jitter, between / 4);
    const QByteArray drawn = QCryptographicHash::hash(
        plan.job.name.toUtf8() + QByteArray::number(scheduledFor.toSecsSinceEpoch()),
        QCryptographicHash::Sha256);
    const auto number = quint64(quint8(drawn[0])) << 16 | quint64(quint8(drawn[1])) << 8 |
                        quint64(quint8(drawn[2]));
    return qint64(number % quint64(most + 1));
}

} // namespace Orion
