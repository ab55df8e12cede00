#include "app/companion/api/answers.h"

namespace Orion
{

namespace
{

constexpr qsizetype longestCursor = 1024;

} // namespace

Http::Response problemWith(const Error &error, const QJsonObject &members)
{
    Http::Response response = Http::problem(error);
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    for (auto it = members.begin(); it != members.end(); ++it)
        body.insert(it.key(), it.value());
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

Result<PageRequest> pageOf(const Http::Request &request, int fallback, int largest)
{
    PageRequest page{fallback, {}};
    const QString limit = QStringLiteral("limit");
    if (request.query.hasQueryItem(limit)) {
        bool isNumber = false;
        page.limit = request.query.queryItemValue(limit).toInt(&isNumber);
        if (!isNumber || page.limit < 1 || page.limit > largest)
            return fail(
                ErrorCode::InvalidArgument,
                QStringLiteral("\"limit\" has to be a whole number from 1 to %1.").arg(largest));
    }
    page.cursor =
        request.query.queryItemValue(QStringLiteral("cursor"), QUrl::FullyDecoded).toUtf8();
    if (page.cursor.size() > longestCursor)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"cursor\" has to be what an earlier page gave as "
                                   "next_cursor."));
    return page;
}

QJsonValue timeValue(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QJsonValue orNull(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

} // namespace Orion
