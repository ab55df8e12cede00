#include "app/sandbox/delivery/webhooksender.h"

#include "app/sandbox/delivery/deliveryqueue.h"

namespace Orion::Sandbox
{

WebhookSender::WebhookSender(const Clock &clock, DeliveryOptions options, Settled settled)
    : m_queue(new DeliveryQueue(clock, options, std::move(settled)))
{
    m_thread.setObjectName(QStringLiteral("webhooks"));
    m_queue->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_queue, &QObject::deleteLater);
    m_thread.start();
}

WebhookSender::~WebhookSender()
{
    m_thread.quit();
    m_thread.wait();
}

void WebhookSender::enqueue(const Delivery &delivery)
{
    QMetaObject::invokeMethod(
        m_queue, [queue = m_queue, delivery] { queue->add(delivery); }, Qt::QueuedConnection);
}

} // namespace Orion::Sandbox
