#include "services/capacity/recommendations.h"

#include "models/domain/infrastructure.h"
#include "services/capacity/advicetext.h"
#include "services/capacity/machineryadvice.h"

#include <algorithm>
#include <cmath>

namespace Orion
{

namespace
{

using Advice = std::vector<Recommendation>;

QString nameOf(CapacityMetric metric)
{
    switch (metric) {
    case CapacityMetric::Products:
        return QStringLiteral("Product");
    case CapacityMetric::Orders:
        return QStringLiteral("Order");
    case CapacityMetric::TeamMembers:
        break;
    }
    return QStringLiteral("Team member");
}

QString percentText(double percent)
{
    return QLocale::c().toString(std::floor(percent * 10) / 10, 'g', 6) + u'%';
}

QString whichOnes(const LimitedUse &use)
{
    return use.unlimited == 0
               ? QString()
               : QStringLiteral(", among the %1 subscriptions that have a limit (%2 have none)")
                     .arg(grouped(use.limited), grouped(use.unlimited));
}

void adviseOnUse(Advice &advice, CapacityMetric metric, const LimitedUse &use,
                 const CapacityThresholds &thresholds)
{
    const auto percent = use.utilizationPercent();
    if (!percent || *percent < thresholds.warningPercent)
        return;
    const bool isCritical = *percent >= thresholds.criticalPercent;
    const QString name = nameOf(metric);
    advice.push_back({QStringLiteral("capacity"),
                      isCritical ? Severity::Critical : Severity::Warning,
                      isCritical ? name + QStringLiteral(" capacity nearly used up")
                                 : name + QStringLiteral(" capacity approaching limit"),
                      QStringLiteral("Currently at %1 of theoretical %2 capacity%3.")
                          .arg(percentText(*percent), name.toLower(), whichOnes(use)),
                      QStringLiteral("Consider upgrading vendor tiers or adding capacity."),
                      ActionPlace::Vendors,
                      {}});
}

QString rangeText(const LimitOutlook &outlook)
{
    const auto text = [](const std::optional<QDate> &day) {
        return day ? day->toString(Qt::ISODate) : QStringLiteral("later");
    };
    return QStringLiteral("most likely on %1, between %2 and %3")
        .arg(text(outlook.likely), text(outlook.earliest), text(outlook.latest));
}

// The likely day decides; where it lies beyond the forecast there is nothing to say yet.
void adviseOnOutlook(Advice &advice, const LimitOutlook &outlook, const QDate &today,
                     const CapacityThresholds &thresholds)
{
    if (!outlook.likely)
        return;
    const qint64 days = today.daysTo(*outlook.likely);
    if (days < 0 || days > thresholds.warningDays)
        return;
    const Severity severity =
        days <= thresholds.criticalDays ? Severity::Critical : Severity::Warning;
    const QString limit = grouped(qint64(outlook.limit));
    const QString when = days == 1 ? QStringLiteral("1 day") : QStringLiteral("%1 days").arg(days);
    if (!outlook.metric) {
        advice.push_back(
            {QStringLiteral("infrastructure"),
             severity,
             QStringLiteral("Next infrastructure step in %1").arg(when),
             QStringLiteral("The forecast reaches %1 clients %2.").arg(limit, rangeText(outlook)),
             QStringLiteral("Prepare the next step of the scaling table."),
             ActionPlace::Infrastructure,
             {}});
        return;
    }
    const QString name = nameOf(*outlook.metric);
    advice.push_back({QStringLiteral("capacity"),
                      severity,
                      QStringLiteral("%1 capacity reached in %2").arg(name, when),
                      QStringLiteral("The forecast of %1 use reaches the sum of its limits, %2 at "
                                     "present, %3.")
                          .arg(name.toLower(), limit, rangeText(outlook)),
                      QStringLiteral("Upgrade the vendors that are near their limit before then."),
                      ActionPlace::Vendors,
                      {}});
}

struct PressedLimit
{
    const char *name;
    qint64 vendors;
    Limit TierPressure::*limit;
};

// The limit that most of the tier's vendors are near to.
PressedLimit mostPressed(const TierPressure &tier)
{
    const std::array limits{
        PressedLimit{"products", tier.nearProducts, &TierPressure::products},
        PressedLimit{"orders", tier.nearOrders, &TierPressure::orders},
        PressedLimit{"team members", tier.nearTeamMembers, &TierPressure::teamMembers}};
    return *std::ranges::max_element(limits, {}, &PressedLimit::vendors);
}

// The next tier that is sold and has more of that; null: there is none.
const TierPressure *upgradeFrom(const std::vector<TierPressure> &tiers, std::size_t from,
                                const PressedLimit &pressed)
{
    const Limit &present = tiers[from].*pressed.limit;
    for (std::size_t i = from + 1; i < tiers.size(); ++i) {
        const Limit &more = tiers[i].*pressed.limit;
        if (tiers[i].isActive && (!more || (present && *more > *present)))
            return &tiers[i];
    }
    return nullptr;
}

void adviseOnTierMix(Advice &advice, const std::vector<TierPressure> &tiers,
                     const CapacityThresholds &thresholds)
{
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const TierPressure &tier = tiers[i];
        if (tier.nearAny == 0 ||
            tier.nearAny * 100 < tier.subscriptions * thresholds.nearLimitShare)
            continue;
        const PressedLimit pressed = mostPressed(tier);
        const TierPressure *upgrade = upgradeFrom(tiers, i, pressed);
        advice.push_back(
            {QStringLiteral("tiers"), Severity::Warning,
             QStringLiteral("Many %1 vendors are near their limit").arg(tier.name),
             QStringLiteral("%1 of %2 subscriptions use %3% or more of a limit, most often of %4 "
                            "(%5).")
                 .arg(grouped(tier.nearAny), grouped(tier.subscriptions))
                 .arg(thresholds.nearLimitPercent)
                 .arg(QLatin1String(pressed.name), grouped(pressed.vendors)),
             upgrade ? QStringLiteral("Offer them the upgrade to %1.").arg(upgrade->name)
                     : QStringLiteral("No tier above has more; agree on higher limits with them."),
             ActionPlace::Vendors, tier.code});
    }
}

void adviseOnInfrastructure(Advice &advice, qint64 clients, const CapacityThresholds &thresholds)
{
    const InfrastructureStep &step = infrastructureSteps()[infrastructureStepFor(clients)];
    Recommendation present{QStringLiteral("infrastructure"),
                           Severity::Info,
                           QStringLiteral("Current tier: %1").arg(QLatin1String(step.name)),
                           QStringLiteral("This is the last step of the scaling table."),
                           QStringLiteral("Monitor growth and plan for infrastructure scaling."),
                           ActionPlace::Infrastructure,
                           {}};
    if (step.untilClients) {
        present.description = QStringLiteral("Next upgrade trigger: %1 vendors; there are %2.")
                                  .arg(grouped(*step.untilClients), grouped(clients));
        if (clients * 100 >= qint64(*step.untilClients) * thresholds.criticalPercent) {
            present.severity = Severity::Warning;
            present.action = QStringLiteral("Prepare the next step of the scaling table now.");
        }
    }
    advice.push_back(present);
}

} // namespace

