#include "ui/widgets/formats.h"

#include "models/domain/money.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLocale>
#include <QStyle>
#include <QTimeZone>

namespace Orion::Formats
{

namespace
{

QString dash()
{
    return QStringLiteral("–");
}

QString words(const char *text, int number = -1)
{
    return QCoreApplication::translate("Formats", text, nullptr, number);
}

} // namespace

QString dayPattern()
{
    return words(QT_TRANSLATE_NOOP("Formats", "d MMM yyyy"));
}

QString minutePattern()
{
    return words(QT_TRANSLATE_NOOP("Formats", "d MMM yyyy, HH:mm"));
}

QString time(const QDateTime &utc)
{
    return utc.isValid() ? utc.toLocalTime().toString(QStringLiteral("HH:mm")) : dash();
}

QString date(const QDateTime &utc)
{
    if (!utc.isValid())
        return dash();
    return QLocale().toString(utc.toLocalTime().date(), dayPattern());
}

QString zone(const QDateTime &utc)
{
    const QString name = utc.toLocalTime().timeZoneAbbreviation();
    return name.isEmpty() ? QStringLiteral("UTC") : name;
}

QString shortDateTime(const QDateTime &utc)
{
    if (!utc.isValid())
        return dash();
    return QLocale().toString(utc.toLocalTime(), minutePattern());
}

QString dateTime(const QDateTime &utc)
{
    if (!utc.isValid())
        return dash();
    return QLocale().toString(utc.toLocalTime(),
                              words(QT_TRANSLATE_NOOP("Formats", "d MMM yyyy, HH:mm:ss"))) +
           u' ' + zone(utc);
}

QString ago(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid())
        return dash();
    const qint64 seconds = utc.secsTo(now);
    if (seconds < 0)
        return shortDateTime(utc);
    if (seconds < 1)
        return words(QT_TRANSLATE_NOOP("Formats", "just now"));
    if (seconds < 60)
        return words(QT_TRANSLATE_N_NOOP("Formats", "%n s ago"), int(seconds));
    if (seconds < 3600)
        return words(QT_TRANSLATE_N_NOOP("Formats", "%n min ago"), int(seconds / 60));
    if (seconds < 86400)
        return words(QT_TRANSLATE_N_NOOP("Formats", "%n h ago"), int(seconds / 3600));
    return date(utc);
}

QString until(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid())
        return dash();
    const qint64 minutes = (now.secsTo(utc) + 59) / 60; // begun ones count
    if (minutes < 1)
        return words(QT_TRANSLATE_NOOP("Formats", "now"));
    if (minutes < 60)
        return words(QT_TRANSLATE_N_NOOP("Formats", "in %n min"), int(minutes));
    if (minutes < 2 * 24 * 60)
        return words(QT_TRANSLATE_N_NOOP("Formats", "in %n h"), int(minutes / 60));
    return words(QT_TRANSLATE_N_NOOP("Formats", "in %n d"), int(minutes / (24 * 60)));
}

QString duration(std::chrono::milliseconds span)
{
    const qint64 milliseconds = span.count();
    const QLocale locale;
    const auto written = [](const QString &number, const char *unit) {
        return words(unit).arg(number);
    };
    if (milliseconds < 1000)
        return written(locale.toString(milliseconds), QT_TRANSLATE_NOOP("Formats", "%1 ms"));
    const qint64 seconds = milliseconds / 1000;
    if (seconds < 10)
        return written(locale.toString(double(milliseconds / 100) / 10, 'f', 1),
                       QT_TRANSLATE_NOOP("Formats", "%1 s"));
    if (seconds < 60)
        return written(locale.toString(seconds), QT_TRANSLATE_NOOP("Formats", "%1 s"));
    if (seconds < 3600)
        return written(locale.toString(seconds / 60), QT_TRANSLATE_NOOP("Formats", "%1 min"));
    if (seconds < 172'800)
        return written(locale.toString(seconds / 3600), QT_TRANSLATE_NOOP("Formats", "%1 h"));
    return written(locale.toString(seconds / 86'400), QT_TRANSLATE_NOOP("Formats", "%1 d"));
}

QString money(qint64 minorUnits, const QString &currency)
{
    return Money{minorUnits, currency}.toString(QLocale());
}

QString money(std::optional<qint64> minorUnits, const QString &currency)
{
    return minorUnits ? money(*minorUnits, currency) : dash();
}

QString orDash(const QString &text)
{
    return text.isEmpty() ? dash() : text;
}

void setTone(QWidget *widget, const char *tone)
{
    widget->setProperty("tone", QLatin1String(tone));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QLabel *secondary(QLabel *label)
{
    label->setProperty("tone", QStringLiteral("secondary"));
    return label;
}

QLabel *muted(QLabel *label)
{
    label->setProperty("tone", QStringLiteral("muted"));
    return label;
}

} // namespace Orion::Formats
