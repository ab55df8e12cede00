#pragma once

#include "app/http/server.h"

#include <QSemaphore>
#include <QUrl>

#include <mutex>
#include <vector>

namespace Orion
{

// Stands between the companion and the sandbox, and stops one call at a place that the test names:
// the companion then waits, and may die there.
class StripeProxy
{
public:
    enum class Place
    {
        BeforeForwarding, // Stripe has not heard of it
        BeforeAnswering,  // Stripe has done it, the companion does not know
    };

    explicit StripeProxy(const QUrl &sandbox);
    ~StripeProxy();

    QUrl url() const;

    // Stops the next call of this method and path. Those after it pass.
    void stopAt(Place place, const QByteArray &method, const QString &path);
    bool waitUntilStopped();
    // Lets the stopped call go on, or, where its caller is dead, drops it where it stands.
    void goOn();
    void drop();

    // The calls that reached the sandbox, as "POST /v1/customers".
    QStringList forwarded() const;

private:
    struct Stopped
    {
        Http::Request request;
        Http::Responder respond;
        Http::Response answer; // where it was forwarded
    };

    void handle(const Http::Request &request, const Http::Responder &respond);
    bool takeStop(Place place, const Http::Request &request);
    void stop(Stopped stopped);
    Http::Response forward(const Http::Request &request);

    const quint16 m_sandboxPort;
    mutable std::mutex m_mutex;
    std::optional<Place> m_place;
    QByteArray m_method;
    QString m_path;
    std::optional<Stopped> m_stopped;
    Place m_stoppedAt = Place::BeforeForwarding;
    QSemaphore m_arrived;
    QStringList m_forwarded;
    Http::Router m_router;
    std::unique_ptr<Http::Server> m_server;
    quint16 m_port = 0;
};

} // namespace Orion
