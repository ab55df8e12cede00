#pragma once

#include <QDateTime>
#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace Orion
{

// What the vendors' limits are about.
enum class CapacityMetric
{
    Products,
    Orders, // of each vendor's present monthly window
    TeamMembers,
};
inline constexpr std::array allCapacityMetrics{CapacityMetric::Products, CapacityMetric::Orders,
                                               CapacityMetric::TeamMembers};
QString toText(CapacityMetric metric); // as the API names it: "products", "orders_monthly" …

// What subscriptions use of one metric. Unlimited is not a number: those without a limit are
// counted apart, and everything else is about those that have one.
struct LimitedUse
{
    qint64 limited = 0;      // subscriptions that have a limit
    qint64 unlimited = 0;    // and that have none
    qint64 actual = 0;       // used by the limited ones
    qint64 unlimitedUse = 0; // used by the others
    qint64 sumOfLimits = 0;  // of the limited ones

    // Nothing when there are subscriptions, and all are unlimited.
    std::optional<qint64> theoreticalLimit() const;
    std::optional<qint64> headroom() const; // below 0: more is used than the limits allow
    // 0 to 100 and beyond; nothing without a limit. A limit of 0 is full at once.
    std::optional<double> utilizationPercent() const;

    LimitedUse &operator+=(const LimitedUse &other);
    bool operator==(const LimitedUse &) const = default;
};

// The live subscriptions of one tier.
struct TierCapacity
{
    QString code;
    QString name;
    qint64 subscriptions = 0;
    LimitedUse products;
    LimitedUse orders;
    LimitedUse teamMembers;

    const LimitedUse &use(CapacityMetric metric) const;
};

// What all live subscriptions use of their limits, at one moment.
struct SubscriptionCapacity
{
    QDateTime computedAt;            // UTC
    std::vector<TierCapacity> tiers; // those with subscriptions, in the order of the tiers

    qint64 subscriptions() const;
    LimitedUse use(CapacityMetric metric) const; // of all tiers
};

// The platform on one day (UTC), as billing.capacity_snapshots has it.
struct CapacitySnapshot
{
    qint64 id = 0;
    QDate date;
    qint64 totalVendors = 0;
    qint64 activeVendors = 0; // with a subscription that is paid: active or past due
    qint64 trialVendors = 0;
    qint64 totalSubscriptions = 0; // live ones
    qint64 activeSubscriptions = 0;
    qint64 totalProducts = 0;
    qint64 totalOrdersMonth = 0; // of the 30 days before
    qint64 totalTeamMembers = 0;
    std::optional<double> storageUsedGb; // nothing: the platform has never reported any
    double dbSizeMb = 0;
    // Of the subscriptions that have a limit; nothing: none has.
    std::optional<qint64> theoreticalProductsLimit;
    std::optional<qint64> theoreticalOrdersLimit;
    std::optional<qint64> theoreticalTeamLimit;
    // What those subscriptions use of it, to be held against the limit. Nothing: captured before
    // this was noted.
    std::optional<qint64> limitedProducts;
    std::optional<qint64> limitedOrders; // of the monthly windows of that day
    std::optional<qint64> limitedTeamMembers;
    // How many subscriptions have no limit. Nothing as above.
    std::optional<qint64> unlimitedProducts;
    std::optional<qint64> unlimitedOrders;
    std::optional<qint64> unlimitedTeamMembers;
    std::vector<std::pair<QString, qint64>> tierDistribution; // live subscriptions by tier code
    QDateTime capturedAt;                                     // UTC
};

} // namespace Orion
