#pragma once

#include "app/http/message.h"
#include "app/sandbox/api/apierror.h"

#include <QJsonArray>

#include <optional>
#include <vector>

namespace Orion::Sandbox
{

// Something that goes wrong with the next calls of a kind, as a test asked for.
struct Fault
{
    int id = 0;
    QByteArray method;         // empty: any
    QString path;              // "*" stands for one segment, and at the end for all that follow
    int skip = 0;              // calls that still pass before it strikes
    int times = 1;             // calls that it still strikes
    bool afterWork = false;    // the call takes place first, and only its answer is lost
    bool drops = false;        // the connection closes without an answer
    std::optional<int> status; // answered in place of the real answer
    QString code;
    std::optional<bool> shouldRetry; // Stripe-Should-Retry
    std::optional<int> retryAfter;   // Retry-After, in seconds
    int delay = 0;                   // milliseconds until the answer
};

// The faults that were asked for, in order. Under Sandbox's lock.
class Faults
{
public:
    // From {"method","path","times","skip","when","drop","status","code","should_retry",
    // "retry_after","delay_ms"}. Answers the fault as it was understood.
    Answer<QJsonObject> add(const QJsonObject &wanted);

    // The fault that strikes this call, used up by one.
    std::optional<Fault> take(const QByteArray &method, const QString &path);

    QJsonArray waiting() const;
    void clear();

private:
    std::vector<Fault> m_faults;
    int m_lastId = 0;
};

// What the client sees of a fault in place of the real answer. Status 0 drops the connection.
Http::Response answerOf(const Fault &fault, const Http::Response &real);

} // namespace Orion::Sandbox
