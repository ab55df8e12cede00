#include "ui/charts/hovertext.h"

#include "ui/charts/dayformats.h"

#include <QCoreApplication>

#include <cmath>

namespace Orion
{

namespace
{

QString span(const QString &from, const QString &to)
{
    return from + QStringLiteral(" – ") + to;
}

void addLines(const PreparedChart &chart, qint64 day, HoverText &text)
{
    const auto add = [&](const PreparedLine &line) {
        if (const DayPoint *point = entryAt(line.points, day))
            text.rows.push_back(
                {line.name, chart.valueText(point->value), sampleOf(line, chart.isStacked())});
    };
    if (chart.isStacked()) // in the order in which they lie on each other
        std::for_each(chart.lines().rbegin(), chart.lines().rend(), add);
    else
        std::for_each(chart.lines().begin(), chart.lines().end(), add);
}

void addBands(const PreparedChart &chart, qint64 day, HoverText &text)
{
    // Drawn from the widest to the narrowest, read the other way around.
    for (auto band = chart.bands().rbegin(); band != chart.bands().rend(); ++band)
        if (const DayInterval *interval = entryAt(band->intervals, day))
            text.rows.push_back(
                {band->name,
                 span(chart.valueText(interval->lower), chart.valueText(interval->upper)),
                 sampleOf(*band)});
}

// What limits are compared with: the highest line, or all areas together.
std::optional<double> highestOf(const PreparedChart &chart, qint64 day)
{
    std::optional<double> highest;
    if (chart.isStacked()) {
        if (!chart.bands().empty())
            if (const DayInterval *area = entryAt(chart.bands().back().intervals, day))
                highest = area->upper;
        return highest;
    }
    for (const PreparedLine &line : chart.lines())
        if (const DayPoint *point = entryAt(line.points, day))
            highest = std::max(highest.value_or(point->value), point->value);
    return highest;
}

void addLimits(const PreparedChart &chart, double value, HoverText &text)
{
    for (const TimeLimit &limit : chart.data().limits) {
        const double left = limit.value - value;
        const QString distance = chart.valueText(std::abs(left));
        text.rows.push_back(
            {chart.limitText(limit),
             left < 0
                 ? QCoreApplication::translate("TimeChart", "%1 over", "a limit, by a number")
                       .arg(distance)
                 : QCoreApplication::translate("TimeChart", "%1 left", "until a limit, a number")
                       .arg(distance),
             {}});
    }
}

QString rangeOf(const TimeMark &mark)
{
    if (mark.earliest && mark.latest)
        return span(shortDay(*mark.earliest), shortDay(*mark.latest));
    if (mark.earliest)
        return QCoreApplication::translate("TimeChart", "from %1", "a day")
            .arg(shortDay(*mark.earliest));
    return QCoreApplication::translate("TimeChart", "until %1", "a day")
        .arg(shortDay(*mark.latest));
}

QString textOf(const TimeMark &mark)
{
    if (!mark.earliest && !mark.latest)
        return shortDay(*mark.likely);
    if (!mark.likely)
        return rangeOf(mark);
    return QCoreApplication::translate("TimeChart", "%1 (%2)", "the likely day, its range")
        .arg(shortDay(*mark.likely), rangeOf(mark));
}

bool isAbout(const TimeMark &mark, qint64 day)
{
    const auto ofDay = [](const std::optional<QDate> &one) { return one->toJulianDay(); };
    if (!mark.earliest && !mark.likely && !mark.latest)
        return false;
    const qint64 from = mark.earliest ? ofDay(mark.earliest)
                        : mark.likely ? ofDay(mark.likely)
                                      : ofDay(mark.latest);
    const qint64 to = mark.latest ? ofDay(mark.latest) : mark.likely ? ofDay(mark.likely) : day;
    return day >= from && day <= to;
}

} // namespace

QString HoverText::plain() const
{
    QStringList lines{day};
    for (const HoverRow &row : rows)
        lines.append(QCoreApplication::translate("TimeChart", "%1: %2", "a name, its value")
                         .arg(row.name, row.value));
    return lines.join(u'\n');
}

HoverText hoverText(const PreparedChart &chart, qint64 day)
{
    HoverText text{longDay(QDate::fromJulianDay(day)), {}};
    addLines(chart, day, text);
    const std::optional<double> highest = highestOf(chart, day);
    if (chart.isStacked()) {
        if (highest)
            text.rows.push_back(
                {QCoreApplication::translate("TimeChart", "Total"), chart.valueText(*highest), {}});
    } else {
        addBands(chart, day, text);
    }
    if (highest)
        addLimits(chart, *highest, text);
    for (const TimeMark &mark : chart.data().marks)
        if (isAbout(mark, day))
            text.rows.push_back({mark.name, textOf(mark), {}});
    return text;
}

} // namespace Orion
