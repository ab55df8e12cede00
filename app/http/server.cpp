#include "app/http/server.h"

#include <optional>
#include <thread>

#include "app/http/connection.h"
#include "app/http/listener.h"
#include "app/http/tlscontext.h"

namespace Orion::Http
{

namespace asio = boost::asio;

class Server::Private
{
public:
    Private(const Router &router, const Limits &limits, int ioThreads)
        : state(std::make_shared<ServerState>(router, limits))
        , threadCount(std::max(1, ioThreads))
        , io(threadCount)
        , work(asio::make_work_guard(io))
    {
        state->turns.start([this](TurnQueue::Turn step) { asio::post(io, std::move(step)); },
                           threadCount);
    }

    void run()
    {
        for (;;) {
            try {
                io.run();
                return;
            } catch (const std::exception &exception) {
                // Ends what threw, for instance a request too large for memory, and nothing else.
                qCritical("http: %s", exception.what());
            } catch (...) {
                qCritical("http: unknown exception");
            }
        }
    }

    bool stop(std::chrono::milliseconds drain);

    std::shared_ptr<ServerState> state;
    const int threadCount;
    std::unique_ptr<asio::ssl::context> tls;
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    std::shared_ptr<Listener> listener;
    std::vector<std::thread> threads;
};

bool Server::Private::stop(std::chrono::milliseconds drain)
{
    state->draining = true;
    if (listener)
        listener->close();
    for (const auto &connection : state->connections.all())
        connection->drain();
    bool finished = true;
    if (!threads.empty())
        finished = state->connections.waitUntilEmpty(drain) || state->requestsUnfinished == 0;
    state->markStopped();
    for (const auto &connection : state->connections.all())
        connection->abort();
    listener.reset();
    work.reset();
    for (std::thread &thread : threads)
        thread.join();
    threads.clear();
    return finished;
}

Server::Server(const Router &router, const Limits &limits, int ioThreads)
    : d(std::make_unique<Private>(router, limits, ioThreads))
{}

Server::~Server()
{
    d->stop(std::chrono::milliseconds(0));
}

Result<quint16> Server::listen(const QString &address, quint16 port, const TlsFiles &tls)
{
    if (d->listener || d->state->draining)
        return fail(ErrorCode::Internal, QStringLiteral("The server has been started before."));
    if (!tls.certificateFile.isEmpty() || !tls.keyFile.isEmpty()) {
        auto context = makeTlsContext(tls);
        if (!context)
            return fail(context.error());
        d->tls = std::move(*context);
    }
    auto listener = std::make_shared<Listener>(d->io, d->state, d->tls.get());
    const auto opened = listener->open(address, port);
    if (!opened)
        return opened;
    d->listener = std::move(listener);
    d->listener->start();
    for (int i = 0; i < d->threadCount; ++i)
        d->threads.emplace_back([this] { d->run(); });
    return opened;
}

bool Server::stop(std::chrono::milliseconds drain)
{
    return d->stop(drain);
}

int Server::openConnections() const
{
    return d->state->connections.count();
}

} // namespace Orion::Http
