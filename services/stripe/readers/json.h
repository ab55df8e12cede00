#pragma once

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QString>

#include <optional>

// Reading fields of Stripe's JSON objects, tolerant of what an API version leaves out or adds.
namespace Orion::StripeJson
{

// Empty when the field is missing, null or of another kind.
QString text(const QJsonObject &object, const char *key);

// Whole numbers of the full 64 bits; nothing when missing, null or of another kind.
std::optional<qint64> integer(const QJsonObject &object, const char *key);
qint64 integerOr(const QJsonObject &object, const char *key, qint64 fallback);

// Unix seconds as UTC; invalid when missing or null.
QDateTime time(const QJsonObject &object, const char *key);

QJsonObject child(const QJsonObject &object, const char *key);

// An expandable field: the id itself, or the id of the object that stands in its place.
QString id(const QJsonObject &object, const char *key);

// The same from the first place that has it: new API versions first.
QString firstOf(const QString &newer, const QString &older);

// Metadata: texts by name; whatever is no text is left out.
QHash<QString, QString> metadata(const QJsonObject &object);

} // namespace Orion::StripeJson
