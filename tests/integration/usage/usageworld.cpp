#include "tests/integration/usage/usageworld.h"

namespace Orion
{

namespace
{

void must(const Result<qint64> &done)
{
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariant orNull(const Limit &limit)
{
    return limit ? QVariant(*limit) : QVariant(QMetaType::fromType<qint64>());
}

} // namespace

void addVendor(TestDatabase &database, const VendorState &state)
{
    Session &session = database.session();
    must(session.execute(
        QStringLiteral("insert into billing.vendors (vendor_code, name, email) values (?, ?, ?)"),
        {state.code, state.code, QString(state.code + QStringLiteral("@example.com"))}));
    const QString subscription =
        state.stripeStatus.isEmpty() ? QString() : QStringLiteral("sub_") + state.code;
    must(session.execute(
        QStringLiteral("insert into billing.vendor_subscriptions (vendor_id, tier_id, status,"
                       " stripe_status, stripe_subscription_id, is_annual, period_start,"
                       " period_end, trial_ends_at, past_due_since)"
                       " select v.id, t.id, ?, ?, ?, ?, ?, ?, ?, ? from billing.vendors v,"
                       " billing.subscription_tiers t where v.vendor_code = ? and t.code = ?"),
        {state.status, orNull(state.stripeStatus), orNull(subscription), state.isAnnual,
         state.periodStart, state.periodEnd, state.trialEndsAt, state.pastDueSince, state.code,
         state.tier}));
}

void setTierLimits(TestDatabase &database, const QString &tier, const Limit &orders,
                   const Limit &products, const Limit &team)
{
    must(database.session().execute(
        QStringLiteral("update billing.subscription_tiers set orders_per_month = ?,"
                       " products_limit = ?, team_members = ? where code = ?"),
        {orNull(orders), orNull(products), orNull(team), tier}));
}

UsageChange changeBy(int delta, UsageMetric metric)
{
    return {QStringLiteral("acme"), metric, delta, {}, {}};
}

qint64 storedUsage(TestDatabase &database, UsageMetric metric, const QDateTime &window)
{
    if (metric == UsageMetric::Orders)
        return database
            .value(QStringLiteral("select coalesce(sum(used), 0) from billing.usage_windows w join "
                                  "billing.vendors v on v.id = vendor_id where vendor_code = "
                                  "'acme' and (?::timestamptz is null or window_start = ?)"),
                   {window, window})
            .toLongLong();
    const QString column = metric == UsageMetric::Products ? QStringLiteral("products")
                                                           : QStringLiteral("team_members");
    return database
        .value(QStringLiteral("select %1 from billing.usage_gauges join billing.vendors v on v.id ="
                              " vendor_id where vendor_code = 'acme'")
                   .arg(column))
        .toLongLong();
}

} // namespace Orion
