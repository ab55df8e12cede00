#pragma once

#include "app/http/message.h"
#include "app/sandbox/api/idempotency.h"
#include "app/sandbox/api/listtexts.h"
#include "app/sandbox/api/parameters.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// What an operation gets: the state and parameters that fit its table.
struct Call
{
    State &state;
    QString id; // of the path, where the pattern has {id}
    QJsonObject parameters;
};

// One line of the API: a method, a path and what it takes. The path's segments are literal or {id}.
struct Operation
{
    QByteArray method;
    QString path;
    Parameters parameters;
    std::function<Answer<QJsonObject>(Call &)> run;
};

// Stripe's way of answering, around a table of operations: keys, errors, idempotency, expansion.
// Used under Sandbox's lock.
class Api
{
public:
    explicit Api(State &state);

    void add(Operation operation);
    const std::vector<Operation> &operations() const { return m_operations; }

    Http::Response handle(const Http::Request &request);

    // The key of a POST; empty when it has none.
    static QByteArray idempotencyKeyOf(const Http::Request &request);

private:
    struct Match
    {
        const Operation *operation = nullptr;
        QString id;
    };
    struct Pattern
    {
        QStringList segments;
        std::size_t operation; // its place in the table
    };

    Match match(const Http::Request &request) const;
    Http::Response handleChecked(const Http::Request &request, const Match &match,
                                 const QString &requestId);
    Http::Response run(const Match &match, QJsonObject parameters, const QString &requestId);

    State &m_state;
    std::vector<Operation> m_operations;
    QHash<QByteArray, std::vector<Pattern>> m_patterns; // by method and number of segments
    IdempotencyKeys m_keys;
    ListTexts m_lists;
};

} // namespace Orion::Sandbox
