#include "ui/pages/capacity/outlookwords.h"

#include "ui/pages/capacity/capacitywords.h"

#include <QLocale>

namespace Orion
{

namespace
{

constexpr std::size_t namedMethods = 2;

QString inValues(const MetricOutlook &outlook, double value)
{
    return CapacityWords::value(outlook.question.metric, outlook.question.measure, value);
}

QString methodName(Forecast::Method method)
{
    using Forecast::Method;
    switch (method) {
    case Method::Last:
        return OutlookWords::tr("the last value");
    case Method::Drift:
        return OutlookWords::tr("the mean step");
    case Method::Smoothing:
        return OutlookWords::tr("a smoothed level");
    case Method::Trend:
        return OutlookWords::tr("a smoothed trend");
    case Method::DampedTrend:
        return OutlookWords::tr("a trend that fades");
    case Method::Theta:
        return OutlookWords::tr("Theta");
    case Method::Autoregression:
        return OutlookWords::tr("a regression on recent days");
    case Method::SeasonalAutoregression:
        return OutlookWords::tr("a regression on the last season");
    case Method::Harmonic:
        return OutlookWords::tr("a wave over a level");
    case Method::SeasonalMovement:
        break;
    }
    return OutlookWords::tr("the last seasons' movements");
}

QString ofMethods(const std::vector<Forecast::MethodShare> &methods)
{
    QStringList named;
    int count = 0;
    for (const Forecast::MethodShare &share : methods) {
        if (share.weight <= 0)
            continue;
        ++count;
        // A method may be there twice, on the values and on their logarithms.
        const QString name = methodName(share.method);
        if (std::size_t(named.size()) < namedMethods && !named.contains(name))
            named.append(name);
    }
    return OutlookWords::tr("Mean of %Ln methods, most of it %1.", nullptr, count)
        .arg(named.join(OutlookWords::tr(" and ")));
}

QString ofSeason(int period)
{
    constexpr int week = 7;
    if (period == week)
        return OutlookWords::tr("A weekly season was found.");
    return period > 1 ? OutlookWords::tr("A season of %Ln days was found.", nullptr, period)
                      : OutlookWords::tr("No season was found.");
}

QString ofBacktests(const Forecast::Summary &summary)
{
    if (summary.backtests == 0 || summary.backtestError < 0)
        return OutlookWords::tr("Too short a history to try it out on the past.");
    return OutlookWords::tr("Tried out on %Ln past days it was wrong by %1 on average.", nullptr,
                            summary.backtests)
        .arg(CapacityWords::percent(summary.backtestError * 100));
}

QString ofMending(const MetricOutlook &outlook)
{
    const Forecast::Summary &summary = outlook.forecast.summary;
    QStringList parts;
    if (summary.missing > 0)
        parts.append(OutlookWords::tr("%Ln missing days were filled.", nullptr, summary.missing));
    if (summary.outliers > 0)
        parts.append(OutlookWords::tr("%Ln outliers were set aside.", nullptr, summary.outliers));
    if (summary.levelShiftAt >= 0)
        parts.append(OutlookWords::tr("A lasting jump was taken into account."));
    return parts.join(u' ');
}

QString ofCrossing(const Forecast::Crossing &crossing, const QString &limit, const QDate &end)
{
    using Words = CapacityWords;
    if (crossing.isOver)
        return OutlookWords::tr("Has reached %1.").arg(limit);
    if (!crossing.earliest && !crossing.likely)
        return OutlookWords::tr("Does not reach %1 within the forecast, which ends on %2.")
            .arg(limit, Words::day(end));
    if (!crossing.likely)
        return OutlookWords::tr("May reach %1 from %2 on, most likely not before %3.")
            .arg(limit, Words::day(*crossing.earliest), Words::day(end));
    if (!crossing.latest)
        return OutlookWords::tr("Reaches %1 most likely on %2, at the earliest on %3; at the "
                                "latest after the forecast's end.")
            .arg(limit, Words::day(*crossing.likely),
                 Words::day(crossing.earliest.value_or(*crossing.likely)));
    return OutlookWords::tr("Reaches %1 between %2 and %3, most likely on %4.")
        .arg(limit, Words::day(crossing.earliest.value_or(*crossing.likely)),
             Words::day(*crossing.latest), Words::day(*crossing.likely));
}

} // namespace

QString OutlookWords::sentence(const MetricOutlook &outlook, const CapacitySnapshot &latest)
{
    if (!outlook.forecast.isKnown())
        return tr("A forecast needs %Ln more daily snapshots.", nullptr,
                  outlook.forecast.moreDaysNeeded);
    const Forecast::Crossing *crossing = outlook.crossing();
    if (!crossing || outlook.forecast.points.empty())
        return atTheEnd(outlook);
    return ofCrossing(*crossing, CapacityWords::limitName(outlook, latest),
                      outlook.forecast.points.back().day);
}

QString OutlookWords::atTheEnd(const MetricOutlook &outlook)
{
    if (outlook.forecast.points.empty())
        return {};
    const auto &[day, values] = outlook.forecast.points.back();
    return tr("On %1 most likely %2; with 80 % probability %3 to %4, with 95 % %5 to %6.")
        .arg(CapacityWords::day(day), inValues(outlook, values.point),
             inValues(outlook, values.lower80), inValues(outlook, values.upper80),
             inValues(outlook, values.lower95), inValues(outlook, values.upper95));
}

QString OutlookWords::making(const MetricOutlook &outlook)
{
    if (!outlook.forecast.isKnown())
        return {};
    QStringList parts;
    if (outlook.moreDaysForHorizon > 0)
        parts.append(tr("It ends after %Ln days; %1 take more snapshots.", nullptr, outlook.horizon)
                         .arg(QLocale().toString(outlook.question.horizon)));
    const Forecast::Summary &summary = outlook.forecast.summary;
    parts << ofMethods(summary.methods) << ofSeason(summary.period) << ofBacktests(summary);
    if (const QString mending = ofMending(outlook); !mending.isEmpty())
        parts.append(mending);
    return parts.join(u' ');
}

} // namespace Orion
