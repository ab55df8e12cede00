#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <vector>

namespace Orion::Bench
{

struct LoadResult
{
    int accepted = 0;                                // 2xx
    int refused = 0;                                 // any other status
    int broken = 0;                                  // requests without an answer
    double seconds = 0;                              // from the first byte sent to the last answer
    std::vector<std::chrono::nanoseconds> latencies; // of the answered, sorted

    double perSecond() const { return seconds > 0 ? accepted / seconds : 0; }
    double percentileMs(double share) const; // share 0.99: the 99th percentile
};

// Sends every request once, over as many kept-alive connections, each waiting for its answer before
// the next. Connects before the clock starts. Blocks; one thread.
LoadResult runLoad(const QString &host, quint16 port, int connections,
                   const std::vector<QByteArray> &requests);

} // namespace Orion::Bench
