#include "services/webhooks/batch/subscriptionbook.h"

#include "models/domain/access.h"
#include "models/domain/period.h"

namespace Orion
{

namespace
{

// Whether a change leaves alone what constraints and triggers between a vendor's rows are about.
bool concernsItselfOnly(const std::optional<Subscription> &before, const Subscription &after)
{
    return before && before->id == after.id &&
           (before->status == after.status || (isLive(before->status) && isLive(after.status))) &&
           before->stripeSubscriptionId == after.stripeSubscriptionId;
}

} // namespace

Result<void> SubscriptionBook::load(const QStringList &stripeSubscriptionIds)
{
    QStringList unread;
    for (const QString &id : stripeSubscriptionIds) {
        if (!m_byStripeId.contains(id))
            unread.append(id);
    }
    if (unread.isEmpty())
        return {};
    const auto rows = lockSubscriptions(m_session, unread);
    if (!rows)
        return fail(rows.error());
    for (const QString &id : std::as_const(unread))
        m_byStripeId.try_emplace(id, std::nullopt);
    for (const Subscription &row : *rows)
        m_liveOfVendor.try_emplace(row.vendorId, std::nullopt);
    for (const Subscription &row : *rows)
        keep(row);
    return {};
}

void SubscriptionBook::keep(const Subscription &subscription)
{
    // One that was read before may have been changed since.
    const Subscription &row = m_rows.try_emplace(subscription.id, subscription).first->second;
    if (!row.stripeSubscriptionId.isEmpty())
        m_byStripeId[row.stripeSubscriptionId] = row.id;
    if (isLive(row.status))
        m_liveOfVendor[row.vendorId] = row.id;
}

std::optional<qint64> SubscriptionBook::vendorOf(const QString &stripeSubscriptionId) const
{
    const auto found = m_byStripeId.find(stripeSubscriptionId);
    if (found == m_byStripeId.end() || !found->second)
        return std::nullopt;
    return m_rows.at(*found->second).vendorId;
}

Result<std::optional<Subscription>> SubscriptionBook::find(const QString &stripeSubscriptionId)
{
    if (const auto loaded = load({stripeSubscriptionId}); !loaded)
        return fail(loaded.error());
    const auto id = m_byStripeId.at(stripeSubscriptionId);
    return id ? std::optional(m_rows.at(*id)) : std::nullopt;
}

Result<std::optional<Subscription>> SubscriptionBook::findLive(qint64 vendorId)
{
    if (!m_liveOfVendor.contains(vendorId)) {
        const auto row = lockLiveSubscription(m_session, vendorId);
        if (!row)
            return fail(row.error());
        m_liveOfVendor[vendorId] = std::nullopt;
        if (*row)
            keep(**row);
    }
    const auto id = m_liveOfVendor.at(vendorId);
    return id ? std::optional(m_rows.at(*id)) : std::nullopt;
}

Result<void> SubscriptionBook::save(const std::optional<Subscription> &before,
                                    const Subscription &after, const ChangeCause &cause)
{
    if (!concernsItselfOnly(before, after))
        return saveNow(before, after, cause);
    m_rows[after.id] = after;
    m_changed.insert(after.id);
    if (isWorthRecording(before, after))
        m_changes.push_back({before, after, cause});
    return {};
}

// A new row, or one that begins or ends: the vendor's other rows are concerned, so nothing about
// the vendor may be left to be written later.
Result<void> SubscriptionBook::saveNow(const std::optional<Subscription> &before,
                                       const Subscription &after, const ChangeCause &cause)
{
    if (const auto flushed = flush(); !flushed)
        return flushed;
    const auto saved = saveSubscription(m_session, before, after, cause);
    if (!saved)
        return fail(saved.error());
    const auto isOfVendor = [&](const auto &entry) {
        return entry.second && m_rows.at(*entry.second).vendorId == after.vendorId;
    };
    std::erase_if(m_byStripeId, isOfVendor);
    m_byStripeId.erase(after.stripeSubscriptionId);
    m_liveOfVendor.erase(after.vendorId);
    std::erase_if(m_rows, [&](const auto &row) { return row.second.vendorId == after.vendorId; });
    return {};
}

void SubscriptionBook::openWindow(const Subscription &of, const QDateTime &time)
{
    m_windows.insert({of.vendorId, orderWindow({of.periodStart, of.periodEnd}, time).start});
}

Result<void> SubscriptionBook::flush()
{
    std::vector<Subscription> changed;
    for (const qint64 id : m_changed)
        changed.push_back(m_rows.at(id));
    if (const auto updated = updateSubscriptions(m_session, changed); !updated)
        return updated;
    m_changed.clear();
    if (const auto recorded = recordChanges(m_session, m_changes); !recorded)
        return recorded;
    m_changes.clear();
    if (const auto opened = openOrderWindows(m_session, m_windows); !opened)
        return opened;
    m_windows.clear();
    return {};
}

void SubscriptionBook::forget()
{
    m_rows.clear();
    m_byStripeId.clear();
    m_liveOfVendor.clear();
}

} // namespace Orion
