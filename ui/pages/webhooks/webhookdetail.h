#pragma once

#include "models/domain/webhookevent.h"
#include "ui/pages/webhooks/payloadview.h"
#include "ui/shell/consolepage.h"
#include "ui/widgets/detailpane.h"

class QLabel;
class QPushButton;

namespace Orion
{

class CopyLabel;
class KeyValueGrid;

// Everything about one event: what became of it, and its payload. Lives on the GUI thread, owned
// by the webhooks page.
class WebhookDetail : public DetailPane
{
    Q_OBJECT

public:
    WebhookDetail(const PageContext &context, QWidget *parent = nullptr);

    // Shows what is known of the event at once and asks for the rest. Also when it changed.
    void showEvent(const WebhookEvent &known);
    // The same by its id at Stripe.
    void showEvent(const QString &eventId);
    void reload(); // the event; its payload never changes
    void clear();

    QString eventId() const { return m_eventId; }
    PayloadView *payloadView() const { return m_payload; }
    QPushButton *replayButton() const { return m_replay; }

Q_SIGNALS:
    void replayRequested(const QString &eventId);
    void vendorRequested(const QString &vendorCode);

private:
    void buildUi();
    void buildReplay();
    QWidget *buildFacts();
    void connectSignals();
    void begin(const QString &eventId);
    void load();
    void loadPayload();
    void fill(const WebhookEvent &event);
    void updateIcons();

    PageContext m_context;
    QString m_eventId;
    bool m_hasPayload = false;
    QPushButton *m_replay;
    QLabel *m_error;
    KeyValueGrid *m_facts;
    CopyLabel *m_id;
    CopyLabel *m_object;
    QPushButton *m_vendor;
    QLabel *m_times;
    QLabel *m_received;
    QLabel *m_processed;
    QLabel *m_attempts;
    QLabel *m_next;
    QLabel *m_source;
    PayloadView *m_payload;
};

} // namespace Orion
