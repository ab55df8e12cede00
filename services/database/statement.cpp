#include "services/database/statement.h"

#include "services/database/sqltokens.h"

#include <QDateTime>

namespace Orion
{

namespace
{

// A variant with a null string or an invalid time in it does not call itself null.
bool isNothing(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QString:
        return value.toString().isNull();
    case QMetaType::QByteArray:
        return value.toByteArray().isNull();
    case QMetaType::QDate:
        return !value.toDate().isValid();
    case QMetaType::QDateTime:
        return !value.toDateTime().isValid();
    default:
        return value.isNull();
    }
}

Result<QByteArray> textOf(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QString:
        return value.toString().toUtf8();
    case QMetaType::QByteArray:
        return value.toByteArray();
    case QMetaType::Bool:
        return QByteArray(value.toBool() ? "t" : "f");
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::Short:
    case QMetaType::Long:
    case QMetaType::LongLong:
        return QByteArray::number(value.toLongLong());
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return QByteArray::number(value.toULongLong());
    case QMetaType::Double:
        return QByteArray::number(value.toDouble(), 'g', 17);
    case QMetaType::QDate:
        return value.toDate().toString(Qt::ISODate).toLatin1();
    case QMetaType::QDateTime:
        return value.toDateTime().toUTC().toString(Qt::ISODateWithMs).toLatin1();
    default:
        return fail(ErrorCode::Internal,
                    QStringLiteral("A value of the kind %1 cannot be given to the database.")
                        .arg(QLatin1String(value.typeName())));
    }
}

} // namespace

NumberedStatement numbered(const QString &sql)
{
    NumberedStatement statement;
    for (qsizetype i = 0; i < sql.size();) {
        if (sql.at(i) == u'?') {
            statement.sql += '$' + QByteArray::number(++statement.placeholders);
            ++i;
            continue;
        }
        const qsizetype end = endOfToken(sql, i);
        statement.sql += QStringView(sql).mid(i, end - i).toUtf8();
        i = end;
    }
    return statement;
}

Result<StatementArguments> StatementArguments::of(const QVariantList &arguments)
{
    StatementArguments made;
    made.m_texts.reserve(std::size_t(arguments.size()));
    made.m_values.reserve(std::size_t(arguments.size()));
    for (const QVariant &value : arguments) {
        if (isNothing(value)) {
            made.m_values.push_back(nullptr);
            continue;
        }
        auto text = textOf(value);
        if (!text)
            return fail(text.error());
        text->replace(QByteArrayView("\0", 1), QByteArrayView());
        made.m_texts.push_back(std::move(*text));
        made.m_values.push_back(made.m_texts.back().constData());
    }
    return made;
}

} // namespace Orion
