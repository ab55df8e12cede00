#include "ui/charts/dayformats.h"

#include "ui/widgets/formats.h"

#include <QLocale>

namespace Orion
{

QString shortDay(const QDate &day)
{
    return QLocale().toString(day, Formats::dayPattern());
}

QString longDay(const QDate &day)
{
    return QLocale().toString(day, QStringLiteral("ddd, ") + Formats::dayPattern());
}

} // namespace Orion
