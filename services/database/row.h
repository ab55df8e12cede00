#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonDocument>
#include <QString>
#include <QStringList>

#include <optional>

typedef struct pg_result PGresult;

namespace Orion
{

// The current row of a result, read by column number. Valid only inside the mapping function that
// it is given to.
class Row
{
public:
    Row(const PGresult *result, int row)
        : m_result(result)
        , m_row(row)
    {}

    bool isNull(int column) const;
    QString text(int column) const;     // NULL: empty
    QByteArray bytes(int column) const; // of a text, UTF-8 as it is stored; NULL: null
    bool boolean(int column) const;
    qint64 integer(int column) const; // NULL: 0; a numeric is rounded
    std::optional<qint64> optionalInteger(int column) const;
    double real(int column) const;
    QDateTime time(int column) const;       // UTC, milliseconds; NULL and infinity: invalid
    QStringList textList(int column) const; // a JSON array of strings
    QJsonDocument json(int column) const;

private:
    QByteArrayView view(int column) const;

    const PGresult *m_result;
    int m_row;
};

} // namespace Orion
