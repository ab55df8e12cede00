#include "services/billing/subscriptionchanges.h"

#include "models/domain/mrr.h"
#include "services/database/jsonrows.h"

namespace Orion
{

namespace
{

const QString changesSql = QStringLiteral(R"(
insert into billing.subscription_changes
    (vendor_id, subscription_id, occurred_at, old_tier_id, new_tier_id, old_status, new_status,
     old_price_cents, new_price_cents, old_mrr_cents, new_mrr_cents, currency, cause, actor,
     event_id)
select vendor, subscription, at, old_tier, new_tier, old_status, new_status, old_price, new_price,
       old_mrr, new_mrr, currency, cause, actor, event
from rows from (json_to_recordset(?::json) as (
    vendor bigint, subscription bigint, at timestamptz, old_tier bigint, new_tier bigint,
    old_status text, new_status text, old_price bigint, new_price bigint, old_mrr bigint,
    new_mrr bigint, currency text, cause text, actor text, event text)) with ordinality as g
order by ordinality)");

qint64 mrrOf(const Subscription &s)
{
    return mrrCents(s.status, s.priceCents,
                    s.isAnnual ? BillingInterval::Year : BillingInterval::Month);
}

void describe(JsonRows::RowWriter &row, const SubscriptionChange &change)
{
    using MaybeNumber = std::optional<qint64>;
    const auto &[before, after, cause] = change;
    row.add("vendor", after.vendorId)
        .add("subscription", after.id)
        .add("at", cause.occurredAt)
        .add("old_tier", before ? MaybeNumber(before->tierId) : MaybeNumber())
        .add("new_tier", after.tierId)
        .addOrNull("old_status", before ? toText(before->status) : QString())
        .add("new_status", toText(after.status))
        .add("old_price", before ? before->priceCents : MaybeNumber())
        .add("new_price", after.priceCents)
        .add("old_mrr", before ? mrrOf(*before) : 0)
        .add("new_mrr", mrrOf(after))
        .add("currency", after.currency)
        .add("cause", cause.cause)
        .add("actor", cause.actor)
        .addOrNull("event", cause.eventId);
}

} // namespace

bool isWorthRecording(const std::optional<Subscription> &before, const Subscription &after)
{
    return !before || before->tierId != after.tierId || before->status != after.status ||
           before->priceCents != after.priceCents || mrrOf(*before) != mrrOf(after);
}

Result<void> recordChanges(Session &session, const std::vector<SubscriptionChange> &changes)
{
    std::vector<SubscriptionChange> recorded;
    for (const SubscriptionChange &change : changes) {
        if (isWorthRecording(change.before, change.after))
            recorded.push_back(change);
    }
    return JsonRows::write(session, changesSql, recorded, describe);
}

} // namespace Orion
