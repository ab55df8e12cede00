#include "tests/support/abuse/steadysender.h"

#include <algorithm>
#include <deque>

#include <boost/asio/steady_timer.hpp>

namespace Orion::Abuse
{

namespace asio = boost::asio;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace
{

struct Job
{
    QByteArray request;
    SteadyClock::time_point due;
    bool isFresh = false; // on a connection of its own
};

// The whole length of an answer that begins the bytes, or nothing while its header is not whole.
std::optional<qsizetype> answerLength(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    const QByteArray head = bytes.first(end + 2).toLower();
    const QByteArray name = "\r\ncontent-length:";
    const qsizetype at = head.indexOf(name);
    if (at < 0)
        return end + 4;
    const qsizetype value = at + name.size();
    return end + 4 + head.sliced(value, head.indexOf('\r', value) - value).trimmed().toLongLong();
}

// A connection that carries one job at a time. Opened when the first one comes, and again when the
// server has closed it in between.
class Lane : public std::enable_shared_from_this<Lane>
{
public:
    using OnFree = std::function<void(const std::shared_ptr<Lane> &)>;

    Lane(asio::io_context &io, const Target &target, SteadyResult &result, OnFree onFree)
        : m_io(io)
        , m_target(target)
        , m_result(result)
        , m_onFree(std::move(onFree))
    {}

    void take(Job job)
    {
        m_job = std::move(job);
        m_answer.clear();
        if (m_socket)
            return send();
        m_socket = std::make_shared<ClientSocket>(m_io, m_target);
        m_socket->connect([self = shared_from_this(), socket = m_socket](const IoError &error) {
            if (error)
                return self->lose();
            self->read();
            self->send();
        });
    }

    void close()
    {
        if (m_socket)
            m_socket->close();
        m_socket.reset();
    }

private:
    void send()
    {
        m_socket->write(m_job->request,
                        [self = shared_from_this(), socket = m_socket](const IoError &error) {
                            if (error && socket == self->m_socket)
                                self->lose();
                        });
    }

    void read()
    {
        m_socket->read([self = shared_from_this(), socket = m_socket](const IoError &error,
                                                                      QByteArrayView bytes) {
            if (socket != self->m_socket)
                return;
            self->m_answer.append(bytes);
            const auto length = answerLength(self->m_answer);
            const bool isWhole = length && self->m_answer.size() >= *length;
            if (self->m_job && isWhole)
                self->finish();
            if (error)
                self->lose();
            else if (self->m_socket)
                self->read();
        });
    }

    void finish()
    {
        const auto latency = SteadyClock::now() - m_job->due;
        m_result.latencies.push_back(latency);
        if (m_job->isFresh)
            m_result.freshLatencies.push_back(latency);
        ++(m_answer.sliced(9).startsWith("200") ? m_result.accepted : m_result.refused);
        m_job.reset();
        m_onFree(shared_from_this());
    }

    void lose()
    {
        close();
        if (!m_job)
            return; // between two jobs any server may close
        ++m_result.broken;
        m_job.reset();
        m_onFree(shared_from_this());
    }

    asio::io_context &m_io;
    const Target m_target;
    SteadyResult &m_result;
    const OnFree m_onFree;
    std::shared_ptr<ClientSocket> m_socket;
    std::optional<Job> m_job;
    QByteArray m_answer;
};

class Sender
{
public:
    Sender(asio::io_context &io, const Target &target, const std::vector<QByteArray> &requests,
           const SteadyPlan &plan)
        : m_io(io)
        , m_target(target)
        , m_requests(requests)
        , m_plan(plan)
        , m_timer(io)
        , m_begin(SteadyClock::now())
    {
        for (int i = 0; i < plan.keptConnections; ++i)
            m_free.push_back(makeLane([this](const auto &lane) { takeBack(lane); }));
    }

    void waitForNext()
    {
        if (m_next == m_requests.size())
            return;
        const auto after = std::chrono::duration<double>(double(m_next) / m_plan.perSecond);
        const auto due = m_begin + std::chrono::duration_cast<SteadyClock::duration>(after);
        m_timer.expires_at(due);
        m_timer.async_wait([this, due](const IoError &) {
            dispatch({m_requests[m_next], due});
            ++m_next;
            waitForNext();
        });
    }

    SteadyResult takeResult()
    {
        const auto answered = m_result.accepted + m_result.refused + m_result.broken;
        m_result.broken += int(m_requests.size()) - answered;
        std::ranges::sort(m_result.latencies);
        std::ranges::sort(m_result.freshLatencies);
        return std::move(m_result);
    }

private:
    std::shared_ptr<Lane> makeLane(Lane::OnFree onFree)
    {
        return std::make_shared<Lane>(m_io, m_target, m_result, std::move(onFree));
    }

    void dispatch(Job job)
    {
        job.isFresh = m_plan.freshEvery > 0 && m_next % std::size_t(m_plan.freshEvery) == 0;
        if (job.isFresh) {
            makeLane([this](const auto &lane) {
                lane->close();
                endWhenDone();
            })->take(std::move(job));
            return;
        }
        m_waiting.push_back(std::move(job));
        serve();
    }

    void takeBack(const std::shared_ptr<Lane> &lane)
    {
        m_free.push_back(lane);
        serve();
        endWhenDone();
    }

    void serve()
    {
        while (!m_waiting.empty() && !m_free.empty()) {
            const auto lane = m_free.front();
            m_free.pop_front();
            Job job = std::move(m_waiting.front());
            m_waiting.pop_front();
            lane->take(std::move(job));
        }
    }

    void endWhenDone()
    {
        const auto answered = m_result.accepted + m_result.refused + m_result.broken;
        if (std::size_t(answered) == m_requests.size())
            m_io.stop();
    }

    asio::io_context &m_io;
    const Target m_target;
    const std::vector<QByteArray> &m_requests;
    const SteadyPlan m_plan;
    asio::steady_timer m_timer;
    const SteadyClock::time_point m_begin;
    std::size_t m_next = 0;
    std::deque<Job> m_waiting;
    std::deque<std::shared_ptr<Lane>> m_free;
    SteadyResult m_result;
};

} // namespace

double percentileMs(const std::vector<std::chrono::nanoseconds> &times, double share)
{
    if (times.empty())
        return 0;
    const auto last = double(times.size() - 1);
    return std::chrono::duration<double, std::milli>(times[std::size_t(share * last)]).count();
}

SteadyResult sendSteadily(const Target &target, const std::vector<QByteArray> &requests,
                          const SteadyPlan &plan)
{
    if (requests.empty())
        return {};
    asio::io_context io(1);
    Sender sender(io, target, requests, plan);
    sender.waitForNext();
    const auto planned = std::chrono::duration<double>(double(requests.size()) / plan.perSecond);
    io.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(planned) + 10s);
    return sender.takeResult();
}

} // namespace Orion::Abuse
