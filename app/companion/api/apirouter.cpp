#include "app/companion/api/apirouter.h"

#include "app/companion/api/apibody.h"
#include "app/companion/routes/routes.h"
#include "app/companion/unavailable.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcApi, "orion.api")

// Errors: Forbidden for the other role's token and for another vendor's data.
Result<void> checkRights(TokenRole needed, const Principal &principal, const Http::Request &request)
{
    if (principal.role != needed)
        return fail(ErrorCode::Forbidden,
                    needed == TokenRole::Admin
                        ? QStringLiteral("This address needs a token with the role admin.")
                        : QStringLiteral("This address needs a token with the role vendor."));
    const auto named = request.parameters.constFind(QStringLiteral("vendor_code"));
    if (needed == TokenRole::Vendor && named != request.parameters.constEnd() &&
        *named != principal.vendorCode)
        return fail(ErrorCode::Forbidden,
                    QStringLiteral("A vendor's token is good for that vendor's data only."));
    return {};
}

} // namespace

QString ApiCall::actor() const
{
    return principal.role == TokenRole::Admin ? QStringLiteral("admin:") + principal.subject
                                              : QStringLiteral("vendor:") + principal.vendorCode;
}

ApiRouter::ApiRouter(Http::Router &router, const TokenVerifier &verifier, const Clock &clock,
                     Metrics &metrics, const ApiLimits &limits, Workers workers)
    : m_router(router)
    , m_metrics(metrics)
    , m_workers(workers)
    , m_gate(verifier, clock, limits)
{}

void ApiRouter::addVendor(const QByteArray &method, const QString &pattern, ApiCost cost,
                          ApiAction action, ApiShortcut shortcut)
{
    add(method,
        {TokenRole::Vendor, pattern, workersFor(cost), std::move(action), std::move(shortcut)});
}

void ApiRouter::addAdmin(const QByteArray &method, const QString &pattern, ApiCost cost,
                         ApiAction action)
{
    add(method, {TokenRole::Admin, pattern, workersFor(cost), std::move(action), {}});
}

SessionPool &ApiRouter::workersFor(ApiCost cost) const
{
    switch (cost) {
    case ApiCost::Stripe:
        return m_workers.stripe;
    case ApiCost::Report:
        return m_workers.reports;
    case ApiCost::Database:
        break;
    }
    return m_workers.database;
}

void ApiRouter::add(const QByteArray &method, Route route)
{
    const QString pattern = route.pattern;
    const auto shared = std::make_shared<const Route>(std::move(route));
    const auto handler = [this, shared](Http::Request request, const Http::Responder &respond) {
        handle(shared, std::move(request), respond);
    };
    m_router.add(method, pattern, Routes::counted(m_metrics, pattern.toUtf8(), handler));
}

void ApiRouter::handle(const std::shared_ptr<const Route> &route, Http::Request request,
                       const Http::Responder &respond)
{
    if (m_refusing)
        return respond(unavailable(QStringLiteral("shutting_down"),
                                   QStringLiteral("The companion is shutting down.")));
    auto principal = m_gate.admit(request);
    if (!principal)
        return respond(std::move(principal.error()));
    if (const auto allowed = checkRights(route->role, *principal, request); !allowed)
        return respond(Http::problem(allowed.error()));
    auto body = readBody(request);
    if (!body)
        return respond(std::move(body.error()));

    const auto held = std::make_shared<const ApiRequest>(
        ApiRequest{std::move(request), std::move(*principal), std::move(*body)});
    const auto later = [this, route, held, respond] { toWorkers(route, held, respond); };
    if (!route->shortcut || !route->shortcut(*held, respond, later))
        later();
}

void ApiRouter::toWorkers(const std::shared_ptr<const Route> &route,
                          const std::shared_ptr<const ApiRequest> &request,
                          const Http::Responder &respond)
{
    auto task = [this, route, request, respond](Session &session) {
        respond(run(*route, {request->request, request->principal, session, request->body}));
    };
    if (!route->workers.submit(std::move(task)))
        respond(unavailable(QStringLiteral("too_busy"), QStringLiteral("Too many requests wait.")));
}

Http::Response ApiRouter::run(const Route &route, const ApiCall &call)
{
    try {
        auto answer = route.action(call);
        if (answer) {
            if (m_databaseAway.exchange(false))
                qCInfo(lcApi) << "The database is back; requests are answered again.";
            return std::move(*answer);
        }
        logFailure(route, answer.error());
        return Http::problem(answer.error());
    } catch (const std::exception &exception) {
        logFailure(route, {ErrorCode::Internal, QString::fromUtf8(exception.what()), {}});
        return Http::problem(Error{});
    }
}

// What the client did wrong it is told; the log is for what is wrong here.
void ApiRouter::logFailure(const Route &route, const Error &error)
{
    // Stripe without a key is said once, at the start.
    if (Http::httpStatus(error.code) < 500 || error.code == ErrorCode::PaymentSystemNotConfigured)
        return;
    if (error.code == ErrorCode::DatabaseUnavailable && m_databaseAway.exchange(true))
        return;
    qCWarning(lcApi).noquote() << route.pattern << "failed with" << errorCodeName(error.code) << "-"
                               << error.message << error.detail;
}

} // namespace Orion
