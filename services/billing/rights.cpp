#include "services/billing/rights.h"

#include "services/database/session.h"

namespace Orion
{

Result<Rights> readRights(Session &session)
{
    static const QString sql =
        QStringLiteral("select current_user,"
                       " has_table_privilege('billing.subscription_tiers', 'update')"
                       " and has_table_privilege('billing.subscription_tiers', 'insert'),"
                       " has_table_privilege('billing.vendors', 'update'),"
                       " has_table_privilege('billing.stripe_webhook_payloads', 'select'),"
                       " has_column_privilege('billing.stripe_webhook_events', 'status', 'update'),"
                       " has_table_privilege('billing.job_runs', 'insert')"
                       " and has_table_privilege('billing.job_runs', 'update'),"
                       " has_table_privilege('billing.capacity_snapshots', 'insert')"
                       " and has_table_privilege('billing.capacity_snapshots', 'update')");
    const auto rights = session.selectOne(sql, {}, [](const Row &row) {
        return Rights{row.text(0),    row.boolean(1), row.boolean(2), row.boolean(3),
                      row.boolean(4), row.boolean(5), row.boolean(6)};
    });
    if (!rights)
        return fail(rights.error());
    return rights->value();
}

} // namespace Orion
