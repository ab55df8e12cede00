#include "tests/integration/jobs/jobworld.h"

namespace Orion
{

JobWorld::JobWorld()
    : companion(database.open(QStringLiteral("orion_companion")))
{}

JobSurroundings JobWorld::surroundings()
{
    return {
        stripe, clock, [this] { return isStopping; },
        [this](const std::set<Topic> &topics) { changed.insert(topics.begin(), topics.end()); }};
}

JobReport JobWorld::run(const QString &job)
{
    const Job *found = findJob(job);
    if (!found)
        qFatal("there is no job %s", qPrintable(job));
    clock.advanceSeconds(1);
    return run(*found, clock.now(), QStringLiteral("cli:alice"));
}

JobReport JobWorld::run(const Job &job, const QDateTime &scheduledFor, const QString &requestedBy)
{
    const auto report = runJob(*companion, job, scheduledFor, requestedBy, surroundings());
    if (!report)
        qFatal("%s %s", qPrintable(report.error().message), qPrintable(report.error().detail));
    return *report;
}

void JobWorld::execute(const QString &sql, const QVariantList &arguments)
{
    const auto done = database.session().execute(sql, arguments);
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
}

void JobWorld::addTrials(int count, const QDateTime &periodStart, const QDateTime &endsAt)
{
    execute(QStringLiteral("with v as (insert into billing.vendors (vendor_code, name, email) "
                           "select 'many-' || i, 'Many', 'a@b.example' from generate_series(1, ?) "
                           "i returning id) insert into billing.vendor_subscriptions (vendor_id, "
                           "tier_id, status, period_start, trial_ends_at) select v.id, t.id, "
                           "'trial', ?, ? from v, billing.subscription_tiers t where code = "
                           "'essential'"),
            {count, periodStart, endsAt});
    if (!database.session().script(
            QStringLiteral("analyze billing.vendors, billing.vendor_subscriptions")))
        qFatal("cannot analyze");
}

QString JobWorld::ledger(const QString &job)
{
    return value(
        QStringLiteral(
            "select string_agg(state || ' ' || n, ', ' order by state) from (select state, "
            "count(*) as n from billing.job_runs where ? in (job, '') group by state) s"),
        {job.isNull() ? QStringLiteral("") : job});
}

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text) + QStringLiteral(":00Z"), Qt::ISODate);
}

} // namespace Orion
