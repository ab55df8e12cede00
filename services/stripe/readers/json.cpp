#include "services/stripe/readers/json.h"

#include <limits>

namespace Orion::StripeJson
{

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

std::optional<qint64> integer(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    if (!value.isDouble())
        return std::nullopt;
    // toInteger() answers its default for fractions; two defaults tell them from a real number.
    const qint64 number = value.toInteger(0);
    if (number == 0 && value.toInteger(1) == 1)
        return std::nullopt;
    return number;
}

qint64 integerOr(const QJsonObject &object, const char *key, qint64 fallback)
{
    return integer(object, key).value_or(fallback);
}

QDateTime time(const QJsonObject &object, const char *key)
{
    // The year 9999 is the last that a timestamp in text has four digits for.
    constexpr qint64 latest = 253402300799;
    const auto seconds = integer(object, key);
    if (!seconds || *seconds < 0 || *seconds > latest)
        return {};
    return QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC);
}

QJsonObject child(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toObject();
}

QString id(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    return value.isObject() ? text(value.toObject(), "id") : value.toString();
}

QString firstOf(const QString &newer, const QString &older)
{
    return newer.isEmpty() ? older : newer;
}

QHash<QString, QString> metadata(const QJsonObject &object)
{
    QHash<QString, QString> fields;
    const QJsonObject source = child(object, "metadata");
    for (auto it = source.begin(); it != source.end(); ++it) {
        if (it.value().isString())
            fields.insert(it.key(), it.value().toString());
    }
    return fields;
}

} // namespace Orion::StripeJson
