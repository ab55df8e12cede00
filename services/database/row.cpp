#include "services/database/row.h"

#include <QJsonArray>

#include <libpq-fe.h>

namespace Orion
{

namespace
{

constexpr Oid booleanType = 16; // fixed in PostgreSQL's catalogue

// A number of exactly these digits; -1 for anything else.
int digits(QByteArrayView text)
{
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

// 2026-01-31, with a time behind it or not.
QDate dateOf(QByteArrayView text)
{
    return text.size() < 10
               ? QDate()
               : QDate(digits(text.first(4)), digits(text.sliced(5, 2)), digits(text.sliced(8, 2)));
}

// 12:34:56, perhaps with a fraction that is cut to milliseconds.
QTime timeOf(QByteArrayView text)
{
    if (text.size() < 8)
        return QTime(0, 0);
    QByteArray fraction("000");
    if (text.size() > 8 && text.at(8) == '.') {
        for (qsizetype i = 0; i < 3 && 9 + i < text.size(); ++i) {
            const char c = text.at(9 + i);
            if (c < '0' || c > '9')
                break;
            fraction[i] = c;
        }
    }
    return QTime(digits(text.first(2)), digits(text.sliced(3, 2)), digits(text.sliced(6, 2)),
                 digits(fraction));
}

} // namespace

QByteArrayView Row::view(int column) const
{
    return {PQgetvalue(m_result, m_row, column), PQgetlength(m_result, m_row, column)};
}

bool Row::isNull(int column) const
{
    return PQgetisnull(m_result, m_row, column) != 0;
}

QString Row::text(int column) const
{
    if (isNull(column))
        return {};
    if (PQftype(m_result, column) == booleanType)
        return boolean(column) ? QStringLiteral("true") : QStringLiteral("false");
    return QString::fromUtf8(view(column));
}

QByteArray Row::bytes(int column) const
{
    return isNull(column) ? QByteArray() : view(column).toByteArray();
}

bool Row::boolean(int column) const
{
    const QByteArrayView value = view(column);
    return !value.isEmpty() && value.front() != 'f' && value != "0";
}

qint64 Row::integer(int column) const
{
    const QByteArrayView value = view(column);
    if (PQftype(m_result, column) == booleanType)
        return boolean(column);
    bool whole = false;
    const qint64 number = value.toLongLong(&whole);
    return whole ? number : qRound64(value.toDouble());
}

std::optional<qint64> Row::optionalInteger(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return integer(column);
}

double Row::real(int column) const
{
    return view(column).toDouble();
}

// The server writes ISO in UTC, for every session asks for that.
QDateTime Row::time(int column) const
{
    const QByteArrayView value = view(column);
    const QDate date = dateOf(value);
    if (!date.isValid())
        return {};
    return QDateTime(date, timeOf(value.size() > 11 ? value.sliced(11) : QByteArrayView()),
                     Qt::UTC);
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
    return QJsonDocument::fromJson(bytes(column));
}

} // namespace Orion
