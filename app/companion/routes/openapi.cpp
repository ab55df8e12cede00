#include "app/companion/routes/routes.h"

#include <QCryptographicHash>
#include <QFile>

namespace Orion::Routes
{

void addOpenApi(Http::Router &router, Metrics &metrics)
{
    QFile file(QStringLiteral(":/openapi/openapi.json"));
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isThere, "addOpenApi", "the program is linked without orion_openapi_resources");
    Http::Response document{isThere ? 200 : 404, "application/json", file.readAll(), {}};
    const QByteArray tag =
        '"' + QCryptographicHash::hash(document.body, QCryptographicHash::Sha256).toHex().left(32) +
        '"';
    document.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}};
    Http::Response unchanged = Http::Response::empty(304);
    unchanged.headers = document.headers;

    const auto write = [document = std::move(document), unchanged = std::move(unchanged),
                        tag](const Http::Request &request, const Http::Responder &respond) {
        respond(request.header("if-none-match") == tag ? unchanged : document);
    };
    const QString path = QStringLiteral("/api/v1/openapi.json");
    router.add("GET", path, counted(metrics, path.toUtf8(), write));
}

} // namespace Orion::Routes