QString toText(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return QStringLiteral("info");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Critical:
        break;
    }
    return QStringLiteral("critical");
}

QString toText(ActionPlace place)
{
    switch (place) {
    case ActionPlace::Vendors:
        return QStringLiteral("vendors");
    case ActionPlace::Tiers:
        return QStringLiteral("tiers");
    case ActionPlace::Webhooks:
        return QStringLiteral("webhooks");
    case ActionPlace::Jobs:
        return QStringLiteral("jobs");
    case ActionPlace::Infrastructure:
        break;
    }
    return QStringLiteral("infrastructure");
}

std::vector<Recommendation> recommend(const CapacityFindings &findings,
                                      const CapacityThresholds &thresholds)
{
    Advice advice;
    for (const CapacityMetric metric : allCapacityMetrics)
        adviseOnUse(advice, metric, findings.capacity.use(metric), thresholds);
    const QDate today = findings.platform.checkedAt.toUTC().date();
    for (const LimitOutlook &outlook : findings.outlooks)
        adviseOnOutlook(advice, outlook, today, thresholds);
    adviseOnTierMix(advice, findings.tiers, thresholds);
    adviseOnMachinery(advice, findings.platform, thresholds);
    adviseOnInfrastructure(advice, findings.capacity.subscriptions(), thresholds);
    std::ranges::stable_sort(advice, std::greater<>(), &Recommendation::severity);
    return advice;
}

} // namespace Orion
