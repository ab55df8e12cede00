#include "services/database/sqlerror.h"

#include <QSqlError>

namespace Orion
{

bool isConnectionLost(const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    if (error.type() == QSqlError::ConnectionError)
        return true;
    return code.isEmpty() || code.startsWith(QLatin1String("08"))
        || code == QLatin1String("57P01") || code == QLatin1String("57P02")
        || code == QLatin1String("57P03");
}

Error toError(const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    const QString detail = QStringLiteral("%1 %2").arg(code, error.databaseText()).trimmed();
    if (isConnectionLost(error))
        return {ErrorCode::DatabaseUnavailable,
                QStringLiteral("The database cannot be reached. Check that it is running."), detail};
    if (code == QLatin1String("40001") || code == QLatin1String("40P01"))
        return {ErrorCode::Conflict,
                QStringLiteral("Someone else changed the same data. Try again."), detail};
    if (code == QLatin1String("42501"))
        return {ErrorCode::Forbidden,
                QStringLiteral("Your database role does not have the right to do this."), detail};
    if (code == QLatin1String("57014"))
        return {ErrorCode::Timeout,
                QStringLiteral("The database took too long and was stopped. Narrow the filter or "
                               "try again."),
                detail};
    return {ErrorCode::DatabaseFailed,
            QStringLiteral("The database refused the statement (%1).").arg(code), detail};
}

} // namespace Orion
