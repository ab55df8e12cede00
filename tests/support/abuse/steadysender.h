#pragma once

#include "tests/support/abuse/clientsocket.h"

#include <chrono>
#include <vector>

namespace Orion::Abuse
{

struct SteadyPlan
{
    double perSecond = 100;
    int keptConnections = 4;
    int freshEvery = 10; // every such request comes on a connection of its own
};

struct SteadyResult
{
    int accepted = 0;                                     // 200
    int refused = 0;                                      // any other status
    int broken = 0;                                       // without an answer
    std::vector<std::chrono::nanoseconds> latencies;      // of all answers, sorted
    std::vector<std::chrono::nanoseconds> freshLatencies; // of those on a connection of their own
};

// Share 0.99: the 99th percentile. Takes sorted times; 0 without any.
double percentileMs(const std::vector<std::chrono::nanoseconds> &times, double share);

// Sends requests as a well-behaved client does: each at its time, whether or not earlier ones have
// been answered, over a few kept-alive connections and now and then a new one. An answer's time
// counts from when its request was due, so nothing that holds up the sender is left out. Blocks
// until all are answered, or ten seconds after the last was due.
SteadyResult sendSteadily(const Target &target, const std::vector<QByteArray> &requests,
                          const SteadyPlan &plan);

} // namespace Orion::Abuse
