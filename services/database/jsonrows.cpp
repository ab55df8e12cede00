#include "services/database/jsonrows.h"

#include <QDateTime>

namespace Orion::JsonRows
{

QJsonValue orNull(const QString &text)
{
    if (text.isEmpty())
        return QJsonValue::Null;
    return text.contains(QChar(u'\0')) ? QString(text).remove(QChar(u'\0')) : text;
}

QJsonValue orNull(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs))
                          : QJsonValue(QJsonValue::Null);
}

} // namespace Orion::JsonRows
