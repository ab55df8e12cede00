#include "app/sandbox/control/faults.h"

#include <algorithm>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int longestDelay = 25'000; // milliseconds; the server gives up a call after 30 s

ApiError badFault(const QString &message, const QString &name)
{
    return invalidRequest({}, message, name);
}

bool pathMatches(const QString &pattern, const QString &path)
{
    const QStringList wanted = pattern.split(u'/');
    const QStringList given = path.split(u'/');
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (wanted.at(i) == "*"_L1 && i == wanted.size() - 1)
            return given.size() > i;
        if (i >= given.size() || (wanted.at(i) != "*"_L1 && wanted.at(i) != given.at(i)))
            return false;
    }
    return wanted.size() == given.size();
}

QJsonObject shown(const Fault &fault)
{
    const auto orNull = [](const auto &value) {
        return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
    };
    return {{"id"_L1, fault.id},
            {"method"_L1, QString::fromLatin1(fault.method)},
            {"path"_L1, fault.path},
            {"skip"_L1, fault.skip},
            {"times"_L1, fault.times},
            {"when"_L1, fault.afterWork ? u"after"_s : u"before"_s},
            {"drop"_L1, fault.drops},
            {"status"_L1, orNull(fault.status)},
            {"code"_L1, fault.code},
            {"should_retry"_L1, orNull(fault.shouldRetry)},
            {"retry_after"_L1, orNull(fault.retryAfter)},
            {"delay_ms"_L1, fault.delay}};
}

QString errorType(int status)
{
    if (status >= 500)
        return u"api_error"_s;
    return status == 402 ? u"card_error"_s : u"invalid_request_error"_s;
}

} // namespace

Answer<QJsonObject> Faults::add(const QJsonObject &wanted)
{
    static const QStringList known{u"method"_s,   u"path"_s,         u"times"_s,      u"skip"_s,
                                   u"when"_s,     u"drop"_s,         u"status"_s,     u"code"_s,
                                   u"delay_ms"_s, u"should_retry"_s, u"retry_after"_s};
    const QStringList names = wanted.keys();
    for (const QString &name : names) {
        if (!known.contains(name))
            return refuse(unknownParameter(name));
    }
    Fault fault;
    fault.method = wanted.value("method"_L1).toString().toLatin1();
    fault.path = wanted.value("path"_L1).toString(u"/*"_s);
    fault.skip = wanted.value("skip"_L1).toInt();
    fault.times = wanted.value("times"_L1).toInt(1);
    fault.afterWork = wanted.value("when"_L1).toString() == "after"_L1;
    fault.drops = wanted.value("drop"_L1).toBool();
    fault.code = wanted.value("code"_L1).toString();
    fault.delay = wanted.value("delay_ms"_L1).toInt();
    if (wanted.value("status"_L1).isDouble())
        fault.status = wanted.value("status"_L1).toInt();
    if (wanted.value("should_retry"_L1).isBool())
        fault.shouldRetry = wanted.value("should_retry"_L1).toBool();
    if (wanted.value("retry_after"_L1).isDouble())
        fault.retryAfter = wanted.value("retry_after"_L1).toInt();
    if (fault.status && (*fault.status < 400 || *fault.status > 599))
        return refuse(badFault(u"status is from 400 to 599."_s, u"status"_s));
    if (fault.delay < 0 || fault.delay > longestDelay)
        return refuse(badFault(u"delay_ms is from 0 to %1."_s.arg(longestDelay), u"delay_ms"_s));
    if (!fault.drops && !fault.status && fault.delay == 0)
        return refuse(badFault(u"A fault needs drop, status or delay_ms."_s, u"status"_s));
    fault.id = ++m_lastId;
    m_faults.push_back(fault);
    return shown(fault);
}

std::optional<Fault> Faults::take(const QByteArray &method, const QString &path)
{
    const auto strikes = std::find_if(m_faults.begin(), m_faults.end(), [&](Fault &fault) {
        const bool meant =
            (fault.method.isEmpty() || fault.method == method) && pathMatches(fault.path, path);
        if (meant && fault.skip > 0) {
            --fault.skip;
            return false;
        }
        return meant;
    });
    if (strikes == m_faults.end())
        return {};
    const Fault fault = *strikes;
    if (--strikes->times <= 0)
        m_faults.erase(strikes);
    return fault;
}

QJsonArray Faults::waiting() const
{
    QJsonArray all;
    for (const Fault &fault : m_faults)
        all.append(shown(fault));
    return all;
}

void Faults::clear()
{
    m_faults.clear();
}

Http::Response answerOf(const Fault &fault, const Http::Response &real)
{
    Http::Response response = real;
    if (fault.drops) {
        response.status = 0;
        return response;
    }
    if (fault.status) {
        const ApiError error{*fault.status, errorType(*fault.status), fault.code,
                             u"The sandbox was told to answer %1."_s.arg(*fault.status)};
        response.status = *fault.status;
        response.body = QJsonDocument(error.toJson({})).toJson(QJsonDocument::Compact);
        response.contentType = "application/json";
    }
    if (fault.shouldRetry)
        response.headers.emplace_back("Stripe-Should-Retry", *fault.shouldRetry ? "true" : "false");
    if (fault.retryAfter)
        response.headers.emplace_back("Retry-After", QByteArray::number(*fault.retryAfter));
    return response;
}

} // namespace Orion::Sandbox
