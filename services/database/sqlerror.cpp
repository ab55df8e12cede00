#include "services/database/sqlerror.h"

#include <QRegularExpression>
#include <QStringList>

#include <libpq-fe.h>

namespace Orion
{

namespace
{

Error fromState(const QString &state, const QString &text)
{
    // The first line says what failed; the ones after it repeat the row, which may be personal.
    const QString firstLine = text.section(u'\n', 0, 0);
    const QString detail = QStringLiteral("%1 %2").arg(state, firstLine).trimmed();
    if (isConnectionLost(state))
        return {ErrorCode::DatabaseUnavailable,
                QStringLiteral("The database cannot be reached. Check that it is running."),
                detail};
    if (state == QLatin1String("40001") || state == QLatin1String("40P01"))
        return {ErrorCode::Conflict,
                QStringLiteral("Someone else changed the same data. Try again."), detail};
    if (state == QLatin1String("42501"))
        return {ErrorCode::Forbidden,
                QStringLiteral("Your database role does not have the right to do this."), detail};
    if (state == QLatin1String("57014") || state == QLatin1String("55P03"))
        return {ErrorCode::Timeout,
                QStringLiteral("The database took too long and was stopped. Narrow the filter or "
                               "try again."),
                detail};
    return {ErrorCode::DatabaseFailed,
            QStringLiteral("The database refused the statement (%1).").arg(state), detail};
}

} // namespace

bool isConnectionLost(const QString &sqlState)
{
    // Shut down, crashed, starting, database dropped, timeouts of an idle session.
    static const QStringList fatal{QStringLiteral("57P01"), QStringLiteral("57P02"),
                                   QStringLiteral("57P03"), QStringLiteral("57P04"),
                                   QStringLiteral("57P05"), QStringLiteral("25P03")};
    return sqlState.isEmpty() || sqlState.startsWith(QLatin1String("08")) ||
           fatal.contains(sqlState);
}

Error toError(const PGconn *connection, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char *text = result ? PQresultErrorMessage(result) : PQerrorMessage(connection);
    return fromState(QString::fromLatin1(state), QString::fromUtf8(text).trimmed());
}

QString sqlState(const Error &error)
{
    static const QRegularExpression pattern(QStringLiteral("^[0-9A-Z]{5}(?= |$)"));
    return pattern.match(error.detail).captured();
}

} // namespace Orion
