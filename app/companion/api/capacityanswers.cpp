#include "app/companion/api/capacityanswers.h"

#include "app/companion/api/answers.h"
#include "models/domain/infrastructure.h"

#include <QJsonArray>

#include <cmath>

namespace Orion
{

namespace
{

double rounded(double value, int decimals)
{
    const double factor = std::pow(10.0, decimals);
    return std::round(value * factor) / factor;
}

QJsonValue roundedOrNull(const std::optional<double> &value, int decimals)
{
    return value ? QJsonValue(rounded(*value, decimals)) : QJsonValue();
}

double ageSeconds(const QDateTime &since, const QDateTime &now)
{
    return double(std::max<qint64>(0, since.msecsTo(now))) / 1000;
}

QJsonObject useJson(const LimitedUse &use)
{
    return {{QStringLiteral("actual"), use.actual},
            {QStringLiteral("theoretical_limit"), orNull(use.theoreticalLimit())},
            {QStringLiteral("utilization_percent"), roundedOrNull(use.utilizationPercent(), 1)},
            {QStringLiteral("headroom"), orNull(use.headroom())},
            {QStringLiteral("limited_subscriptions"), use.limited},
            {QStringLiteral("unlimited_subscriptions"), use.unlimited},
            {QStringLiteral("unlimited_actual"), use.unlimitedUse}};
}

QJsonObject tierJson(const TierCapacity &tier)
{
    QJsonObject object{{QStringLiteral("code"), tier.code},
                       {QStringLiteral("name"), tier.name},
                       {QStringLiteral("subscriptions"), tier.subscriptions}};
    for (const CapacityMetric metric : allCapacityMetrics)
        object.insert(toText(metric), useJson(tier.use(metric)));
    return object;
}

QJsonArray scalingTable(qint64 clients)
{
    const auto steps = infrastructureSteps();
    const std::size_t present = infrastructureStepFor(clients);
    QJsonArray table;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const InfrastructureStep &step = steps[i];
        table.append(
            QJsonObject{{QStringLiteral("name"), QString::fromUtf8(step.name)},
                        {QStringLiteral("clients"), QString::fromUtf8(step.clients)},
                        {QStringLiteral("vcpu"), QString::fromUtf8(step.vcpu)},
                        {QStringLiteral("ram"), QString::fromUtf8(step.ram)},
                        {QStringLiteral("storage"), QString::fromUtf8(step.storage)},
                        {QStringLiteral("database"), QString::fromUtf8(step.database)},
                        {QStringLiteral("monthly_cost"), QString::fromUtf8(step.monthlyCost)},
                        {QStringLiteral("is_current"), i == present}});
    }
    return table;
}

QJsonObject infrastructureJson(qint64 clients)
{
    const InfrastructureStep &step = infrastructureSteps()[infrastructureStepFor(clients)];
    return {{QStringLiteral("clients"), clients},
            {QStringLiteral("current"), QString::fromUtf8(step.name)},
            {QStringLiteral("next_trigger"),
             step.untilClients ? QJsonValue(*step.untilClients) : QJsonValue()},
            {QStringLiteral("scaling_table"), scalingTable(clients)}};
}

QJsonObject trendJson(const GrowthTrend &trend)
{
    const int decimals = trend.isCount ? 0 : 3;
    return {
        {QStringLiteral("start_value"), rounded(trend.startValue, decimals)},
        {QStringLiteral("current_value"), rounded(trend.currentValue, decimals)},
        {QStringLiteral("change"), rounded(trend.change, decimals)},
        {QStringLiteral("growth_rate_percent"), roundedOrNull(trend.growthRatePercent, 2)},
        {QStringLiteral("daily_growth_rate"), roundedOrNull(trend.dailyGrowthRate, 3)},
        {QStringLiteral("monthly_projection"), roundedOrNull(trend.monthlyProjection, decimals)},
        {QStringLiteral("covered_days"), trend.coveredDays}};
}

QJsonValue dateValue(const QDate &date)
{
    return date.isValid() ? QJsonValue(date.toString(Qt::ISODate)) : QJsonValue();
}

QJsonObject webhooksJson(const PlatformState &state)
{
    const WebhookQueue &queue = state.webhooks;
    return {{QStringLiteral("due"), queue.due},
            {QStringLiteral("retrying"), queue.retrying},
            {QStringLiteral("failed"), queue.failed},
            {QStringLiteral("oldest_due_seconds"),
             queue.oldestDue.isValid() ? ageSeconds(queue.oldestDue, state.checkedAt) : 0}};
}

QJsonObject jobsJson(const PlatformState &state)
{
    QJsonArray troubles;
    for (const JobTrouble &trouble : state.jobTroubles)
        troubles.append(QJsonObject{{QStringLiteral("job"), trouble.job},
                                    {QStringLiteral("state"), trouble.state},
                                    {QStringLiteral("finished_at"), timeValue(trouble.finishedAt)},
                                    {QStringLiteral("message"), trouble.message}});
    return {{QStringLiteral("running"), state.runningJobs}, {QStringLiteral("failed"), troubles}};
}

QString healthWord(Severity severity)
{
    return severity == Severity::Info ? QStringLiteral("healthy") : toText(severity);
}

} // namespace

QJsonObject capacityAnswer(const SubscriptionCapacity &capacity, const QDateTime &now)
{
    QJsonObject tiers;
    for (const TierCapacity &tier : capacity.tiers)
        tiers.insert(tier.code, tier.subscriptions);
    QJsonObject object{{QStringLiteral("total_subscriptions"), capacity.subscriptions()},
                       {QStringLiteral("tier_distribution"), tiers},
                       {QStringLiteral("computed_at"), timeValue(capacity.computedAt)},
                       {QStringLiteral("age_seconds"), ageSeconds(capacity.computedAt, now)}};
    for (const CapacityMetric metric : allCapacityMetrics)
        object.insert(toText(metric), useJson(capacity.use(metric)));
    return object;
}

