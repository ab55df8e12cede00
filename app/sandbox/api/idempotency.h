#pragma once

#include "app/http/message.h"

#include <QHash>

#include <deque>
#include <optional>

namespace Orion::Sandbox
{

// What was answered under each Idempotency-Key, for 24 hours. The bodies are kept as they were
// sent, because compressing them costs more time than a whole call: a load of many calls is to be
// fast and pays with memory. Under Sandbox's lock.
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

    std::optional<Kept> find(const QByteArray &key, qint64 now) const;
    void keep(const QByteArray &key, Kept kept);

private:
    QHash<QByteArray, Kept> m_kept;
    std::deque<std::pair<qint64, QByteArray>> m_oldestFirst;
};

// Of the parameters as they are meant: their order makes no difference.
QByteArray fingerprintOf(const Http::Request &request, const QJsonObject &form);

} // namespace Orion::Sandbox
