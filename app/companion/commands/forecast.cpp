#include "app/companion/commands/commands.h"

#include "app/companion/seriescsv.h"
#include "services/forecast/forecaster.h"

#include <QFile>

#include <algorithm>
#include <cmath>

namespace Orion::Commands
{

namespace
{

constexpr int longestHorizon = 1000;
constexpr int longestPeriod = 1000;

struct ForecastOptions
{
    Forecast::Question question;
    QList<int> levels; // per cent, the smallest first
};

// The periods that data usually have: quarters of years, days of a week, months, weeks of a
// quarter, hours, weeks of half a year and of a year, days of a year.
std::vector<int> usualPeriods()
{
    return {4, 7, 12, 13, 24, 26, 52, 365};
}

Result<QList<int>> levelsOf(const Invocation &arguments)
{
    if (!arguments.isSet(QStringLiteral("level")))
        return QList<int>{80, 95};
    QList<int> levels;
    const QStringList parts = arguments.value(QStringLiteral("level")).split(u',');
    for (const QString &part : parts) {
        bool isNumber = false;
        const int level = part.trimmed().toInt(&isNumber);
        if (!isNumber || level < 1 || level > 99 || levels.contains(level))
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("--level takes different whole per cents from 1 to 99, "
                                       "separated by commas."));
        levels.append(level);
    }
    std::ranges::sort(levels);
    return levels;
}

Result<ForecastOptions> optionsOf(const Invocation &arguments)
{
    ForecastOptions options;
    if (!arguments.isSet(QStringLiteral("horizon")))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Say with --horizon how many steps to forecast."));
    const auto horizon = numberOption(arguments, QStringLiteral("horizon"), 1, 1, longestHorizon);
    if (!horizon)
        return fail(horizon.error());
    options.question.horizon = int(*horizon);
    const auto period = numberOption(arguments, QStringLiteral("period"), 0, 1, longestPeriod);
    if (!period)
        return fail(period.error());
    if (*period > 0)
        options.question.given = {int(*period)};
    else
        options.question.candidates = usualPeriods();
    const auto levels = levelsOf(arguments);
    if (!levels)
        return fail(levels.error());
    options.levels = *levels;
    return options;
}

Result<std::vector<CsvSeries>> readInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(ErrorCode::Unavailable, QStringLiteral("Standard input cannot be read."));
    auto all = readSeriesCsv(input);
    if (!all)
        return all;
    for (const CsvSeries &series : *all) {
        const auto known = std::size_t(
            std::ranges::count_if(series.values, [](double value) { return !std::isnan(value); }));
        if (known < Forecast::fewestValues)
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("The series \"%1\" has %2 values; a forecast needs %3 more.")
                            .arg(series.id)
                            .arg(known)
                            .arg(Forecast::fewestValues - known));
    }
    return all;
}

QString numberText(double value)
{
    return QString::number(value, 'g', 12);
}

void printHeading(QTextStream &out, const QList<int> &levels)
{
    out << "id,step,point";
    for (const int level : levels)
        out << ",lower" << level << ",upper" << level;
    out << '\n';
}

void print(QTextStream &out, const QString &id, const Forecast::Outlook &outlook,
           const QList<int> &levels)
{
    for (std::size_t step = 0; step < outlook.points().size(); ++step) {
        out << csvField(id) << ',' << step + 1 << ',' << numberText(outlook.points()[step]);
        for (const int level : levels) {
            const auto bounds = outlook.bounds(step, level / 100.0);
            out << ',' << numberText(bounds.lower) << ',' << numberText(bounds.upper);
        }
        out << '\n';
    }
}

// Everything is read before anything is printed: a wrong line leaves no half answer.
Result<void> run(CommandContext &context)
{
    const auto options = optionsOf(context.arguments());
    if (!options)
        return fail(options.error());
    const auto all = readInput();
    if (!all)
        return fail(all.error());
    printHeading(context.out(), options->levels);
    for (const CsvSeries &series : *all)
        print(context.out(), series.id, Forecast::foresee(series.values, options->question),
              options->levels);
    return {};
}

} // namespace

Command forecast()
{
    return {
        .words = {QStringLiteral("forecast")},
        .summary = QStringLiteral("Forecast series of numbers, CSV in and out."),
        .options = {{QStringLiteral("horizon"),
                     QStringLiteral("how many steps to forecast, 1 to 1000"), QStringLiteral("N")},
                    {QStringLiteral("period"),
                     QStringLiteral("steps of a season, 1 for none; found by itself if not "
                                    "given"),
                     QStringLiteral("P")},
                    {QStringLiteral("level"),
                     QStringLiteral("per cents of the intervals; 80,95 if not given"),
                     QStringLiteral("L,…")}},
        .run = &run};
}

} // namespace Orion::Commands
