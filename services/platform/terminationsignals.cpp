#include "services/platform/terminationsignals.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

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

// A child that is tied to its parent (PR_SET_PDEATHSIG) gets the signal once for each thread of a
// parent that is killed. The first is enough.
void forgetParent()
{
#ifdef Q_OS_LINUX
    ::prctl(PR_SET_PDEATHSIG, 0);
#endif
}

// What was sent before the handlers go, and no thread has taken yet, still belongs to us: with the
// default effect it would end the program in the middle of its tidying up.
void takePending()
{
    sigset_t pending;
    sigemptyset(&pending);
    for (const int signalNumber : watchedSignals)
        sigaddset(&pending, signalNumber);
    const timespec now{};
    while (::sigtimedwait(&pending, nullptr, &now) > 0) {
    }
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
    takePending();
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
    forgetParent();
    std::array<unsigned char, 64> buffer{};
    const auto count = ::read(m_readEnd, buffer.data(), buffer.size());
    for (qsizetype i = 0; i < count; ++i)
        Q_EMIT requested(buffer.at(std::size_t(i)));
}

} // namespace Orion
