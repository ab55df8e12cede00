#include "app/sandbox/api/api.h"

#include "app/sandbox/api/expansion.h"
#include "app/sandbox/api/form.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype longestKey = 255;

// The API key from a bearer or basic header.
QByteArray keyOf(const Http::Request &request)
{
    const QByteArray header = request.header("authorization");
    if (header.startsWith("Bearer "))
        return header.mid(7).trimmed();
    if (header.startsWith("Basic "))
        return QByteArray::fromBase64(header.mid(6)).split(':').first();
    return {};
}

std::optional<ApiError> keyError(const Http::Request &request)
{
    const QByteArray key = keyOf(request);
    ApiError error = invalidRequest({}, {});
    error.status = 401;
    if (key.isEmpty()) {
        error.message = u"You did not provide an API key. Send it as 'Authorization: Bearer "
                        "sk_test_…'."_s;
        return error;
    }
    if (key.startsWith("sk_live_") || key.startsWith("rk_live_")) {
        error.message = u"This is the sandbox: never send it a live key. Use any sk_test_… key."_s;
        return error;
    }
    if (!key.startsWith("sk_") || key.size() < 4) {
        error.message = u"Invalid API Key provided. The sandbox takes any key that starts with "
                        "sk_."_s;
        return error;
    }
    return {};
}

Http::Response errorResponse(const ApiError &error, const QString &requestId)
{
    return Http::Response::json(error.toJson(requestId), error.status);
}

bool segmentsMatch(const QString &pattern, const QString &path, QString &id)
{
    const QStringList wanted = pattern.split(u'/');
    const QStringList given = path.split(u'/');
    if (wanted.size() != given.size())
        return false;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (wanted.at(i) == "{id}"_L1 && !given.at(i).isEmpty())
            id = given.at(i);
        else if (wanted.at(i) != given.at(i))
            return false;
    }
    return true;
}

QStringList takeExpand(QJsonObject &parameters)
{
    QStringList paths;
    const QJsonArray expand = parameters.take("expand"_L1).toArray();
    for (const QJsonValue &path : expand)
        paths.append(path.toString());
    return paths;
}

} // namespace

Api::Api(State &state)
    : m_state(state)
{}

void Api::add(Operation operation)
{
    operation.parameters.push_back({"expand"_L1, ParameterType::Texts});
    m_operations.push_back(std::move(operation));
}

Http::Response Api::handle(const Http::Request &request)
{
    const QString requestId = m_state.identifiers().next(u"req"_s, 14);
    const Match matched = match(request);
    Http::Response response;
    if (const auto refused = keyError(request))
        response = errorResponse(*refused, requestId);
    else if (!matched.operation)
        response =
            errorResponse(unknownUrl(QString::fromLatin1(request.method), request.path), requestId);
    else
        response = handleChecked(request, matched, requestId);
    const QByteArray version = request.header("stripe-version");
    response.headers.emplace_back("Request-Id", requestId.toLatin1());
    response.headers.emplace_back("Stripe-Version",
                                  version.isEmpty() ? QByteArray(apiVersion.data()) : version);
    return response;
}

Api::Match Api::match(const Http::Request &request) const
{
    for (const Operation &operation : m_operations) {
        QString id;
        if (operation.method == request.method && segmentsMatch(operation.path, request.path, id))
            return {&operation, id};
    }
    return {};
}

Answer<QJsonObject> Api::prepare(const Http::Request &request, const Operation &operation) const
{
    const qsizetype question = request.target.indexOf('?');
    QByteArray encoded = question < 0 ? QByteArray() : request.target.mid(question + 1);
    if (!request.body.isEmpty())
        encoded += (encoded.isEmpty() ? "" : "&") + request.body;
    const auto form = decodeForm(encoded);
    if (!form)
        return refuse(form.error());
    return readParameters(operation.parameters, *form);
}

Http::Response Api::handleChecked(const Http::Request &request, const Match &match,
                                  const QString &requestId)
{
    const QByteArray key =
        request.method == "POST" ? request.header("idempotency-key") : QByteArray();
    if (key.size() > longestKey)
        return errorResponse(
            invalidRequest({}, u"Idempotency keys have up to %1 characters."_s.arg(longestKey)),
            requestId);
    const QByteArray fingerprint = fingerprintOf(request);
    const auto kept = key.isEmpty() ? std::nullopt : m_keys.find(key, m_state.now());
    if (kept && kept->fingerprint != fingerprint)
        return errorResponse(
            {400,
             u"idempotency_error"_s,
             {},
             u"Keys for idempotent requests can only be used with the same parameters they were "
             "first used with. Use another key than '%1' for another request."_s.arg(
                 QString::fromUtf8(key))},
            requestId);
    if (kept) {
        Http::Response replay = kept->response;
        replay.headers.emplace_back("Idempotent-Replayed", "true");
        replay.headers.emplace_back("Original-Request", kept->requestId.toLatin1());
        return replay;
    }
    const auto parameters = prepare(request, *match.operation);
    if (!parameters)
        return errorResponse(parameters.error(), requestId);
    m_state.events().setCause(requestId, QString::fromUtf8(key));
    Http::Response response = run(match, *parameters, requestId);
    m_state.events().setCause({}, {});
    if (!key.isEmpty()) {
        response.headers.emplace_back("Idempotency-Key", key);
        m_keys.keep(key, {fingerprint, response, requestId, m_state.now()});
    }
    return response;
}

Http::Response Api::run(const Match &match, QJsonObject parameters, const QString &requestId)
{
    const QStringList expand = takeExpand(parameters);
    Call call{m_state, match.id, parameters};
    const auto object = match.operation->run(call);
    if (!object)
        return errorResponse(object.error(), requestId);
    const auto shown = expanded(m_state, *object, expand);
    if (!shown)
        return errorResponse(shown.error(), requestId);
    return Http::Response::json(*shown);
}

} // namespace Orion::Sandbox
