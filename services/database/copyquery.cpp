#include "services/database/copyquery.h"

#include "services/database/sqltokens.h"

#include <QDateTime>

#include <cmath>
#include <libpq-fe.h>
#include <memory>

namespace Orion
{

namespace
{

Result<QString> quoted(PGconn *connection, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const std::unique_ptr<char, decltype(&PQfreemem)> literal(
        PQescapeLiteral(connection, bytes.constData(), std::size_t(bytes.size())), &PQfreemem);
    if (!literal)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("A filter has characters that the database does not take."));
    return QString::fromUtf8(literal.get());
}

Result<QString> literalOf(PGconn *connection, const QVariant &value)
{
    if (value.isNull() || (value.typeId() == QMetaType::QString && value.toString().isNull()))
        return QStringLiteral("null");
    switch (value.typeId()) {
    case QMetaType::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
        // In brackets: a minus after another one would begin a comment.
        return QStringLiteral("(%1)").arg(value.toLongLong());
    case QMetaType::Double:
        return QStringLiteral("'%1'::float8")
            .arg(std::isfinite(value.toDouble()) ? QString::number(value.toDouble(), 'g', 17)
                                                 : QStringLiteral("NaN"));
    case QMetaType::QString:
        return quoted(connection, value.toString());
    case QMetaType::QDate:
        return QStringLiteral("'%1'::date").arg(value.toDate().toString(Qt::ISODate));
    case QMetaType::QDateTime:
        return QStringLiteral("'%1'::timestamptz")
            .arg(value.toDateTime().toUTC().toString(Qt::ISODateWithMs));
    default:
        return fail(ErrorCode::Internal,
                    QStringLiteral("A value of the kind %1 cannot stand in an export's query.")
                        .arg(QLatin1String(value.typeName())));
    }
}

} // namespace

Result<QString> withLiterals(PGconn *connection, const QString &query,
                             const QVariantList &arguments)
{
    QString text;
    qsizetype used = 0;
    for (qsizetype i = 0; i < query.size();) {
        if (query.at(i) != u'?') {
            const qsizetype end = endOfToken(query, i);
            text += QStringView(query).mid(i, end - i);
            i = end;
            continue;
        }
        const auto literal = used < arguments.size() ? literalOf(connection, arguments.at(used))
                                                     : Result<QString>(QString());
        if (!literal)
            return literal;
        text += *literal;
        ++used;
        ++i;
    }
    if (used != arguments.size())
        return fail(ErrorCode::Internal,
                    QStringLiteral("An export's query has %1 placeholders and was given %2 values.")
                        .arg(QString::number(used), QString::number(arguments.size())));
    return text;
}

} // namespace Orion
