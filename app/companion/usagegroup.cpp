#include "app/companion/usagegroup.h"

#include "services/database/session.h"

namespace Orion
{

namespace
{

constexpr std::size_t mostWaiting = 512;
constexpr int threads = 2;

ConnectionSettings withoutLongWaits(ConnectionSettings settings)
{
    settings.parameters[QStringLiteral("options")] += QStringLiteral(" -c lock_timeout=50ms");
    return settings;
}

} // namespace

UsageGroup::UsageGroup(ConnectionSettings database, const Clock &clock, Metrics &metrics)
    : m_database(withoutLongWaits(std::move(database)))
    , m_clock(clock)
    , m_sizes(metrics.histogram("orion_usage_batch_size", "Changes of usage made by one commit.",
                                {1, 2, 4, 8, 16, 32, 64}))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

UsageGroup::~UsageGroup()
{
    stop();
}

void UsageGroup::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

bool UsageGroup::submit(UsageChange change, Answered answered, HandBack handBack)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopping || m_waiting.changes.size() >= mostWaiting)
            return false;
        m_waiting.changes.push_back(std::move(change));
        m_waiting.outcomes.emplace_back(std::move(answered), std::move(handBack));
    }
    m_wake.notify_one();
    return true;
}

void UsageGroup::work()
{
    // Made and destroyed here, for a connection belongs to its thread.
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion usage"));
    Batch batch;
    while (take(batch)) {
        m_sizes.observe(batch.changes.size());
        make(*session, batch);
        batch = {};
    }
}

bool UsageGroup::take(Batch &batch)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stopping || !m_waiting.changes.empty(); });
    if (m_waiting.changes.size() <= most) {
        std::swap(batch, m_waiting);
        return !batch.changes.empty();
    }
    const auto moveFront = [](auto &from, auto &to) {
        const auto end = from.begin() + std::ptrdiff_t(most);
        to.assign(std::make_move_iterator(from.begin()), std::make_move_iterator(end));
        from.erase(from.begin(), end);
    };
    moveFront(m_waiting.changes, batch.changes);
    moveFront(m_waiting.outcomes, batch.outcomes);
    return true;
}

void UsageGroup::make(Session &session, const Batch &batch)
{
    const auto answers = changeUsages(session, batch.changes, m_clock.now());
    const bool isUnknown = !answers && answers.error().code == ErrorCode::DatabaseUnavailable;
    for (std::size_t i = 0; i < batch.outcomes.size(); ++i) {
        const auto &[answered, handBack] = batch.outcomes[i];
        if (answers)
            answered((*answers)[i]);
        else if (isUnknown)
            answered(fail(answers.error()));
        else
            handBack();
    }
}

} // namespace Orion
