#pragma once

#include "services/database/changes.h"
#include "tests/ui/pagestage.h"
#include "ui/pages/jobs/jobpanel.h"
#include "ui/pages/jobs/jobspage.h"
#include "ui/pages/jobs/rundetail.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/stateview.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

// The jobs page on a database with three jobs, one of them off, and a history: the hourly one
// failed at nine, the daily one has run today. No companion is there unless the test plays one.
class JobStage : public PageStage
{
public:
    using PageStage::PageStage;

    static constexpr char reset[] = "reset_period_counters";
    static constexpr char cleanup[] = "cleanup_stale_subscriptions";
    static constexpr char sync[] = "sync_stripe_status";

    void fill()
    {
        run(QStringLiteral(R"(
insert into billing.job_schedules (job, schedule, since, updated_at, host) values
    ('reset_period_counters', '5 0 * * *', '2026-11-01Z', '2026-11-01Z', 'billing-1'),
    ('cleanup_stale_subscriptions', null, '2026-11-01Z', '2026-11-01Z', 'billing-1'),
    ('sync_stripe_status', '0 * * * *', '2026-11-01Z', '2026-11-01Z', 'billing-1');
insert into billing.job_runs (job, scheduled_for, started_at, finished_at, state, processed,
                              message, host)
select 'sync_stripe_status', due, due + interval '20 s', due + interval '32 s',
       case when hour = 9 then 'failed' else 'succeeded' end, 100 + hour,
       case when hour = 9 then 'The payment system cannot be reached. Try again in a moment.'
            else hour || ' subscriptions were compared. 0 differences were repaired. '
                 '0 differences remain.' end,
       'billing-1'
from (select timestamptz '2026-11-15 00:00Z' + hour * interval '1 hour' as due, hour
      from generate_series(0, 11) hour) as hours;
insert into billing.job_runs (job, scheduled_for, started_at, finished_at, state, processed,
                              message, host)
values ('reset_period_counters', '2026-11-15 00:05Z', '2026-11-15 00:05:02Z',
        '2026-11-15 00:05:04Z', 'succeeded', 480, '480 order windows were opened.', 'billing-2');
)"));
    }

    // Shows the page and waits for its rows.
    JobsPage *open()
    {
        auto *page = new JobsPage(context());
        show(page);
        return page;
    }

    static void choose(JobsPage *page, const char *job)
    {
        page->list()->select(QString::fromLatin1(job));
    }

    static QString cell(const JobsPage *page, const char *job, int column, int role = 0)
    {
        const int row = page->model()->rowOfKey(QString::fromLatin1(job));
        return row < 0 ? QString() : page->model()->index(row, column).data(role).toString();
    }

    // Of the ledger, in one line.
    QString value(const QString &sql) { return database().value(sql); }
};

} // namespace Orion
