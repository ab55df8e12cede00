#pragma once

#include "models/domain/result.h"

#include <QDateTime>

namespace Orion
{

// When something is due, as cron writes it: minute, hour, day of the month, month, day of the week,
// in UTC. Each field is *, a number, a range (1-5), a list of them (1,15,20-25), or * or a range
// with a step (*/15, 8-18/2); months and days of the week also have names (jan, mon-fri), and
// Sunday is 0 or 7. Where both days are restricted, either of them is enough; a field that begins
// with * does not restrict. A plain value.
class CronSchedule
{
public:
    // Errors: InvalidArgument, with the field that is wrong, or when it never comes.
    static Result<CronSchedule> parse(const QString &text);

    QDateTime nextAfter(const QDateTime &time) const; // the first one later than the time
    QDateTime lastUntil(const QDateTime &time) const; // the last one up to and with the time

    QString text() const { return m_text; } // as it was written, with single blanks

private:
    struct Field
    {
        quint64 values = 0;  // a bit for each
        bool isOpen = false; // begins with *
        bool has(int value) const { return (values >> value & 1U) != 0; }
    };
    friend class CronField;

    bool isDay(const QDate &day) const;
    QTime firstTime(int hour, int minute) const; // of a day, not before; invalid: none
    QTime lastTime(int hour, int minute) const;  // of a day, not after; invalid: none

    QString m_text;
    Field m_minutes;
    Field m_hours;
    Field m_days;
    Field m_months;
    Field m_weekdays; // 0 is Sunday
};

} // namespace Orion
