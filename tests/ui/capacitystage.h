#pragma once

#include "services/database/changes.h"
#include "tests/integration/usage/usageworld.h"
#include "tests/ui/pagestage.h"
#include "ui/pages/capacity/capacitypage.h"

namespace Orion
{

// The capacity page on a platform with a snapshot for each of the last two hundred days: clients
// grow by nine in ten days and are 280 on the last one; products use 20 % of their limits at first
// and 0.4 points more each day, so that 100 % is a day's matter.
class CapacityStage : public PageStage
{
public:
    using PageStage::PageStage;

    static constexpr int days = 200;

    void fill(int lastDays = days)
    {
        run(QStringLiteral(R"(
insert into billing.capacity_snapshots
    (snapshot_date, total_vendors, active_vendors, trial_vendors, total_subscriptions,
     active_subscriptions, total_products, total_orders_month, total_team_members, storage_used_gb,
     db_size_mb, theoretical_products_limit, limited_products, unlimited_products,
     tier_distribution, created_at)
select date '2026-11-15' - ago, greatest(1, 300 - ago), 200, 20, clients, clients - 20,
       1000000 - ago * 100, 50000, 700, null, 2048, 40000, greatest(0, 40000 - 180 - ago * 160), 30,
       jsonb_build_object('essential', clients - 40, 'business', 40),
       date '2026-11-15' - ago + time '11:59'
from (select ago, greatest(41, 280 - round(ago * 0.9)::integer) as clients
      from generate_series(0, %1) as ago) as days)")
                .arg(lastDays - 1));
    }

    // Five vendors of Essential, all of them near the limit of their products.
    void addVendorsNearTheirLimit()
    {
        for (int n = 0; n < 5; ++n)
            addVendor(database(), {.code = QStringLiteral("near-%1").arg(n),
                                   .periodStart = now().addDays(-10)});
        run(QStringLiteral("insert into billing.usage_gauges (vendor_id, products) "
                           "select id, 195 from billing.vendors"));
    }

    void failAJobAndAnEvent()
    {
        run(QStringLiteral(R"(
insert into billing.job_runs (job, scheduled_for, started_at, finished_at, state, message)
values ('sync_stripe_status', '2026-11-15 11:00Z', '2026-11-15 11:00Z', '2026-11-15 11:01Z',
        'failed', 'The payment system cannot be reached. Try again in a moment.');
insert into billing.stripe_webhook_events (event_id, event_type, status, attempts, last_error,
                                           source, created_at, received_at)
values ('evt_failed', 'invoice.paid', 'failed', 20, 'No vendor.', 'webhook',
        '2026-11-15 10:00Z', '2026-11-15 10:00Z'))"));
    }

    CapacityPage *open()
    {
        auto *page = new CapacityPage(context());
        show(page);
        return page;
    }
};

} // namespace Orion
