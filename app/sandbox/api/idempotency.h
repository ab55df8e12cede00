#pragma once

#include "app/http/message.h"

#include <QHash>

#include <deque>
#include <optional>

namespace Orion::Sandbox
{

// What was answered under each Idempotency-Key, for 24 hours. Under Sandbox's lock, so two calls
// with one key never run at once.
class IdempotencyKeys
{
public:
    struct Kept
    {
        QByteArray fingerprint; // of method, path and parameters
        Http::Response response;
        QString requestId;
        qint64 at = 0; // Unix seconds
    };

    std::optional<Kept> find(const QByteArray &key, qint64 now);
    void keep(const QByteArray &key, Kept kept);

private:
    QHash<QByteArray, Kept> m_kept;
    std::deque<QByteArray> m_oldestFirst;
};

QByteArray fingerprintOf(const Http::Request &request);

} // namespace Orion::Sandbox
