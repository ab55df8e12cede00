#pragma once

#include <QDate>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace Orion
{

// What a TimeChart shows: plain values of days, no widgets. Values that are no finite number are
// left out like missing days.

struct DatedValue
{
    QDate day;
    double value = 0;
};

struct DatedRange
{
    QDate day;
    double lower = 0;
    double upper = 0;
};

// Values at most seven days apart are joined; the line has a gap where nothing is known for longer.
// In any order; the last of several values of one day counts. In stacked areas a line counts as 0
// on days on which only others have a value.
struct TimeLine
{
    QString name;
    std::vector<DatedValue> values;
    int color = 0; // place in seriesColor()
    bool isDashed = false;
};

// A shaded interval, with the same gaps.
struct TimeBand
{
    QString name; // "80 %", before "a – b" where somebody points
    std::vector<DatedRange> values;
    int color = 0;
    double opacity = 0.2;
};

// A level line with a label.
struct TimeLimit
{
    QString name;
    double value = 0;
};

// The crossing of a limit: the likely day and the range around it. An end that is not known is
// open: its bar runs to the edge.
struct TimeMark
{
    QString name;
    double value = 0;
    std::optional<QDate> earliest;
    std::optional<QDate> likely;
    std::optional<QDate> latest;
};

struct TimeChartData
{
    enum class Kind
    {
        Lines,
        StackedAreas, // of the lines, the first at the bottom; without bands
    };

    Kind kind = Kind::Lines;
    std::vector<TimeLine> lines;
    std::vector<TimeBand> bands; // the wider ones first: the later ones are drawn over them
    std::vector<TimeLimit> limits;
    std::vector<TimeMark> marks;
    QDate today;                               // history ends, forecast begins; may be invalid
    std::function<QString(double)> valueText;  // in full, where somebody points; empty: QLocale's
    std::function<QString(double)> valueLabel; // on the axis; empty: valueText
    QString title;                             // of exports and for screen readers
};

} // namespace Orion
