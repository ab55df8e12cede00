#include "services/database/row.h"

#include <QJsonArray>

namespace Orion
{

qint64 Row::integer(int column) const
{
    bool whole = false;
    const QVariant value = m_query.value(column);
    const qint64 number = value.toLongLong(&whole);
    // A numeric arrives as text, maybe with decimals.
    return whole ? number : qRound64(value.toDouble());
}

std::optional<qint64> Row::optionalInteger(int column) const
{
    if (m_query.isNull(column))
        return std::nullopt;
    return integer(column);
}

QDateTime Row::time(int column) const
{
    return m_query.value(column).toDateTime().toUTC();
}

QStringList Row::textList(int column) const
{
    QStringList list;
    for (const QJsonValue value : json(column).array())
        list.append(value.toString());
    return list;
}

QJsonDocument Row::json(int column) const
{
    return QJsonDocument::fromJson(text(column).toUtf8());
}

} // namespace Orion
