#include "app/sandbox/control/control.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

Http::Response errorResponse(const ApiError &error)
{
    return Http::Response::json(error.toJson({}), error.status);
}

Answer<QJsonObject> jsonOf(const Http::Request &request)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return refuse(invalidRequest({}, u"The body has to be a JSON object."_s));
    return document.object();
}

} // namespace

std::optional<Http::Response> Control::overLimit(Time now)
{
    if (m_rateLimit == 0)
        return {};
    if (now - m_second >= std::chrono::seconds(1)) {
        m_second = now;
        m_callsInSecond = 0;
    }
    if (++m_callsInSecond <= m_rateLimit)
        return {};
    Http::Response response =
        errorResponse({429, u"invalid_request_error"_s, u"rate_limit"_s,
                       u"Request rate limit exceeded. Learn more about rate limits here: "
                       "https://docs.stripe.com/rate-limits."_s});
    response.headers.emplace_back("Stripe-Rate-Limited-Reason", "global-rate");
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

std::optional<Http::Response> Control::takeKey(const QByteArray &key)
{
    if (key.isEmpty())
        return {};
    if (!m_keysInUse.contains(key)) {
        m_keysInUse.insert(key);
        return {};
    }
    return errorResponse({409, u"invalid_request_error"_s, u"idempotency_key_in_use"_s,
                          u"There is currently another in-progress request using this "
                          "Idempotency Key (that probably means you submitted twice, and the "
                          "other request is still going through)."_s});
}

Http::Response Control::handle(const Http::Request &request)
{
    const bool isPost = request.method == "POST";
    const bool isDelete = request.method == "DELETE";
    if (request.path == "/_sandbox/requests"_L1) {
        if (isDelete)
            log.clear();
        return Http::Response::json(
            {{"total"_L1, static_cast<qint64>(log.total())},
             {"requests"_L1, log.entries(request.query.queryItemValue(u"path"_s))}});
    }
    if (request.path == "/_sandbox/faults"_L1) {
        if (isDelete)
            faults.clear();
        if (!isPost)
            return Http::Response::json({{"faults"_L1, faults.waiting()}});
        const auto wanted = jsonOf(request);
        const auto added = wanted ? faults.add(*wanted) : wanted;
        return added ? Http::Response::json(*added, 201) : errorResponse(added.error());
    }
    if (request.path == "/_sandbox/rate-limit"_L1 && isPost) {
        const auto wanted = jsonOf(request);
        if (!wanted)
            return errorResponse(wanted.error());
        setRateLimit(qMax(0, wanted->value("per_second"_L1).toInt()));
        return Http::Response::json({{"per_second"_L1, m_rateLimit}});
    }
    return errorResponse(unknownUrl(QString::fromLatin1(request.method), request.path));
}

} // namespace Orion::Sandbox
