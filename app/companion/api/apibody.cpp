#include "app/companion/api/apibody.h"

#include "services/platform/strictjson.h"

namespace Orion
{

namespace
{

constexpr qsizetype largestBody = 64 * 1024;

bool isJson(const QByteArray &contentType)
{
    return contentType.split(';').front().trimmed().toLower() == "application/json";
}

tl::unexpected<Http::Response> refuse(int status, const QString &code, const QString &title,
                                      const QString &detail)
{
    return tl::unexpected(Http::Response::problem(status, code, title, detail));
}

} // namespace

tl::expected<QJsonObject, Http::Response> readBody(const Http::Request &request)
{
    const bool takesBody =
        request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (request.body.isEmpty() || !takesBody)
        return QJsonObject();
    if (!isJson(request.header("content-type")))
        return refuse(415, QStringLiteral("unsupported_media_type"),
                      QStringLiteral("Unsupported media type"),
                      QStringLiteral("Send the body as JSON, with Content-Type: "
                                     "application/json."));
    if (request.body.size() > largestBody)
        return refuse(413, QStringLiteral("body_too_large"), QStringLiteral("Body too large"),
                      QStringLiteral("A body may have %1 bytes at most here.").arg(largestBody));
    auto object = parseStrictObject(request.body);
    if (!object)
        return tl::unexpected(Http::problem(
            {ErrorCode::InvalidArgument,
             QStringLiteral("The body has to be one JSON object in which no name stands twice."),
             {}}));
    return std::move(*object);
}

} // namespace Orion
