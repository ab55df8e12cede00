#pragma once

#include "models/domain/result.h"
#include "services/forecast/outlook.h"

#include <QDate>

#include <optional>
#include <vector>

// What the capacity service asks for: how a number that is taken once a day goes on.
namespace Orion::Forecast
{

struct DailyValue
{
    QDate day; // as the caller counts days; the product counts them in UTC
    double value = 0;
    bool operator==(const DailyValue &) const = default;
};

struct DailyRequest
{
    std::vector<DailyValue> history; // in any order, each day at most once, days may be missing
    int horizon = 90;                // days after the last one of the history, 1 to longestHorizon
    std::vector<double> limits;      // whose crossing is asked for, in the unit of the values
};

// When a limit is reached from below, as far as the forecast goes. A day counts when the value is
// at or above the limit. What has no value lies beyond the last forecast day, or never comes.
struct Crossing
{
    double limit = 0;
    bool isOver =
        false; // the last value of the history is there already; all three days are its day
    std::optional<QDate> earliest; // where the upper end of the 80 % interval is there
    std::optional<QDate> likely;   // where the point is
    std::optional<QDate> latest;   // where the lower end of the 80 % interval is
    bool operator==(const Crossing &) const = default;
};

struct DailyPoint
{
    QDate day;
    Point values;
    bool operator==(const DailyPoint &) const = default;
};

struct DailyForecast
{
    // More days with a value that are needed before anything can be said; then all below is empty.
    int moreDaysNeeded = 0;
    std::vector<DailyPoint> points;  // one a day, from the day after the last of the history
    std::vector<Crossing> crossings; // one for each limit, in the order asked for
    Summary summary;                 // its indexes count days from the first of the history

    bool isKnown() const { return moreDaysNeeded == 0; }
    bool operator==(const DailyForecast &) const = default;
};

inline constexpr int longestHorizon = 1095; // days

// How many days with a value a forecast of so many days needs: two weeks at least, and a third of
// what lies ahead.
int daysNeeded(int horizon);

// The forecast of a daily number. Looks for a weekly season, and for a yearly one where the history
// has three years and more; a history without negative values is never forecast below zero. The
// same request always gives the same answer, bit for bit, on the same machine. Pure: no I/O, no
// clock, safe on any thread; ten years of days take tens of milliseconds, so not on the GUI thread.
// Errors: InvalidArgument for a day that is invalid or there twice, a value or a limit that is not
// a finite number, a horizon out of range.
Result<DailyForecast> forecastDaily(const DailyRequest &request);

} // namespace Orion::Forecast
