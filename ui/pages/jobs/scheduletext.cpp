#include "ui/pages/jobs/jobwords.h"

#include <QCoreApplication>
#include <QLocale>

namespace Orion
{

namespace
{

QString words(const char *text, int number = -1)
{
    return QCoreApplication::translate("ScheduleText", text, nullptr, number);
}

std::optional<int> numberOf(const QString &field)
{
    bool isNumber = false;
    const int number = field.toInt(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

// */15: 15.
std::optional<int> stepOf(const QString &field)
{
    return field.startsWith(QLatin1String("*/")) ? numberOf(field.sliced(2)) : std::nullopt;
}

// "06:00, 18:00 UTC"; empty where an hour is more than a number.
QString timesText(int minute, const QString &hours)
{
    QStringList times;
    for (const QString &hour : hours.split(u',')) {
        const auto number = numberOf(hour);
        if (!number)
            return {};
        times.append(QTime(*number, minute).toString(QStringLiteral("HH:mm")));
    }
    return times.join(QStringLiteral(", ")) + QStringLiteral(" UTC");
}

// What comes again within a day; empty where it comes at times.
QString pulseText(const QString &minutes, const QString &hours)
{
    const bool everyHour = hours == u'*';
    if (everyHour && minutes == u'*')
        return words(QT_TRANSLATE_NOOP("ScheduleText", "Every minute"));
    if (const auto step = stepOf(minutes); everyHour && step)
        return words(QT_TRANSLATE_N_NOOP("ScheduleText", "Every %n minutes"), *step);
    const auto minute = numberOf(minutes);
    if (everyHour && minute)
        return *minute == 0 ? words(QT_TRANSLATE_NOOP("ScheduleText", "Every hour"))
                            : words(QT_TRANSLATE_NOOP("ScheduleText", "Every hour at minute %1"))
                                  .arg(*minute);
    if (const auto step = stepOf(hours); step && minute == 0)
        return words(QT_TRANSLATE_N_NOOP("ScheduleText", "Every %n hours"), *step);
    return {};
}

QString dayName(const QString &day)
{
    static const QStringList names{
        QStringLiteral("sun"), QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
        QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat")};
    const int number = numberOf(day).value_or(int(names.indexOf(day.toLower())));
    if (number < 0 || number > 7)
        return {};
    return QLocale().standaloneDayName(number == 0 ? 7 : number);
}

// "Monday to Friday", "Sunday"; empty where it takes more.
QString weekdaysText(const QString &field)
{
    QStringList parts;
    for (const QString &part : field.split(u',')) {
        const QStringList ends = part.split(u'-');
        const QString first = dayName(ends.first());
        const QString last = dayName(ends.last());
        if (first.isEmpty() || last.isEmpty() || ends.size() > 2)
            return {};
        parts.append(ends.size() == 1
                         ? first
                         : words(QT_TRANSLATE_NOOP("ScheduleText", "%1 to %2")).arg(first, last));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString scheduleInWords(const QString &cron)
{
    const QStringList fields = cron.split(u' ', Qt::SkipEmptyParts);
    if (fields.size() != 5 || fields.at(3) != u'*')
        return {};
    const bool everyDay = fields.at(2) == u'*';
    const bool everyWeekday = fields.at(4) == u'*';
    const QString pulse = pulseText(fields.at(0), fields.at(1));
    if (!pulse.isEmpty())
        return everyDay && everyWeekday ? pulse : QString();
    const auto minute = numberOf(fields.at(0));
    const QString times = minute ? timesText(*minute, fields.at(1)) : QString();
    if (times.isEmpty())
        return {};
    if (everyDay && everyWeekday)
        return words(QT_TRANSLATE_NOOP("ScheduleText", "Every day at %1")).arg(times);
    if (everyDay) {
        const QString days = weekdaysText(fields.at(4));
        return days.isEmpty()
                   ? QString()
                   : words(QT_TRANSLATE_NOOP("ScheduleText", "%1 at %2")).arg(days, times);
    }
    const auto day = numberOf(fields.at(2));
    return day && everyWeekday
               ? words(QT_TRANSLATE_NOOP("ScheduleText", "Day %1 of the month at %2"))
                     .arg(*day)
                     .arg(times)
               : QString();
}

} // namespace Orion
