#include "app/sandbox/api/idempotency.h"

#include <QCryptographicHash>

namespace Orion::Sandbox
{

namespace
{

constexpr qint64 lifetime = 24 * 3600; // seconds

} // namespace

std::optional<IdempotencyKeys::Kept> IdempotencyKeys::find(const QByteArray &key, qint64 now) const
{
    const auto kept = m_kept.constFind(key);
    if (kept == m_kept.constEnd() || kept->at + lifetime <= now)
        return {};
    return *kept;
}

void IdempotencyKeys::keep(const QByteArray &key, Kept kept)
{
    const qint64 now = kept.at;
    m_oldestFirst.emplace_back(now, key);
    m_kept.insert(key, std::move(kept));
    while (m_oldestFirst.front().first + lifetime <= now) {
        const auto &[at, oldest] = m_oldestFirst.front();
        // A key that was used again after its time has a younger answer.
        if (m_kept.value(oldest).at == at)
            m_kept.remove(oldest);
        m_oldestFirst.pop_front();
    }
}

QByteArray fingerprintOf(const Http::Request &request, const QJsonObject &form)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(request.method + '\n' + request.path.toUtf8() + '\n' +
                 QJsonDocument(form).toJson(QJsonDocument::Compact));
    return hash.result();
}

} // namespace Orion::Sandbox
