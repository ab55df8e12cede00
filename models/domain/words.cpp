#include "models/domain/words.h"

#include <QDateTime>

namespace Orion
{

QString counted(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(count);
}

QString minuteInWords(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

} // namespace Orion
