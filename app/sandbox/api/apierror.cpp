#include "app/sandbox/api/apierror.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

QJsonObject ApiError::toJson(const QString &requestId) const
{
    QJsonObject error{{"type"_L1, type}, {"message"_L1, message}};
    if (!code.isEmpty()) {
        error.insert("code"_L1, code);
        error.insert("doc_url"_L1,
                     u"https://docs.stripe.com/error-codes/"_s + QString(code).replace(u'_', u'-'));
    }
    if (!param.isEmpty())
        error.insert("param"_L1, param);
    if (!declineCode.isEmpty())
        error.insert("decline_code"_L1, declineCode);
    error.insert("request_log_url"_L1, u"https://dashboard.stripe.com/test/logs/"_s + requestId);
    return {{"error"_L1, error}};
}

ApiError invalidRequest(QString code, QString message, QString param)
{
    return {400, u"invalid_request_error"_s, std::move(code), std::move(message), std::move(param)};
}

ApiError missingParameter(const QString &param)
{
    return invalidRequest(u"parameter_missing"_s, u"Missing required param: %1."_s.arg(param),
                          param);
}

ApiError unknownParameter(const QString &param)
{
    return invalidRequest(u"parameter_unknown"_s, u"Received unknown parameter: %1"_s.arg(param),
                          param);
}

ApiError noSuch(const QString &object, const QString &id, const QString &param, int status)
{
    ApiError error =
        invalidRequest(u"resource_missing"_s, u"No such %1: '%2'"_s.arg(object, id), param);
    error.status = status;
    return error;
}

ApiError unknownUrl(const QString &method, const QString &path)
{
    ApiError error = invalidRequest(
        {},
        u"Unrecognized request URL (%1: %2). The sandbox does not have it."_s.arg(method, path));
    error.status = 404;
    return error;
}

ApiError cardDeclined()
{
    return {402, u"card_error"_s,     u"card_declined"_s, u"Your card was declined."_s,
            {},  u"generic_decline"_s};
}

ApiError subscriptionFailure(const ApiError &failure)
{
    if (failure.code != "authentication_required"_L1)
        return failure;
    return {402, u"card_error"_s, u"subscription_payment_intent_requires_action"_s,
            u"Payment for this subscription requires additional user action before it can be "
            "completed successfully."_s};
}

} // namespace Orion::Sandbox
