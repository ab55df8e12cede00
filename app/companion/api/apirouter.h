#pragma once

#include "app/http/router.h"
#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/platform/tokenverifier.h"

#include <functional>

namespace Orion
{

// One authenticated call of the API, on a worker with a connection.
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

// Which workers run an action: those that call Stripe may wait for it, and have workers of their
// own so that they never stand in front of the others.
enum class ApiCost
{
    Database,
    Stripe
};

// Adds authenticated routes: verifies the token, its role and, for vendors, whose data is asked
// for; limits each client's rate; reads the JSON body; runs the action on a worker; maps errors.
class ApiRouter
{
public:
    virtual ~ApiRouter() = default;
    virtual void addVendor(const QByteArray &method, const QString &pattern, ApiCost cost,
                           ApiAction action) = 0;
    virtual void addAdmin(const QByteArray &method, const QString &pattern, ApiCost cost,
                          ApiAction action) = 0;
};

} // namespace Orion
