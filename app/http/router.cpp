#include "app/http/router.h"

#include <algorithm>

namespace Orion::Http
{

namespace
{

bool isParameter(const QString &segment)
{
    return segment.size() > 2 && segment.startsWith(QLatin1Char('{')) &&
           segment.endsWith(QLatin1Char('}'));
}

bool matches(const QStringList &pattern, const QStringList &path)
{
    if (pattern.size() != path.size())
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const bool same = isParameter(pattern[i]) ? !path[i].isEmpty() : pattern[i] == path[i];
        if (!same)
            return false;
    }
    return true;
}

// Of two patterns that match, the one with the earlier literal wins: /tiers/new over /tiers/{id}.
bool isMoreSpecific(const QStringList &left, const QStringList &right)
{
    for (qsizetype i = 0; i < std::min(left.size(), right.size()); ++i) {
        if (isParameter(left[i]) != isParameter(right[i]))
            return isParameter(right[i]);
    }
    return false;
}

QHash<QString, QString> parametersOf(const QStringList &pattern, const QStringList &path)
{
    QHash<QString, QString> parameters;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isParameter(pattern[i]))
            parameters.insert(pattern[i].sliced(1, pattern[i].size() - 2), path[i]);
    }
    return parameters;
}

Response wrongMethod(QByteArrayList allowed)
{
    if (allowed.contains("GET") && !allowed.contains("HEAD"))
        allowed.append("HEAD");
    std::sort(allowed.begin(), allowed.end());
    Response response = Response::problem(
        405, QStringLiteral("method_not_allowed"), QStringLiteral("Method not allowed"),
        QStringLiteral("This address does not take this method; Allow lists those it takes."));
    response.headers.emplace_back("Allow", allowed.join(", "));
    return response;
}

} // namespace

void Router::add(const QByteArray &method, const QString &pattern, Handler handler)
{
    Q_ASSERT_X(pattern.startsWith(QLatin1Char('/')), "Router::add", "a pattern starts with /");
    const QStringList segments = pattern.split(QLatin1Char('/'));
    const auto sameRoute = [&](const Route &route) {
        return route.method == method && matches(route.segments, segments) &&
               matches(segments, route.segments);
    };
    if (std::any_of(m_routes.begin(), m_routes.end(), sameRoute))
        qFatal("Two routes for %s %s", method.constData(), qPrintable(pattern));
    m_routes.push_back({method, pattern, segments, std::move(handler)});
}

void Router::dispatch(Request request, Responder respond) const
{
    const QStringList path = request.path.split(QLatin1Char('/'));
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    const Route *found = nullptr;
    QByteArrayList allowed;
    for (const Route &route : m_routes) {
        if (!matches(route.segments, path))
            continue;
        if (!allowed.contains(route.method))
            allowed.append(route.method);
        if (route.method == method && (!found || isMoreSpecific(route.segments, found->segments)))
            found = &route;
    }
    if (found) {
        request.parameters = parametersOf(found->segments, path);
        found->handler(std::move(request), std::move(respond));
    } else if (m_fallback) {
        m_fallback(std::move(request), std::move(respond));
    } else if (!allowed.isEmpty()) {
        respond(wrongMethod(std::move(allowed)));
    } else {
        respond(Response::problem(404, QStringLiteral("not_found"), QStringLiteral("Not found"),
                                  QStringLiteral("There is nothing at this address.")));
    }
}

} // namespace Orion::Http
