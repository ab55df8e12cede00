#include "app/sandbox/delivery/deliveryqueue.h"

#include "services/stripe/signature.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QUrl>

#include <algorithm>

namespace Orion::Sandbox
{

DeliveryQueue::DeliveryQueue(const Clock &clock, DeliveryOptions options,
                             WebhookSender::Settled settled)
    : m_clock(clock)
    , m_options(options)
    , m_settled(std::move(settled))
{}

void DeliveryQueue::add(const Delivery &delivery)
{
    if (m_waiting.size() + m_pausing >= m_options.mostQueued) {
        m_settled(delivery, false);
        return;
    }
    m_waiting.push_back({delivery, 1});
    sendWaiting();
}

void DeliveryQueue::sendWaiting()
{
    while (m_inFlight < m_options.inFlight && !m_waiting.empty()) {
        const Attempt attempt = m_waiting.front();
        m_waiting.pop_front();
        send(attempt);
    }
}

void DeliveryQueue::send(const Attempt &attempt)
{
    if (!m_network)
        m_network = new QNetworkAccessManager(this);
    QNetworkRequest request(QUrl(attempt.delivery.url));
    request.setHeader(QNetworkRequest::ContentTypeHeader,
                      QStringLiteral("application/json; charset=utf-8"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Orion-Stripe-Sandbox"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    // Signed at every attempt: receivers refuse signatures that are minutes old.
    request.setRawHeader("Stripe-Signature", signPayload(attempt.delivery.body,
                                                         attempt.delivery.secret, m_clock.now()));
    ++m_inFlight;
    QNetworkReply *reply = m_network->post(request, attempt.delivery.body);
    connect(reply, &QNetworkReply::finished, this,
            [this, reply, attempt] { finish(reply, attempt); });
    QTimer::singleShot(m_options.deadline, reply, &QNetworkReply::abort);
}

void DeliveryQueue::finish(QNetworkReply *reply, const Attempt &attempt)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool arrived = reply->error() == QNetworkReply::NoError && status >= 200 && status < 300;
    reply->deleteLater();
    --m_inFlight;
    if (arrived)
        m_settled(attempt.delivery, true);
    else if (attempt.number >= m_options.attempts)
        m_settled(attempt.delivery, false);
    else
        retry(attempt);
    sendWaiting();
}

void DeliveryQueue::retry(Attempt attempt)
{
    const auto doubled = m_options.firstWait * (1 << std::min(attempt.number - 1, 16));
    const auto wait = std::min<std::chrono::milliseconds>(doubled, m_options.longestWait);
    ++attempt.number;
    ++m_pausing;
    QTimer::singleShot(wait, this, [this, attempt] {
        --m_pausing;
        m_waiting.push_back(attempt);
        sendWaiting();
    });
}

} // namespace Orion::Sandbox
