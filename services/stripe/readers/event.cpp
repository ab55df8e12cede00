#include "services/stripe/readers/event.h"

#include "services/stripe/readers/json.h"

#include <QJsonDocument>

namespace Orion
{

namespace
{

constexpr int longestId = 255;

tl::unexpected<Error> refuse(const QString &reason)
{
    return fail(ErrorCode::InvalidArgument, reason);
}

// JSON has no control characters but tab and line ends, in texts neither: those are escaped there.
// The parser lets them pass, and PostgreSQL's text cannot hold a NUL.
bool hasControlCharacters(const QByteArray &json)
{
    return std::any_of(json.begin(), json.end(), [](char c) {
        return uchar(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    });
}

bool isPlainWord(const QString &text)
{
    return !text.isEmpty() && text.size() <= longestId &&
           std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c > QChar(0x20) && c < QChar(0x7f); });
}

Result<QJsonObject> parseObject(const QByteArray &json)
{
    if (json.trimmed().isEmpty())
        return refuse(QStringLiteral("The body is empty; a Stripe event was expected."));
    if (!QUtf8StringView(json).isValidUtf8())
        return refuse(QStringLiteral("The body is not UTF-8 text."));
    if (hasControlCharacters(json) || json.startsWith("\xef\xbb\xbf"))
        return refuse(QStringLiteral("The body is not JSON: it holds characters that JSON does "
                                     "not allow."));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return refuse(QStringLiteral("The body is not JSON: %1 at byte %2.")
                          .arg(error.errorString())
                          .arg(error.offset));
    if (!document.isObject())
        return refuse(QStringLiteral("The body is not a JSON object."));
    return document.object();
}

Result<QString> requiredWord(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    const QString name = QString::fromLatin1(key);
    if (value.isUndefined() || value.isNull())
        return refuse(QStringLiteral("The event has no %1.").arg(name));
    if (!value.isString() || !isPlainWord(value.toString()))
        return refuse(QStringLiteral("The event's %1 is not a word.").arg(name));
    return value.toString();
}

Result<QString> optionalWord(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    if (value.isUndefined() || value.isNull())
        return QString();
    return requiredWord(object, key);
}

Result<QJsonObject> dataObject(const QJsonObject &envelope)
{
    const QJsonValue data = envelope.value(QLatin1String("data"));
    const QJsonValue object = data.toObject().value(QLatin1String("object"));
    if (!data.isObject() || !object.isObject())
        return refuse(QStringLiteral("The event has no data.object."));
    return object.toObject();
}

} // namespace

Result<StripeEvent> readEvent(const QByteArray &json)
{
    const auto envelope = parseObject(json);
    if (!envelope)
        return fail(envelope.error());
    const auto id = requiredWord(*envelope, "id");
    const auto type = requiredWord(*envelope, "type");
    const auto version = optionalWord(*envelope, "api_version");
    const auto account = optionalWord(*envelope, "account");
    for (const auto *field : {&id, &type, &version, &account}) {
        if (!*field)
            return fail(field->error());
    }
    const QJsonValue livemode = envelope->value(QLatin1String("livemode"));
    if (!livemode.isUndefined() && !livemode.isBool())
        return refuse(QStringLiteral("The event's livemode is neither true nor false."));
    const QDateTime created = StripeJson::time(*envelope, "created");
    if (!created.isValid())
        return refuse(QStringLiteral("The event's created is not a Unix time."));
    const auto object = dataObject(*envelope);
    if (!object)
        return fail(object.error());
    const QString objectId = StripeJson::text(*object, "id");
    const QJsonObject request = StripeJson::child(*envelope, "request");

    return StripeEvent{*id,
                       *type,
                       *version,
                       *account,
                       livemode.toBool(),
                       created,
                       *object,
                       isPlainWord(objectId) ? objectId : QString(),
                       StripeJson::text(request, "idempotency_key")};
}

} // namespace Orion
