#pragma once

#include "services/capacity/metricoutlook.h"

#include <QCoreApplication>

namespace Orion
{

// What a forecast says and what it was made of, in sentences.
class OutlookWords
{
    Q_DECLARE_TR_FUNCTIONS(Orion::OutlookWords)

public:
    // When the limit is reached: "Reaches the limit (40,000 at present) between 3 Mar 2027 and 20
    // Apr 2027, most likely on 24 Mar 2027." Without a limit, where it will stand: "On 14 Feb 2027
    // most likely 312 …". Or how many snapshots are missing.
    static QString sentence(const MetricOutlook &outlook, const CapacitySnapshot &latest);

    // Where it will stand at the end of the forecast, with both intervals; empty: not known.
    static QString atTheEnd(const MetricOutlook &outlook);

    // From what the forecast was made, and how good that was in the past.
    static QString making(const MetricOutlook &outlook);
};

} // namespace Orion
