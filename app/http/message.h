#pragma once

#include "models/domain/error.h"

#include <QByteArray>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace Orion::Http
{

// A request, whole: header and body lie within the server's limits. A plain value that may travel
// between threads.
struct Request
{
    QByteArray method; // upper case: GET, POST …
    QByteArray target; // as received, path and query
    QString path;      // decoded, without the query
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;                       // byte for byte as received
    QByteArray peer;                       // address of the other end, without the port
    QHash<QString, QString> parameters;    // from the route's pattern: {code}

    QByteArray header(const QByteArray &lowerCaseName) const
    {
        return headers.value(lowerCaseName);
    }
    QString parameter(const QString &name) const { return parameters.value(name); }
};

struct Response
{
    int status = 200; // 0 closes the connection without an answer
    QByteArray contentType = "text/plain; charset=utf-8";
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers; // beside Content-Type and -Length

    static Response json(const QJsonObject &object, int status = 200);
    static Response html(QByteArray page, int status = 200);
    static Response text(QByteArray text, int status = 200);
    static Response redirect(const QByteArray &location, int status = 303);
    static Response empty(int status = 204);

    // application/problem+json as in RFC 9457, with the stable code beside the standard members.
    static Response problem(int status, const QString &code, const QString &title,
                            const QString &detail = {});
};

// The one mapping from our errors to HTTP status and problem body.
int httpStatus(ErrorCode code);
Response problem(const Error &error);

// Sends the answer of one request. May be called from any thread, once; later calls do nothing.
// If the last copy goes without an answer, the client gets a 500.
using Responder = std::function<void(Response)>;

// Called on an I/O thread. It must not block: slow work goes to a pool and answers from there.
using Handler = std::function<void(Request, Responder)>;

} // namespace Orion::Http
