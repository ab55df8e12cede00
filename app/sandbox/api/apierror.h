#pragma once

#include <QJsonObject>
#include <QString>

#include <tl/expected.hpp>

#include <utility>

namespace Orion::Sandbox
{

// An error as Stripe's API answers it: the status of the response and what stands under "error".
struct ApiError
{
    int status = 400;
    QString type; // invalid_request_error, card_error, idempotency_error …
    QString code; // may be empty
    QString message;
    QString param = {};       // may be empty
    QString declineCode = {}; // of card errors only

    QJsonObject toJson(const QString &requestId) const;
};

template <typename T>
using Answer = tl::expected<T, ApiError>;

inline tl::unexpected<ApiError> refuse(ApiError error)
{
    return tl::unexpected<ApiError>(std::move(error));
}

// The errors that several resources give.
ApiError invalidRequest(QString code, QString message, QString param = {});
ApiError missingParameter(const QString &param);
ApiError unknownParameter(const QString &param);
ApiError noSuch(const QString &object, const QString &id, const QString &param, int status = 400);
ApiError unknownUrl(const QString &method, const QString &path);
ApiError cardDeclined();

// How a failed payment is told by calls that wanted it to go through: a bank's question has a code
// of its own there.
ApiError subscriptionFailure(const ApiError &failure);

} // namespace Orion::Sandbox
