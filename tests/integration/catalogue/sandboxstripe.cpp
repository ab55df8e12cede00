#include "tests/integration/catalogue/sandboxstripe.h"

#include "app/sandbox/resources/resources.h"

#include <algorithm>

namespace Orion
{

namespace
{

bool isWrite(const StripeCall &call)
{
    return call.method != "GET";
}

StripeErrorKind kindOf(int status)
{
    switch (status) {
    case 401:
    case 403:
        return StripeErrorKind::Authentication;
    case 402:
        return StripeErrorKind::Card;
    case 404:
        return StripeErrorKind::NotFound;
    default:
        return status >= 500 ? StripeErrorKind::Api : StripeErrorKind::InvalidRequest;
    }
}

} // namespace

SandboxStripe::SandboxStripe()
    : clock(QDateTime(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC))
    , state(clock, Sandbox::Identifiers(11))
    , m_api(state)
{
    state.setPublicUrl(QStringLiteral("http://sandbox.test"));
    Sandbox::addResources(m_api);
}

void SandboxStripe::cutAfter(int writes, Cut cut)
{
    m_cutAfter = writes;
    m_cut = cut;
}

StripeResult<StripeAnswer> SandboxStripe::call(const StripeCall &call)
{
    calls.push_back(call);
    if (instead) {
        if (auto answer = instead(call))
            return *answer;
    }
    StripeError noAnswer;
    noAnswer.kind = StripeErrorKind::Connection;
    if (isWrite(call) && m_cutAfter >= 0 && m_cutAfter-- == 0) {
        m_cutAfter = 0;
        if (m_cut == Cut::After)
            (void)send(call);
        m_cut = Cut::Before; // the program is gone
        return tl::unexpected(noAnswer);
    }
    return send(call);
}

StripeResult<StripeAnswer> SandboxStripe::send(const StripeCall &call)
{
    const QByteArray encoded = call.parameters.encoded();
    Http::Request request;
    request.method = call.method;
    request.path = call.path;
    request.target = call.path.toUtf8();
    if (call.method == "POST")
        request.body = encoded;
    else if (!encoded.isEmpty())
        request.target += '?' + encoded;
    request.headers.insert("authorization", "Bearer sk_test_1");
    if (!call.idempotencyKey.isEmpty())
        request.headers.insert("idempotency-key", call.idempotencyKey);
    const Http::Response response = m_api.handle(request);
    const QJsonObject object = QJsonDocument::fromJson(response.body).object();
    if (response.status < 300) {
        const bool replayed = std::ranges::any_of(response.headers, [](const auto &header) {
            return header.first == "Idempotent-Replayed";
        });
        return StripeAnswer{
            .status = response.status, .object = object, .requestId = {}, .replayed = replayed};
    }
    const QJsonObject said = object.value(QLatin1String("error")).toObject();
    StripeError error;
    error.kind = kindOf(response.status);
    error.status = response.status;
    error.type = said.value(QLatin1String("type")).toString();
    error.code = said.value(QLatin1String("code")).toString();
    error.param = said.value(QLatin1String("param")).toString();
    error.message = said.value(QLatin1String("message")).toString();
    return tl::unexpected(error);
}

int SandboxStripe::writes() const
{
    return int(std::ranges::count_if(calls, isWrite));
}

std::vector<QJsonObject> SandboxStripe::all(Sandbox::Kind kind)
{
    return state.select(kind, [](const QJsonObject &) { return true; });
}

QJsonObject SandboxStripe::get(const QString &path)
{
    StripeCall call;
    call.path = path;
    const auto answer = send(call);
    return answer ? answer->object : QJsonObject();
}

QJsonObject SandboxStripe::post(const QString &path, const StripeForm &form)
{
    StripeCall call;
    call.method = "POST";
    call.path = path;
    call.parameters = form;
    const auto answer = send(call);
    if (!answer)
        qFatal("%s", qUtf8Printable(answer.error().message));
    return answer->object;
}

} // namespace Orion
