#pragma once

#include "ui/charts/timechartdata.h"

namespace Orion
{

// Values of days one after the other.
inline std::vector<DatedValue> dated(const QDate &first, const std::vector<double> &values)
{
    std::vector<DatedValue> made;
    for (const double value : values)
        made.push_back({first.addDays(qint64(made.size())), value});
    return made;
}

inline TimeLine lineOf(const QString &name, const QDate &first, const std::vector<double> &values)
{
    return {name, dated(first, values), 0, false};
}

// A line that grows by one a day from 1 on.
inline TimeLine growingLine(const QDate &first, int days)
{
    std::vector<double> values;
    for (int i = 1; i <= days; ++i)
        values.push_back(i);
    return lineOf(QStringLiteral("Vendors"), first, values);
}

inline TimeChartData dataOf(std::vector<TimeLine> lines, std::vector<TimeBand> bands = {})
{
    TimeChartData data;
    data.lines = std::move(lines);
    data.bands = std::move(bands);
    return data;
}

inline TimeChartData stackOf(std::vector<TimeLine> lines)
{
    TimeChartData data = dataOf(std::move(lines));
    data.kind = TimeChartData::Kind::StackedAreas;
    return data;
}

} // namespace Orion
