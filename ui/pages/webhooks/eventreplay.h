#pragma once

#include "models/domain/result.h"
#include "services/webhooks/webhookfilter.h"
#include "ui/shell/consolepage.h"

#include <QObject>

namespace Orion
{

// Replays events once the person has said yes. Lives on the GUI thread, owned by the page.
class EventReplay : public QObject
{
    Q_OBJECT

public:
    EventReplay(PageContext context, QWidget *page);

    bool isAllowed() const;

    void ask(const QStringList &eventIds);
    void askForAll(const WebhookFilter &filter); // every event that matches, loaded or not

Q_SIGNALS:
    void replayed(qint64 count);
    void failed(const Orion::Error &error);

private:
    void askAbout(qint64 count, std::function<void()> replay);
    void replay(const QStringList &eventIds);
    void replayAll(const WebhookFilter &filter);
    void tell(const Result<qint64> &outcome);

    PageContext m_context;
    QWidget *m_page;
};

} // namespace Orion
