#include "app/sandbox/api/api.h"

#include "app/sandbox/api/expansion.h"
#include "app/sandbox/api/form.h"
#include "app/sandbox/billing/testclocks.h"
#include "app/sandbox/state/rehearsal.h"

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

bool segmentsMatch(const QStringList &wanted, const QStringList &given, QString &id)
{
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (wanted.at(i) == "{id}"_L1 && !given.at(i).isEmpty())
            id = given.at(i);
        else if (wanted.at(i) != given.at(i))
            return false;
    }
    return true;
}

QByteArray patternKey(const QByteArray &method, const QStringList &segments)
{
    return method + QByteArray::number(segments.size());
}

Answer<QJsonObject> formOf(const Http::Request &request)
{
    const qsizetype question = request.target.indexOf('?');
    QByteArray encoded = question < 0 ? QByteArray() : request.target.mid(question + 1);
    if (!request.body.isEmpty())
        encoded += (encoded.isEmpty() ? "" : "&") + request.body;
    return decodeForm(encoded);
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
    const QStringList segments = operation.path.split(u'/');
    m_patterns[patternKey(operation.method, segments)].push_back({segments, m_operations.size()});
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
    const QStringList given = request.path.split(u'/');
    const auto patterns = m_patterns.constFind(patternKey(request.method, given));
    if (patterns == m_patterns.constEnd())
        return {};
    for (const Pattern &pattern : *patterns) {
        QString id;
        if (segmentsMatch(pattern.segments, given, id))
            return {&m_operations.at(pattern.operation), id};
    }
    return {};
}

QByteArray Api::idempotencyKeyOf(const Http::Request &request)
{
    return request.method == "POST" ? request.header("idempotency-key") : QByteArray();
}

Http::Response Api::handleChecked(const Http::Request &request, const Match &match,
                                  const QString &requestId)
{
    const QByteArray key = idempotencyKeyOf(request);
    if (key.size() > longestKey)
        return errorResponse(
            invalidRequest({}, u"Idempotency keys have up to %1 characters."_s.arg(longestKey)),
            requestId);
    const auto form = formOf(request);
    if (!form)
        return errorResponse(form.error(), requestId);
    const QByteArray fingerprint = key.isEmpty() ? QByteArray() : fingerprintOf(request, *form);
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
    const auto parameters = readParameters(match.operation->parameters, *form);
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
    const QString clock = clockOfCall(m_state, match.id, parameters);
    const bool changes = match.operation->method != "GET";
    if (changes && match.id != clock && isAdvancing(m_state, clock))
        return errorResponse(clockIsAdvancing(), requestId);
    const Moment moment(m_state, frozenTime(m_state, clock));
    Call call{m_state, match.id, parameters};
    const auto object = match.operation->run(call);
    if (!object)
        return errorResponse(object.error(), requestId);
    if (expand.isEmpty() && object->value("object"_L1).toString() == "list"_L1)
        return {200, "application/json", m_lists.textOf(*object), {}};
    const auto shown = expanded(m_state, *object, expand);
    if (!shown)
        return errorResponse(shown.error(), requestId);
    return Http::Response::json(*shown);
}

} // namespace Orion::Sandbox
