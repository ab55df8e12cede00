#pragma once

#include "services/billing/subscriptionbulk.h"
#include "services/billing/subscriptionchanges.h"
#include "services/billing/subscriptionwriter.h"
#include "services/billing/tierprices.h"

#include <map>
#include <set>

namespace Orion
{

// The base subscriptions that the events of a batch are about, read for all of them at once and
// written the same way, as far as they neither begin nor end. Rows are locked until the
// transaction ends. What was saved is in the database after flush().
class SubscriptionBook
{
public:
    explicit SubscriptionBook(Session &session)
        : m_session(session)
        , m_prices(session)
    {}

    // What will be asked about; anything else is read when it is.
    Result<void> load(const QStringList &stripeSubscriptionIds);

    // The vendor that has, or had, this base subscription, as far as it was loaded.
    std::optional<qint64> vendorOf(const QString &stripeSubscriptionId) const;

    Result<std::optional<Subscription>> find(const QString &stripeSubscriptionId);
    Result<std::optional<Subscription>> findLive(qint64 vendorId);

    // As saveSubscription().
    Result<void> save(const std::optional<Subscription> &before, const Subscription &after,
                      const ChangeCause &cause);

    // The window of orders around the time, from zero; one that is open stays.
    void openWindow(const Subscription &of, const QDateTime &time);

    PriceTiers &prices() { return m_prices; }

    Result<void> flush();

    // Forgets what was read: somebody else has written. Call after flush().
    void forget();

private:
    Result<void> saveNow(const std::optional<Subscription> &before, const Subscription &after,
                         const ChangeCause &cause);
    void keep(const Subscription &subscription);

    Session &m_session;
    PriceTiers m_prices;
    std::map<qint64, Subscription> m_rows;                 // by their own id
    std::map<QString, std::optional<qint64>> m_byStripeId; // nothing: there is none
    std::map<qint64, std::optional<qint64>> m_liveOfVendor;
    std::set<qint64> m_changed;
    std::vector<SubscriptionChange> m_changes; // in their order
    OrderWindows m_windows;
};

} // namespace Orion
