#pragma once

#include "app/sandbox/delivery/webhooksender.h"

#include <QObject>

#include <deque>

class QNetworkAccessManager;
class QNetworkReply;

namespace Orion::Sandbox
{

// The part of WebhookSender that lives on its thread: what waits, what is under way, what is tried
// again.
class DeliveryQueue : public QObject
{
    Q_OBJECT

public:
    DeliveryQueue(const Clock &clock, DeliveryOptions options, WebhookSender::Settled settled);

    void add(const Delivery &delivery);

private:
    struct Attempt
    {
        Delivery delivery;
        int number = 1;
    };

    void sendWaiting();
    void send(const Attempt &attempt);
    void finish(QNetworkReply *reply, const Attempt &attempt);
    void retry(Attempt attempt);

    const Clock &m_clock;
    const DeliveryOptions m_options;
    const WebhookSender::Settled m_settled;
    QNetworkAccessManager *m_network = nullptr; // child, made on the thread that uses it
    std::deque<Attempt> m_waiting;
    std::size_t m_pausing = 0; // between two attempts
    int m_inFlight = 0;
};

} // namespace Orion::Sandbox
