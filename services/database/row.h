#pragma once

#include <QDateTime>
#include <QJsonDocument>
#include <QSqlQuery>
#include <QString>
#include <QStringList>

#include <optional>

namespace Orion
{

// The current row of a result, read by column number. Valid only inside the mapping function that
// it is given to.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(query)
    {}

    bool isNull(int column) const { return m_query.isNull(column); }
    QString text(int column) const { return m_query.value(column).toString(); } // NULL: empty
    bool boolean(int column) const { return m_query.value(column).toBool(); }
    qint64 integer(int column) const; // NULL: 0; a numeric is rounded
    std::optional<qint64> optionalInteger(int column) const;
    double real(int column) const { return m_query.value(column).toDouble(); }
    QDateTime time(int column) const;       // UTC, milliseconds; NULL: invalid
    QStringList textList(int column) const; // a JSON array of strings
    QJsonDocument json(int column) const;

private:
    const QSqlQuery &m_query;
};

} // namespace Orion
