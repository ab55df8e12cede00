#include "app/sandbox/api/idempotency.h"

#include <QCryptographicHash>

namespace Orion::Sandbox
{

namespace
{

constexpr qint64 lifetime = 24 * 3600; // seconds
constexpr std::size_t mostKeys = 10'000;

} // namespace

std::optional<IdempotencyKeys::Kept> IdempotencyKeys::find(const QByteArray &key, qint64 now)
{
    const auto kept = m_kept.constFind(key);
    if (kept == m_kept.constEnd() || kept->at + lifetime <= now)
        return {};
    return *kept;
}

void IdempotencyKeys::keep(const QByteArray &key, Kept kept)
{
    if (!m_kept.contains(key))
        m_oldestFirst.push_back(key);
    m_kept.insert(key, std::move(kept));
    while (m_oldestFirst.size() > mostKeys) {
        m_kept.remove(m_oldestFirst.front());
        m_oldestFirst.pop_front();
    }
}

QByteArray fingerprintOf(const Http::Request &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(request.method + '\n' + request.target + '\n' + request.body);
    return hash.result();
}

} // namespace Orion::Sandbox
