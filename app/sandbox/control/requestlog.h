#pragma once

#include "app/http/message.h"

#include <QJsonArray>

#include <deque>

namespace Orion::Sandbox
{

// The API calls that were received, for tests that ask what a program really sent. Under Sandbox's
// lock. Only the newest are kept.
class RequestLog
{
public:
    struct Entry
    {
        qint64 at = 0; // Unix seconds, by the sandbox's clock
        QByteArray method;
        QString path;
        QByteArray query;
        QByteArray body;
        QByteArray idempotencyKey;
        QByteArray version;
        int status = 0; // 0: the connection was dropped
        QByteArray requestId;
        bool replayed = false;
    };

    void record(const Http::Request &request, const Http::Response &response, qint64 now);
    void clear();

    // The entries whose path has the prefix, oldest first. The parameters are decoded: groups are
    // objects, lists are arrays, leaves are text.
    QJsonArray entries(const QString &pathPrefix) const;
    quint64 total() const { return m_total; }

private:
    std::deque<Entry> m_entries;
    quint64 m_total = 0; // since the last clear
};

} // namespace Orion::Sandbox
