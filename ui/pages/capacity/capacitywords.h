#pragma once

#include "services/capacity/capacityoverview.h"
#include "services/capacity/recommendations.h"
#include "ui/widgets/badge.h"

#include <QCoreApplication>

namespace Orion
{

// How the Capacity page says what it shows, in the person's language.
class CapacityWords
{
    Q_DECLARE_TR_FUNCTIONS(Orion::CapacityWords)

public:
    static QString name(PlatformMetric metric);
    static QString title(const MetricQuestion &question); // of a chart and its files

    static QString day(const QDate &day); // "22 Nov 2026"
    // In full ("12,345", "76.3 %", "10.25 GB"), and for an axis ("12k").
    static QString value(PlatformMetric metric, Measure measure, double value);
    static QString label(PlatformMetric metric, Measure measure, double value);
    static QString percent(double percent, int decimals = 1);
    static QString change(const std::optional<double> &percent); // "+4.2 %", "–"

    // "76 % of the limits", "43 % of 300".
    static QString standing(PlatformMetric metric, const LimitStanding &standing);
    // Of whom: "Over the 1,204 subscriptions that have a limit; 36 have none."
    static QString scope(PlatformMetric metric, const LimitStanding &standing);

    // Of the limit of an outlook: "the limit, 40,000 at present", "the step Large at 300".
    static QString limitName(const MetricOutlook &outlook, const CapacitySnapshot &latest);
    static QString limitLabel(const MetricOutlook &outlook, const CapacitySnapshot &latest);

    static StatusLook look(Severity severity);
};

} // namespace Orion
