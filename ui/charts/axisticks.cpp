#include "ui/charts/axisticks.h"

#include <QCoreApplication>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double labelGap = 20; // between the labels of days, px

double niceAtLeast(double step)
{
    if (!(step > 0))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(step)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= step * (1 - 1e-9))
            return factor * power;
    return 10 * power;
}

// The levels that belong to the values, taken in.
ValueSpan withLevels(const ValueSpan &values, const std::vector<double> &levels)
{
    ValueSpan span = values;
    for (const double level : levels)
        if (level <= 2 * values.highest && level > span.highest)
            span.highest = level;
    const bool isFarAbove =
        values.lowest > 0.8 * span.highest && span.highest - values.lowest > 1e-9 * span.highest;
    if (!isFarAbove)
        span.lowest = std::min(0.0, span.lowest);
    span.highest = std::max(0.0, span.highest);
    if (isFarAbove)
        for (const double level : levels)
            if (level > 0.8 * span.highest && level < span.lowest)
                span.lowest = level;
    return span;
}

ValueAxis axisWithStep(const ValueSpan &span, double step)
{
    ValueAxis axis{std::floor(span.lowest / step + 1e-9) * step,
                   std::ceil(span.highest / step - 1e-9) * step, step};
    if (axis.top <= axis.bottom)
        axis.top = axis.bottom + step;
    return axis;
}

// How far a tick of a time axis is from the next.
struct DayStep
{
    enum class Unit
    {
        Day,
        Week,
        HalfMonth,
        Month,
        Year,
    };
    Unit unit;
    int count;
    double days; // the shortest distance
};

constexpr std::array daySteps{
    DayStep{DayStep::Unit::Day, 1, 1},        DayStep{DayStep::Unit::Day, 2, 2},
    DayStep{DayStep::Unit::Week, 1, 7},       DayStep{DayStep::Unit::HalfMonth, 1, 14},
    DayStep{DayStep::Unit::Month, 1, 28},     DayStep{DayStep::Unit::Month, 2, 59},
    DayStep{DayStep::Unit::Month, 3, 90},     DayStep{DayStep::Unit::Month, 6, 181},
    DayStep{DayStep::Unit::Year, 1, 365},     DayStep{DayStep::Unit::Year, 2, 730},
    DayStep{DayStep::Unit::Year, 5, 1826},    DayStep{DayStep::Unit::Year, 10, 3652},
    DayStep{DayStep::Unit::Year, 20, 7305},   DayStep{DayStep::Unit::Year, 50, 18262},
    DayStep{DayStep::Unit::Year, 100, 36524},
};

QString dayLabelPattern()
{
    //: QLocale's pattern of a day on an axis, in the order of the person's language
    return QCoreApplication::translate("TimeChart", "d MMM");
}

QString labelOf(const QDate &day, DayStep::Unit unit, const QLocale &locale)
{
    if (unit == DayStep::Unit::Year)
        return QString::number(day.year());
    if (unit == DayStep::Unit::Month)
        return locale.standaloneMonthName(day.month(), QLocale::ShortFormat);
    return locale.toString(day, dayLabelPattern());
}

QDate firstTick(const QDate &day, const DayStep &step, const QLocale &locale)
{
    switch (step.unit) {
    case DayStep::Unit::Day:
        return day.addDays(-(day.toJulianDay() % step.count));
    case DayStep::Unit::Week:
        return day.addDays(-((day.dayOfWeek() - int(locale.firstDayOfWeek()) + 7) % 7));
    case DayStep::Unit::HalfMonth:
        return {day.year(), day.month(), day.day() < 15 ? 1 : 15};
    case DayStep::Unit::Month:
        return {day.year(), day.month() - (day.month() - 1) % step.count, 1};
    case DayStep::Unit::Year:
        break;
    }
    return {day.year() - day.year() % step.count, 1, 1};
}

QDate nextTick(const QDate &day, const DayStep &step)
{
    switch (step.unit) {
    case DayStep::Unit::Day:
        return day.addDays(step.count);
    case DayStep::Unit::Week:
        return day.addDays(7);
    case DayStep::Unit::HalfMonth:
        return day.day() == 1 ? day.addDays(14) : QDate(day.year(), day.month(), 1).addMonths(1);
    case DayStep::Unit::Month:
        return day.addMonths(step.count);
    case DayStep::Unit::Year:
        break;
    }
    return day.addYears(step.count);
}

double widestLabel(DayStep::Unit unit, const QLocale &locale,
                   const std::function<double(const QString &)> &widthOf)
{
    double widest = 0;
    for (int month = 1; month <= 12; ++month)
        widest = std::max(widest, widthOf(labelOf(QDate(2028, month, 28), unit, locale)));
    return widest;
}

} // namespace

ValueAxis valueAxis(const ValueSpan &values, const std::vector<double> &levels, int mostSteps)
{
    if (values.isEmpty())
        return {};
    const ValueSpan span = withLevels(values, levels);
    double step = niceAtLeast((span.highest - span.lowest) / std::max(1, mostSteps));
    ValueAxis axis = axisWithStep(span, step);
    while (axis.ticks() > mostSteps + 1 && axis.ticks() > 2) {
        step = niceAtLeast(step * 1.01);
        axis = axisWithStep(span, step);
    }
    return axis;
}

ValueAxis valueAxis(const ValueSpan &values, const std::vector<double> &levels, int mostSteps,
                    const std::function<QString(double)> &label)
{
    ValueAxis axis = valueAxis(values, levels, mostSteps);
    const auto hasTwins = [&] {
        for (int i = 1; i < axis.ticks(); ++i)
            if (label(axis.tick(i - 1)) == label(axis.tick(i)))
                return true;
        return false;
    };
    for (int tries = 0; tries < 12 && !values.isEmpty() && hasTwins(); ++tries)
        axis = axisWithStep(withLevels(values, levels), niceAtLeast(axis.step * 1.01));
    return axis;
}

std::vector<DayTick> dayTicks(const DaySpan &days, double width, const QLocale &locale,
                              const std::function<double(const QString &)> &widthOf)
{
    const double dayWidth = width / days.length();
    const auto fits = [&](const DayStep &step) {
        return step.days * dayWidth >= widestLabel(step.unit, locale, widthOf) + labelGap;
    };
    const auto found = std::ranges::find_if(daySteps, fits);
    const DayStep step = found == daySteps.end() ? daySteps.back() : *found;

    std::vector<DayTick> ticks;
    int year = 0;
    for (QDate day = firstTick(days.firstDay(), step, locale);
         double(day.toJulianDay()) <= days.last; day = nextTick(day, step))
    {
        if (double(day.toJulianDay()) < days.first)
            continue;
        const bool tellsYear = step.unit != DayStep::Unit::Year && day.year() != year;
        year = day.year();
        ticks.push_back({day.toJulianDay(), labelOf(day, step.unit, locale),
                         tellsYear ? QString::number(year) : QString()});
    }
    return ticks;
}

} // namespace Orion
