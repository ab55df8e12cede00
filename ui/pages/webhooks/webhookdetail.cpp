#include "ui/pages/webhooks/webhookdetail.h"

#include <QLabel>
#include <QPushButton>

#include "services/billing/rights.h"
#include "services/platform/clock.h"
#include "services/webhooks/webhooklog.h"
#include "ui/pages/webhooks/webhookcolumns.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/copylabel.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/keyvaluegrid.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/stateview.h"

namespace Orion
{

WebhookDetail::WebhookDetail(const PageContext &context, QWidget *parent)
    : DetailPane(context.theme, parent)
    , m_context(context)
{
    buildUi();
    connectSignals();
    updateIcons();
    clear();
}

void WebhookDetail::buildUi()
{
    buildReplay();
    m_error = new QLabel(content());
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->setObjectName(QStringLiteral("errorBox"));
    m_payload = new PayloadView(m_context.theme, content());
    add(m_replay, 0, Qt::AlignLeft);
    add(m_error);
    add(buildFacts());
    add(m_payload, 1);
}

void WebhookDetail::buildReplay()
{
    m_replay = new QPushButton(tr("Replay"), content());
    m_replay->setEnabled(m_context.rights.replayEvents);
    m_replay->setToolTip(m_context.rights.replayEvents
                             ? tr("Apply this event again")
                             : tr("Replaying needs the role orion_admin or orion_ops."));
}

QWidget *WebhookDetail::buildFacts()
{
    m_facts = new KeyValueGrid(content());
    m_id = new CopyLabel(m_context.theme, m_facts);
    m_facts->addWidget(tr("Event"), m_id);
    m_object = new CopyLabel(m_context.theme, m_facts);
    m_facts->addWidget(tr("Object"), m_object);
    m_vendor = new QPushButton(m_facts);
    m_vendor->setProperty("look", QStringLiteral("link"));
    m_vendor->setCursor(Qt::PointingHandCursor);
    m_vendor->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long name is cut
    m_facts->addWidget(tr("Vendor"), m_vendor);
    m_times = m_facts->addText(tr("Happened"));
    m_received = m_facts->addText(tr("Received"));
    m_processed = m_facts->addText(tr("Finished"));
    m_attempts = m_facts->addText(tr("Attempts"));
    m_next = m_facts->addText(tr("Next attempt"));
    m_source = m_facts->addText(tr("Source"));
    return m_facts;
}

void WebhookDetail::connectSignals()
{
    connect(m_replay, &QPushButton::clicked, this, [this] { Q_EMIT replayRequested(m_eventId); });
    connect(m_vendor, &QPushButton::clicked, this,
            [this] { Q_EMIT vendorRequested(m_vendor->property("code").toString()); });
    connect(state(), &StateView::actionClicked, this, &WebhookDetail::load);
    connect(&m_context.theme, &Theme::changed, this, &WebhookDetail::updateIcons);
}

void WebhookDetail::clear()
{
    m_eventId.clear();
    m_hasPayload = false;
    showState();
    state()->showEmpty(QStringLiteral("webhooks"), tr("No event selected"),
                       tr("Choose an event to see what became of it and what Stripe sent."));
}

void WebhookDetail::begin(const QString &eventId)
{
    if (eventId == m_eventId)
        return;
    m_eventId = eventId;
    m_hasPayload = false;
    m_payload->setMessage({});
    loadPayload();
}

void WebhookDetail::showEvent(const WebhookEvent &known)
{
    begin(known.eventId);
    fill(known);
}

void WebhookDetail::showEvent(const QString &eventId)
{
    begin(eventId);
    showState();
    state()->showLoading();
    load();
}

void WebhookDetail::reload()
{
    if (m_eventId.isEmpty())
        return;
    load();
    if (!m_hasPayload)
        loadPayload();
}

void WebhookDetail::load()
{
    m_context.runner.run(
        this, [id = m_eventId](Session &session) { return getEvent(session, id); },
        [this, id = m_eventId](const Result<WebhookEvent> &event) {
            if (id != m_eventId)
                return;
            if (event) {
                fill(*event);
            } else if (!isShowingContent()) {
                state()->showFailed(event.error());
            }
        });
}

void WebhookDetail::loadPayload()
{
    if (!m_context.rights.readPayloads) {
        m_payload->setMessage(tr("Your role may not see what Stripe sent."));
        return;
    }
    m_context.runner.run(
        this,
        [id = m_eventId](Session &session) -> Result<Payload> {
            const auto bytes = eventPayload(session, id);
            if (!bytes)
                return fail(bytes.error());
            return Payload::fromBytes(*bytes);
        },
        [this, id = m_eventId](const Result<Payload> &payload) {
            if (id != m_eventId)
                return;
            m_hasPayload = payload.has_value();
            if (payload)
                m_payload->setPayload(*payload);
            else
                m_payload->setMessage(ServiceTexts::shown(payload.error().message));
        });
}

void WebhookDetail::fill(const WebhookEvent &event)
{
    showContent();
    setTitle(event.eventType);
    badge()->setLook(lookOf(event.status));
    m_error->setText(ServiceTexts::shown(event.lastError));
    m_error->setVisible(!event.lastError.isEmpty());
    m_id->setValue(event.eventId);
    m_object->setValue(event.objectId);
    m_vendor->setText(event.vendorName.isEmpty() ? Formats::orDash(event.vendorCode)
                                                 : event.vendorName);
    m_vendor->setProperty("code", event.vendorCode);
    m_vendor->setEnabled(!event.vendorCode.isEmpty());
    m_times->setText(Formats::dateTime(event.createdAt));
    m_received->setText(Formats::dateTime(event.receivedAt));
    m_processed->setText(Formats::dateTime(event.processedAt));
    m_attempts->setText(QLocale().toString(event.attempts));
    m_next->setText(Formats::dateTime(event.nextAttemptAt));
    m_facts->setRowVisible(m_next, event.status == WebhookStatus::Received &&
                                       event.nextAttemptAt.isValid());
    m_source->setText(
        event.apiVersion.isEmpty()
            ? sourceName(event.source)
            : tr("%1, API version %2").arg(sourceName(event.source), event.apiVersion));
}

void WebhookDetail::updateIcons()
{
    m_replay->setIcon(m_context.theme.icon(QStringLiteral("replay")));
}

} // namespace Orion
