#include "services/stripe/client/httprequest.h"

#include <QNetworkAccessManager>
#include <QRegularExpression>

#include "services/stripe/client/apiversion.h"

namespace Orion
{

namespace
{

QUrl urlOf(const StripeAddress &address, const StripeCall &call)
{
    QByteArray encoded =
        address.base.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    while (encoded.endsWith('/'))
        encoded.chop(1);
    encoded += call.path.toLatin1();
    if (call.method != "POST" && !call.parameters.isEmpty())
        encoded += '?' + call.parameters.encoded();
    return QUrl::fromEncoded(encoded, QUrl::StrictMode);
}

} // namespace

bool isApiPath(const QString &path)
{
    static const QRegularExpression pattern(QStringLiteral("\\A/v[12](/[A-Za-z0-9_-]+)+\\z"));
    return pattern.match(path).hasMatch();
}

QNetworkRequest stripeRequest(const StripeAddress &address, const StripeCall &call,
                              const QByteArray &idempotencyKey)
{
    QNetworkRequest request(urlOf(address, call));
    request.setRawHeader("Authorization", "Bearer " + address.key.reveal());
    request.setRawHeader("Stripe-Version", stripeApiVersion);
    request.setRawHeader("User-Agent", "OrionBilling/" ORION_VERSION);
    request.setRawHeader("Accept", "application/json");
    if (call.method == "POST") {
        request.setRawHeader("Content-Type", "application/x-www-form-urlencoded");
        request.setRawHeader("Idempotency-Key", idempotencyKey);
    }
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return request;
}

QNetworkReply *sendStripeRequest(QNetworkAccessManager &network, const QNetworkRequest &request,
                                 const StripeCall &call)
{
    if (call.method == "POST")
        return network.post(request, call.parameters.encoded());
    if (call.method == "DELETE")
        return network.deleteResource(request);
    return network.get(request);
}

} // namespace Orion
