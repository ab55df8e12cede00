#include "services/database/connectionsettings.h"

#include <libpq-fe.h>

namespace Orion
{

Result<ConnectionSettings> ConnectionSettings::parse(const QString &uriOrConninfo)
{
    char *message = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(uriOrConninfo.toUtf8().constData(), &message), &PQconninfoFree);
    // libpq's message repeats the text, and with it the password.
    PQfreemem(message);
    if (!options)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The database address is not a PostgreSQL URI or conninfo. "
                                   "Write it as postgresql://user@host:5432/database."));
    ConnectionSettings settings;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (option->val)
            settings.parameters.insert(QString::fromUtf8(option->keyword),
                                       QString::fromUtf8(option->val));
    }
    return settings;
}

ConnectionSettings ConnectionSettings::withDatabase(const QString &name) const
{
    ConnectionSettings changed = *this;
    changed.parameters.insert(QStringLiteral("dbname"), name);
    return changed;
}

ConnectionSettings ConnectionSettings::withUser(const QString &name) const
{
    ConnectionSettings changed = *this;
    changed.parameters.insert(QStringLiteral("user"), name);
    return changed;
}

QString ConnectionSettings::conninfo() const
{
    QStringList parts;
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        QString value = it.value();
        value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
        parts.append(QStringLiteral("%1='%2'").arg(it.key(), value));
    }
    return parts.join(u' ');
}

QString ConnectionSettings::description() const
{
    const QString host = parameters.value(QStringLiteral("host"), QStringLiteral("localhost"));
    const bool socket = host.startsWith(u'/');
    const QString port = parameters.value(QStringLiteral("port"));
    QString text = parameters.value(QStringLiteral("dbname"), QStringLiteral("(default database)"));
    text += QStringLiteral(" on ") + (socket ? QStringLiteral("this computer") : host);
    if (!socket && !port.isEmpty() && !port.contains(u','))
        text += u':' + port;
    if (parameters.contains(QStringLiteral("user")))
        text += QStringLiteral(" as ") + parameters.value(QStringLiteral("user"));
    return text;
}

} // namespace Orion
