#include "services/database/sqltokens.h"

namespace Orion
{

qsizetype endOfToken(const QString &sql, qsizetype i)
{
    const auto after = [&](const QString &end) {
        const qsizetype found = sql.indexOf(end, i + (end.size() > 1 ? 2 : 1));
        return found < 0 ? sql.size() : found + end.size();
    };
    const QStringView rest = QStringView(sql).mid(i);
    if (rest.startsWith(u'\''))
        return after(QStringLiteral("'"));
    if (rest.startsWith(u'"'))
        return after(QStringLiteral("\""));
    if (rest.startsWith(QLatin1String("/*")))
        return after(QStringLiteral("*/"));
    if (rest.startsWith(QLatin1String("--"))) {
        const qsizetype found = sql.indexOf(u'\n', i);
        return found < 0 ? sql.size() : found + 1;
    }
    return i + 1;
}

} // namespace Orion
