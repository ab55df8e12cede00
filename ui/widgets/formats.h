#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>

class QLabel;

// How the console writes times, amounts and plain labels: in the program's locale (QLocale()) and
// the computer's time zone, which is always named.
namespace Orion::Formats
{

QString time(const QDateTime &utc);     // "14:43"
QString date(const QDateTime &utc);     // "22 Nov 2026"; invalid: "–"
QString dateTime(const QDateTime &utc); // "22 Nov 2026, 14:43:05 CET"
QString
shortDateTime(const QDateTime &utc); // "22 Nov 2026, 14:43": in columns whose title names the zone
QString zone(const QDateTime &utc);  // "CET", "UTC+2"
QString ago(const QDateTime &utc,
            const QDateTime &now); // "just now", "3 min ago"; days and more as a date
QString until(const QDateTime &utc, const QDateTime &now); // "in 12 min", "in 5 d"
QString duration(std::chrono::milliseconds span); // "180 ms", "2.4 s", "12 min", "3 h", "5 d"
QString money(qint64 minorUnits, const QString &currency);
QString money(std::optional<qint64> minorUnits, const QString &currency); // nothing: "–"
QString orDash(const QString &text);                                      // empty: "–"
// QLocale's patterns of date() and shortDateTime(), in the order of the person's language.
QString dayPattern();    // "d MMM yyyy"
QString minutePattern(); // "d MMM yyyy, HH:mm"

// Labels in the tones of the style sheet.
QLabel *secondary(QLabel *label);
QLabel *muted(QLabel *label);
// "secondary", "muted", "bad", "warning", "accent" or empty; also later.
void setTone(QWidget *widget, const char *tone);

} // namespace Orion::Formats