QJsonObject capacityByTierAnswer(const SubscriptionCapacity &capacity,
                                 const std::optional<CapacitySnapshot> &snapshot,
                                 const QDateTime &now)
{
    QJsonObject object = capacityAnswer(capacity, now);
    QJsonArray tiers;
    for (const TierCapacity &tier : capacity.tiers)
        tiers.append(tierJson(tier));
    object.insert(QStringLiteral("tiers"), tiers);
    object.insert(QStringLiteral("infrastructure"), infrastructureJson(capacity.subscriptions()));
    object.insert(QStringLiteral("snapshot"),
                  snapshot ? QJsonValue(snapshotAnswer(*snapshot)) : QJsonValue());
    return object;
}

QJsonObject snapshotAnswer(const CapacitySnapshot &day)
{
    QJsonObject tiers;
    for (const auto &[code, subscriptions] : day.tierDistribution)
        tiers.insert(code, subscriptions);
    return {{QStringLiteral("id"), day.id},
            {QStringLiteral("snapshot_date"), dateValue(day.date)},
            {QStringLiteral("total_vendors"), day.totalVendors},
            {QStringLiteral("active_vendors"), day.activeVendors},
            {QStringLiteral("trial_vendors"), day.trialVendors},
            {QStringLiteral("total_subscriptions"), day.totalSubscriptions},
            {QStringLiteral("active_subscriptions"), day.activeSubscriptions},
            {QStringLiteral("total_products"), day.totalProducts},
            {QStringLiteral("total_orders_month"), day.totalOrdersMonth},
            {QStringLiteral("total_team_members"), day.totalTeamMembers},
            {QStringLiteral("storage_used_gb"), roundedOrNull(day.storageUsedGb, 3)},
            {QStringLiteral("db_size_mb"), rounded(day.dbSizeMb, 3)},
            {QStringLiteral("theoretical_products_limit"), orNull(day.theoreticalProductsLimit)},
            {QStringLiteral("theoretical_orders_limit"), orNull(day.theoreticalOrdersLimit)},
            {QStringLiteral("theoretical_team_limit"), orNull(day.theoreticalTeamLimit)},
            {QStringLiteral("limited_products"), orNull(day.limitedProducts)},
            {QStringLiteral("limited_orders"), orNull(day.limitedOrders)},
            {QStringLiteral("limited_team_members"), orNull(day.limitedTeamMembers)},
            {QStringLiteral("unlimited_products"), orNull(day.unlimitedProducts)},
            {QStringLiteral("unlimited_orders"), orNull(day.unlimitedOrders)},
            {QStringLiteral("unlimited_team_members"), orNull(day.unlimitedTeamMembers)},
            {QStringLiteral("tier_distribution"), tiers},
            {QStringLiteral("captured_at"), timeValue(day.capturedAt)}};
}

QJsonObject trendsAnswer(const GrowthTrends &growth)
{
    QJsonObject trends;
    for (const GrowthTrend &trend : growth.trends)
        trends.insert(trend.metric, trendJson(trend));
    return {{QStringLiteral("period_days"), growth.periodDays()},
            {QStringLiteral("snapshots_available"), growth.snapshots},
            {QStringLiteral("first_snapshot"), dateValue(growth.firstSnapshot)},
            {QStringLiteral("last_snapshot"), dateValue(growth.lastSnapshot)},
            {QStringLiteral("trends"), trends}};
}

// The one about the present infrastructure carries the table that it is about.
QJsonArray recommendationsAnswer(const std::vector<Recommendation> &recommendations, qint64 clients)
{
    QJsonArray answer;
    for (const Recommendation &one : recommendations) {
        QJsonObject object{{QStringLiteral("category"), one.category},
                           {QStringLiteral("severity"), toText(one.severity)},
                           {QStringLiteral("title"), one.title},
                           {QStringLiteral("description"), one.description},
                           {QStringLiteral("action"), one.action},
                           {QStringLiteral("place"), toText(one.place)},
                           {QStringLiteral("tier_code"),
                            one.tierCode.isEmpty() ? QJsonValue() : QJsonValue(one.tierCode)}};
        if (one.place == ActionPlace::Infrastructure)
            object.insert(QStringLiteral("scaling_table"), scalingTable(clients));
        answer.append(object);
    }
    return answer;
}

QJsonObject healthAnswer(const PlatformHealth &health, const QDateTime &now)
{
    const PlatformState &state = health.state;
    const qint64 clients = health.capacity.subscriptions();
    return {{QStringLiteral("status"), healthWord(health.severity())},
            {QStringLiteral("checked_at"), timeValue(state.checkedAt)},
            {QStringLiteral("database"),
             QJsonObject{{QStringLiteral("size_mb"), rounded(state.dbSizeMb, 3)},
                         {QStringLiteral("connections"), state.connections},
                         {QStringLiteral("max_connections"), state.mostConnections}}},
            {QStringLiteral("webhooks"), webhooksJson(state)},
            {QStringLiteral("jobs"), jobsJson(state)},
            {QStringLiteral("snapshot"),
             state.snapshot ? QJsonValue(snapshotAnswer(*state.snapshot)) : QJsonValue()},
            {QStringLiteral("subscription_capacity"), capacityAnswer(health.capacity, now)},
            {QStringLiteral("infrastructure"), infrastructureJson(clients)},
            {QStringLiteral("recommendations"),
             recommendationsAnswer(health.recommendations, clients)}};
}

} // namespace Orion
