#pragma once

#include <QByteArray>
#include <QDateTime>

#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace Orion
{

// How often each client may do something: a bucket each, filled at a steady rate. Remembers the
// clients whose bucket is not full again (a forgotten one starts with a full one), and of these a
// bounded number: the one that was away for longest is forgotten first. Any thread.
class ClientRates
{
public:
    ClientRates(double perSecond, double burst, std::size_t clients = 16'384);

    // Nothing: go ahead. Otherwise how long the client has to wait.
    std::optional<std::chrono::milliseconds> take(const QByteArray &client, const QDateTime &now);

    // Takes back what take() counted.
    void giveBack(const QByteArray &client);

    std::size_t remembered() const;

private:
    struct Bucket
    {
        QByteArray client;
        double left = 0;
        qint64 filledAt = 0; // ms
    };
    using Buckets = std::list<Bucket>; // the latest client first

    Bucket &bucketOf(const QByteArray &client, qint64 now);
    double filled(const Bucket &bucket, qint64 now) const; // what is in it by now
    void forgetSome(qint64 now);

    const double m_perMillisecond;
    const double m_burst;
    const std::size_t m_clients;
    mutable std::mutex m_mutex;
    Buckets m_buckets;
    std::unordered_map<QByteArray, Buckets::iterator> m_byClient;
};

} // namespace Orion
