#pragma once

#include "app/http/message.h"

namespace Orion::Http
{

// Maps method and path to a handler. Filled before the server starts, read by many threads after.
class Router
{
public:
    // The pattern's segments are literal or {name}: "/vendor/{code}/billing". HEAD is answered by
    // the GET route. A second route of the same method and pattern is a programming error.
    void add(const QByteArray &method, const QString &pattern, Handler handler);

    // Answers every request that no route matches, in place of the problems below.
    void setFallback(Handler handler) { m_fallback = std::move(handler); }

    // Finds the route and calls it; unknown paths are 404, known ones with another method are 405
    // with Allow. Both are problems.
    void dispatch(Request request, Responder respond) const;

    struct Route
    {
        QByteArray method;
        QString pattern;
        QStringList segments;
        Handler handler;
    };
    const std::vector<Route> &routes() const { return m_routes; }

private:
    std::vector<Route> m_routes;
    Handler m_fallback; // may be empty
};

} // namespace Orion::Http
