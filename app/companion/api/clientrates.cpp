#include "app/companion/api/clientrates.h"

#include <algorithm>
#include <cmath>

namespace Orion
{

ClientRates::ClientRates(double perSecond, double burst, std::size_t clients)
    : m_perMillisecond(perSecond / 1000)
    , m_burst(std::max(1.0, burst))
    , m_clients(clients)
{}

std::optional<std::chrono::milliseconds> ClientRates::take(const QByteArray &client,
                                                           const QDateTime &now)
{
    const qint64 time = now.toMSecsSinceEpoch();
    const std::scoped_lock lock(m_mutex);
    Bucket &bucket = bucketOf(client, time);
    bucket.left = filled(bucket, time);
    bucket.filledAt = time;
    if (bucket.left < 1)
        return std::chrono::milliseconds(qint64(std::ceil((1 - bucket.left) / m_perMillisecond)));
    bucket.left -= 1;
    return std::nullopt;
}

void ClientRates::giveBack(const QByteArray &client)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_byClient.find(client); found != m_byClient.end())
        found->second->left = std::min(m_burst, found->second->left + 1);
}

std::size_t ClientRates::remembered() const
{
    const std::scoped_lock lock(m_mutex);
    return m_buckets.size();
}

ClientRates::Bucket &ClientRates::bucketOf(const QByteArray &client, qint64 now)
{
    if (const auto found = m_byClient.find(client); found != m_byClient.end()) {
        m_buckets.splice(m_buckets.begin(), m_buckets, found->second);
        return m_buckets.front();
    }
    forgetSome(now);
    m_buckets.push_front({client, m_burst, now});
    m_byClient.emplace(client, m_buckets.begin());
    return m_buckets.front();
}

double ClientRates::filled(const Bucket &bucket, qint64 now) const
{
    // A clock that was set back fills nothing.
    const auto passed = double(std::max<qint64>(0, now - bucket.filledAt));
    return std::min(m_burst, bucket.left + passed * m_perMillisecond);
}

// Two for each one that comes: so they become fewer, and nobody waits for a great cleaning.
void ClientRates::forgetSome(qint64 now)
{
    for (int i = 0; i < 2 && !m_buckets.empty(); ++i) {
        const Bucket &oldest = m_buckets.back();
        if (m_buckets.size() < m_clients && filled(oldest, now) < m_burst)
            return;
        m_byClient.erase(oldest.client);
        m_buckets.pop_back();
    }
}

} // namespace Orion
