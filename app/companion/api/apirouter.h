#pragma once

#include "app/companion/api/clientgate.h"
#include "app/http/router.h"
#include "models/domain/result.h"
#include "services/database/sessionpool.h"
#include "services/platform/tokenverifier.h"

#include <atomic>
#include <functional>

namespace Orion
{

class Metrics;

// One authenticated request of the API.
struct ApiRequest
{
    Http::Request request;
    Principal principal;
    QJsonObject body; // of POST and PUT; empty without one
};

// The same on a worker with a connection.
struct ApiCall
{
    const Http::Request &request;
    const Principal &principal;
    Session &session;
    QJsonObject body; // of POST and PUT; empty without one

    // What stands in audit and changes as the one who did it: "vendor:acme", "admin:alice".
    QString actor() const;
};

// Does the work of a route: 5 to 15 lines that validate, call a service and map the result. An
// error becomes a problem by Http::problem().
using ApiAction = std::function<Result<Http::Response>(const ApiCall &)>;

// Takes a request on without a worker, on the I/O thread, and so does not block. Answers false when
// the action is to do it after all; toWorkers() says the same later, from any thread.
using ApiShortcut = std::function<bool(const ApiRequest &request, const Http::Responder &respond,
                                       const std::function<void()> &toWorkers)>;

// Which workers run an action: those that call Stripe may wait for it, and reports that read every
// subscription take long; both have workers of their own so that they never stand in front of the
// others.
enum class ApiCost
{
    Database,
    Stripe,
    Report
};

// Adds authenticated routes: verifies the token, its role and, for vendors, whose data is asked
// for; limits each client's rate; reads the JSON body; runs the action on a worker; maps errors.
// Routes are added before the server starts; their handlers run on its I/O threads. The pools are
// stopped after the server, and before this goes.
class ApiRouter
{
public:
    struct Workers
    {
        SessionPool &database;
        SessionPool &stripe;
        SessionPool &reports;
    };

    // What it is given outlives it.
    ApiRouter(Http::Router &router, const TokenVerifier &verifier, const Clock &clock,
              Metrics &metrics, const ApiLimits &limits, Workers workers);

    ApiRouter(const ApiRouter &) = delete;
    ApiRouter &operator=(const ApiRouter &) = delete;

    // A {vendor_code} in a vendor's pattern has to be the token's own.
    void addVendor(const QByteArray &method, const QString &pattern, ApiCost cost, ApiAction action,
                   ApiShortcut shortcut = {});
    void addAdmin(const QByteArray &method, const QString &pattern, ApiCost cost, ApiAction action);

    // Answers with 503 from now on, while what was accepted is finished. Any thread.
    void refuseNew() { m_refusing = true; }

private:
    struct Route
    {
        TokenRole role;
        QString pattern;
        SessionPool &workers;
        ApiAction action;
        ApiShortcut shortcut; // may be empty
    };

    SessionPool &workersFor(ApiCost cost) const;
    void add(const QByteArray &method, Route route);
    void handle(const std::shared_ptr<const Route> &route, Http::Request request,
                const Http::Responder &respond);
    void toWorkers(const std::shared_ptr<const Route> &route,
                   const std::shared_ptr<const ApiRequest> &request,
                   const Http::Responder &respond);
    Http::Response run(const Route &route, const ApiCall &call);
    void logFailure(const Route &route, const Error &error);

    Http::Router &m_router;
    Metrics &m_metrics;
    const Workers m_workers;
    ClientGate m_gate;
    std::atomic<bool> m_refusing = false;
    std::atomic<bool> m_databaseAway = false; // said so in the log
};

} // namespace Orion
