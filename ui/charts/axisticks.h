#pragma once

#include "ui/charts/preparedchart.h"

#include <QLocale>
#include <QStringList>

#include <functional>

namespace Orion
{

// The value axis: from bottom to top in steps of 1, 2 or 5 times a power of ten.
struct ValueAxis
{
    double bottom = 0;
    double top = 1;
    double step = 1;

    int ticks() const { return int((top - bottom) / step + 0.5) + 1; }
    double tick(int place) const { return bottom + step * place; }
};

// For what is in view, with at most that many steps. It begins at 0 unless all values lie within
// the upper fifth of what there would be to see. A level, such as a limit, is taken in when it is
// at most twice the highest value, so that a far one does not press the values flat.
ValueAxis valueAxis(const ValueSpan &values, const std::vector<double> &levels, int mostSteps);

// The same with steps so long that no two labels next to each other are equal.
ValueAxis valueAxis(const ValueSpan &values, const std::vector<double> &levels, int mostSteps,
                    const std::function<QString(double)> &label);

struct DayTick
{
    qint64 day = 0;  // Julian
    QString label;   // "3 Nov", "Nov", "2026"
    QString context; // below it where it begins: the year, or empty
};

// Days, weeks, halves of months, months or years, so that labels of this width stand apart. In the
// locale's words and with its first day of the week.
std::vector<DayTick> dayTicks(const DaySpan &days, double width, const QLocale &locale,
                              const std::function<double(const QString &)> &widthOf);

} // namespace Orion
