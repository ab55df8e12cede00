#include "services/platform/terminationsignals.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace Orion
{

namespace
{

// Handlers get no context, so the pipe's write end is the one thing that has to be reachable from
// everywhere. -1: nobody watches.
std::atomic<int> writeEnd = -1;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free");

constexpr std::array watchedSignals{SIGTERM, SIGINT};

void passOn(int signalNumber)
{
    const int saved = errno;
    const auto byte = static_cast<unsigned char>(signalNumber);
    // A full pipe means that a request is waiting already; nothing is lost.
    [[maybe_unused]] const auto written = ::write(writeEnd.load(), &byte, 1);
    errno = saved;
}

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int signalNumber : watchedSignals)
        sigaction(signalNumber, &action, nullptr);
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent)
    : QObject(parent)
{}

TerminationSignals::~TerminationSignals()
{
    if (m_readEnd < 0)
        return;
    setHandler(SIG_DFL);
    m_notifier.reset();
    ::close(writeEnd.exchange(-1));
    ::close(m_readEnd);
}

Result<void> TerminationSignals::watch()
{
    if (m_readEnd >= 0)
        return {};
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return fail(ErrorCode::Internal,
                    QStringLiteral("The program cannot watch for its end: no file descriptors "
                                   "are left. Raise the limit (ulimit -n)."));
    int nobody = -1;
    if (!writeEnd.compare_exchange_strong(nobody, ends[1])) {
        ::close(ends[0]);
        ::close(ends[1]);
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Another part of the program already watches for its end."));
    }
    m_readEnd = ends[0];
    m_notifier = std::make_unique<QSocketNotifier>(m_readEnd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &TerminationSignals::readSignals);
    setHandler(&passOn);
    return {};
}

void TerminationSignals::readSignals()
{
    std::array<unsigned char, 64> buffer{};
    const auto count = ::read(m_readEnd, buffer.data(), buffer.size());
    for (qsizetype i = 0; i < count; ++i)
        Q_EMIT requested(buffer.at(std::size_t(i)));
}

} // namespace Orion
