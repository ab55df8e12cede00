#include "ui/pages/capacity/capacitycharts.h"

#include "ui/pages/capacity/capacitywords.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Orion
{

namespace
{

constexpr double full = 100; // percent

class ChartWords
{
    Q_DECLARE_TR_FUNCTIONS(Orion::ChartWords)
};

// The forecast's line begins where the history ends, so that there is no gap between them.
TimeLine forecastLine(const MetricOutlook &outlook)
{
    TimeLine line{ChartWords::tr("Forecast"), {}, 0, true};
    const auto &last = outlook.history.back();
    line.values.push_back({last.day, last.value});
    for (const Forecast::DailyPoint &point : outlook.forecast.points)
        line.values.push_back({point.day, point.values.point});
    return line;
}

TimeBand band(const MetricOutlook &outlook, const QString &name, double opacity,
              double Forecast::Point::*lower, double Forecast::Point::*upper)
{
    TimeBand band{name, {}, 0, opacity};
    const auto &last = outlook.history.back();
    band.values.push_back({last.day, last.value, last.value});
    for (const Forecast::DailyPoint &point : outlook.forecast.points)
        band.values.push_back({point.day, point.values.*lower, point.values.*upper});
    return band;
}

void addForecast(TimeChartData &data, const MetricOutlook &outlook)
{
    if (outlook.forecast.points.empty() || outlook.history.empty())
        return;
    data.bands.push_back(band(outlook, ChartWords::tr("95 %"), 0.12, &Forecast::Point::lower95,
                              &Forecast::Point::upper95));
    data.bands.push_back(band(outlook, ChartWords::tr("80 %"), 0.2, &Forecast::Point::lower80,
                              &Forecast::Point::upper80));
    data.lines.push_back(forecastLine(outlook));
    data.today = outlook.history.back().day;
}

void addLimit(TimeChartData &data, const MetricOutlook &outlook, const CapacitySnapshot &latest)
{
    if (!outlook.limit)
        return;
    data.limits.push_back({CapacityWords::limitLabel(outlook, latest), *outlook.limit});
    const Forecast::Crossing *crossing = outlook.crossing();
    if (crossing && !crossing->isOver && (crossing->earliest || crossing->likely))
        data.marks.push_back({ChartWords::tr("Limit reached"), *outlook.limit, crossing->earliest,
                              crossing->likely, crossing->latest});
}

qint64 ofTier(const CapacitySnapshot &day, const QString &code)
{
    const auto found =
        std::ranges::find(day.tierDistribution, code, &std::pair<QString, qint64>::first);
    return found == day.tierDistribution.end() ? 0 : found->second;
}

qint64 ofAllTiers(const CapacitySnapshot &day)
{
    qint64 all = 0;
    for (const auto &[code, count] : day.tierDistribution)
        all += count;
    return all;
}

// Those that there are, and behind them those that snapshots know of from before.
std::vector<TierName> namedTiers(const std::vector<CapacitySnapshot> &snapshots,
                                 std::vector<TierName> tiers)
{
    const auto isIn = [](const std::vector<TierName> &names, const QString &code) {
        return std::ranges::find(names, code, &TierName::code) != names.end();
    };
    for (const CapacitySnapshot &day : snapshots) {
        for (const auto &[code, count] : day.tierDistribution) {
            if (!isIn(tiers, code))
                tiers.push_back({code, code});
        }
    }
    std::erase_if(tiers, [&](const TierName &tier) {
        return std::ranges::none_of(
            snapshots, [&](const CapacitySnapshot &day) { return ofTier(day, tier.code) > 0; });
    });
    return tiers;
}

} // namespace

TimeChartData historyChart(const MetricOutlook &outlook, const CapacitySnapshot &latest)
{
    TimeChartData data;
    const MetricQuestion question = outlook.question;
    TimeLine past{CapacityWords::name(question.metric), {}, 0, false};
    for (const Forecast::DailyValue &value : outlook.history)
        past.values.push_back({value.day, value.value});
    data.lines.push_back(std::move(past));
    addForecast(data, outlook);
    addLimit(data, outlook, latest);
    data.valueText = [question](double value) {
        return CapacityWords::value(question.metric, question.measure, value);
    };
    data.valueLabel = [question](double value) {
        return CapacityWords::label(question.metric, question.measure, value);
    };
    data.title = CapacityWords::title(question);
    return data;
}

TimeChartData tierChart(const std::vector<CapacitySnapshot> &snapshots,
                        const std::vector<TierName> &tiers, bool isPercent)
{
    TimeChartData data;
    data.kind = TimeChartData::Kind::StackedAreas;
    data.title = isPercent ? ChartWords::tr("Share of the tiers in all subscriptions")
                           : ChartWords::tr("Subscriptions by tier");
    int color = 0;
    for (const TierName &tier : namedTiers(snapshots, tiers)) {
        TimeLine line{tier.name, {}, color++, false};
        for (const CapacitySnapshot &day : snapshots) {
            const double count = double(ofTier(day, tier.code));
            const double all = double(std::max<qint64>(1, ofAllTiers(day)));
            line.values.push_back({day.date, isPercent ? full * count / all : count});
        }
        data.lines.push_back(std::move(line));
    }
    data.valueText = [isPercent](double value) {
        return isPercent ? CapacityWords::percent(value)
                         : QLocale().toString(qint64(std::llround(value)));
    };
    data.valueLabel = [isPercent](double value) {
        return isPercent
                   ? CapacityWords::percent(value, 0)
                   : CapacityWords::label(PlatformMetric::Subscriptions, Measure::Amount, value);
    };
    return data;
}

} // namespace Orion
