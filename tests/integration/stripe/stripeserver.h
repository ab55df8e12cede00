#pragma once

#include "app/http/server.h"
#include "services/platform/configuration.h"

#include <QSemaphore>

#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <thread>

namespace Orion
{

// A Stripe over HTTP that answers as a test tells it to: the next of the answers given, else
// {"id": "obj_default"}. Requests under /v1/held wait until the test lets them go.
class StripeServer
{
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Seen
    {
        Http::Request request;
        Time at;
    };

    StripeServer();
    ~StripeServer();

    QUrl url() const;
    void answer(int status, const QByteArray &body,
                const std::vector<std::pair<QByteArray, QByteArray>> &headers = {});
    void refuse(int status, const std::vector<std::pair<QByteArray, QByteArray>> &headers = {});

    std::vector<Seen> seen() const;
    bool waitForHeld(int count); // until as many wait
    void releaseHeld();

private:
    void handle(const Http::Request &request, const Http::Responder &respond);

    mutable std::mutex m_mutex;
    std::vector<Seen> m_seen;
    std::deque<Http::Response> m_answers;
    std::vector<Http::Responder> m_held;
    QSemaphore m_arrived;
    Http::Router m_router;
    std::unique_ptr<Http::Server> m_server;
    quint16 m_port = 0;
};

// Sends the same bytes to whoever comes, whatever is asked, and closes.
class RawServer
{
public:
    explicit RawServer(QByteArray bytes);
    ~RawServer();

    RawServer(const RawServer &) = delete;
    RawServer &operator=(const RawServer &) = delete;

    QUrl url() const;
    int connections() const { return m_connections; }

private:
    void serve();

    const QByteArray m_bytes;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<int> m_connections = 0;
    std::thread m_thread;
};

// A configuration that calls there, with a test key and without a rate limit.
Configuration stripeConfiguration(const QUrl &base);

} // namespace Orion
