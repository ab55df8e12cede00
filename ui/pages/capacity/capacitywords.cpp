#include "ui/pages/capacity/capacitywords.h"

#include "models/domain/infrastructure.h"
#include "ui/widgets/formats.h"

#include <QLocale>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double thousand = 1000;
constexpr double million = 1'000'000;
constexpr double megabytesAGigabyte = 1024;

// Numbers that are counted have no decimals, not even in a forecast.
QString counted(double value)
{
    return QLocale().toString(qint64(std::llround(value)));
}

// As few decimals as tell it apart from its neighbours.
QString measured(double value)
{
    const int decimals = std::abs(value) < 100 ? 2 : std::abs(value) < 1000 ? 1 : 0;
    return QLocale().toString(value, 'f', decimals);
}

// "Large", of the step after the present one.
QString nextStepName(qint64 clients)
{
    const auto steps = infrastructureSteps();
    const std::size_t next = infrastructureStepFor(clients) + 1;
    return next < steps.size() ? QString::fromUtf8(steps[next].name) : QString();
}

} // namespace

QString CapacityWords::name(PlatformMetric metric)
{
    switch (metric) {
    case PlatformMetric::Vendors:
        return tr("Vendors");
    case PlatformMetric::Subscriptions:
        return tr("Subscriptions");
    case PlatformMetric::Products:
        return tr("Products");
    case PlatformMetric::Orders:
        return tr("Orders in 30 days");
    case PlatformMetric::TeamMembers:
        return tr("Team members");
    case PlatformMetric::DatabaseSize:
        return tr("Database size");
    case PlatformMetric::Storage:
        break;
    }
    return tr("Storage");
}

QString CapacityWords::title(const MetricQuestion &question)
{
    return question.measure == Measure::Amount
               ? name(question.metric)
               : tr("%1: share of the limits in use", "products").arg(name(question.metric));
}

QString CapacityWords::day(const QDate &day)
{
    return day.isValid() ? QLocale().toString(day, Formats::dayPattern()) : QStringLiteral("–");
}

QString CapacityWords::value(PlatformMetric metric, Measure measure, double value)
{
    if (measure == Measure::ShareOfLimit)
        return percent(value, value == std::round(value) ? 0 : 1);
    if (metric == PlatformMetric::DatabaseSize)
        return value < megabytesAGigabyte ? tr("%1 MB").arg(measured(value))
                                          : tr("%1 GB").arg(measured(value / megabytesAGigabyte));
    if (metric == PlatformMetric::Storage)
        return value < megabytesAGigabyte ? tr("%1 GB").arg(measured(value))
                                          : tr("%1 TB").arg(measured(value / megabytesAGigabyte));
    return counted(value);
}

QString CapacityWords::label(PlatformMetric metric, Measure measure, double value)
{
    const bool isCount = measure == Measure::Amount && metric != PlatformMetric::DatabaseSize &&
                         metric != PlatformMetric::Storage;
    if (measure == Measure::ShareOfLimit)
        return percent(value, 0);
    if (!isCount || std::abs(value) < 100 * thousand)
        return CapacityWords::value(metric, measure, value);
    const auto shortened = [](double number) {
        return QLocale().toString(number, 'g', QLocale::FloatingPointShortest);
    };
    return std::abs(value) < million ? tr("%1k", "thousands").arg(shortened(value / thousand))
                                     : tr("%1M", "millions").arg(shortened(value / million));
}

QString CapacityWords::percent(double percent, int decimals)
{
    return tr("%1 %").arg(QLocale().toString(percent, 'f', decimals));
}

QString CapacityWords::change(const std::optional<double> &percent)
{
    if (!percent)
        return QStringLiteral("–");
    const double rounded = std::round(*percent * 10) / 10;
    const QString amount = CapacityWords::percent(std::abs(rounded), 1);
    if (rounded == 0)
        return amount;
    return (rounded > 0 ? QStringLiteral("+") : QStringLiteral("−")) + amount;
}

QString CapacityWords::standing(PlatformMetric metric, const LimitStanding &standing)
{
    // The sum of the limits beside the use of all would mislead: it is of the limited ones.
    if (hasVendorLimits(metric))
        return tr("%1 of the limits").arg(percent(std::floor(standing.percent()), 0));
    return tr("%1 of %2", "share, limit")
        .arg(percent(std::floor(standing.percent()), 0), QLocale().toString(standing.limit));
}

QString CapacityWords::scope(PlatformMetric metric, const LimitStanding &standing)
{
    const QLocale locale;
    if (metric == PlatformMetric::Subscriptions)
        return tr("The step %1 of the infrastructure begins at %2 clients.")
            .arg(nextStepName(standing.used), locale.toString(standing.limit));
    if (standing.unlimited == 0)
        return tr("%1 of %2 in use; every subscription has a limit.")
            .arg(locale.toString(standing.used), locale.toString(standing.limit));
    return tr("%1 of %2 in use by the %3 subscriptions that have a limit; %4 have none.")
        .arg(locale.toString(standing.used), locale.toString(standing.limit),
             locale.toString(standing.limited), locale.toString(standing.unlimited));
}

QString CapacityWords::limitName(const MetricOutlook &outlook, const CapacitySnapshot &latest)
{
    const auto standing = limitStanding(latest, outlook.question.metric);
    const QString limit = QLocale().toString(standing ? standing->limit : 0);
    return outlook.question.metric == PlatformMetric::Subscriptions
               ? tr("the infrastructure step %1 (%2 clients)")
                     .arg(nextStepName(latest.totalSubscriptions), limit)
               : tr("the limit (%1 at present)").arg(limit);
}

QString CapacityWords::limitLabel(const MetricOutlook &outlook, const CapacitySnapshot &latest)
{
    const auto standing = limitStanding(latest, outlook.question.metric);
    const QString limit = QLocale().toString(standing ? standing->limit : 0);
    return outlook.question.metric == PlatformMetric::Subscriptions
               ? tr("%1: %2 clients", "step").arg(nextStepName(latest.totalSubscriptions), limit)
               : tr("Limit: %1, %2 at present", "100 %, number").arg(percent(100, 0), limit);
}

StatusLook CapacityWords::look(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return {tr("Info"), BadgeTone::Info};
    case Severity::Warning:
        return {tr("Warning"), BadgeTone::Warning};
    case Severity::Critical:
        break;
    }
    return {tr("Critical"), BadgeTone::Bad};
}

} // namespace Orion
