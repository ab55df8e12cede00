#pragma once

#include "services/platform/secret.h"
#include "services/stripe/client/stripeapi.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

class QNetworkAccessManager;

namespace Orion
{

// Where calls go and as whom.
struct StripeAddress
{
    QUrl base; // https://api.stripe.com
    Secret key;
};

// Whether a path is one of Stripe's and nothing else: an id with a slash, dot or question mark in
// it would lead elsewhere.
bool isApiPath(const QString &path);

// The whole request but its body: URL with query, version, key, idempotency key. Redirections are
// not followed, for the key must not go anywhere else.
QNetworkRequest stripeRequest(const StripeAddress &address, const StripeCall &call,
                              const QByteArray &idempotencyKey);

// Starts it with the call's body.
QNetworkReply *sendStripeRequest(QNetworkAccessManager &network, const QNetworkRequest &request,
                                 const StripeCall &call);

} // namespace Orion
