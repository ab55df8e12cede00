#pragma once

#include "models/domain/capacity.h"
#include "ui/shell/consolepage.h"

#include <QObject>

namespace Orion
{

// Captures the day's snapshot for the person. Lives on the GUI thread, owned by the page.
class SnapshotCapture : public QObject
{
    Q_OBJECT

public:
    SnapshotCapture(PageContext context, QWidget *page);

    bool isAllowed() const;
    bool isRunning() const { return m_running; }
    static QString whyNot(); // for a role that may not

    void start(); // nothing happens where it is not allowed or runs already

Q_SIGNALS:
    void started();
    void captured(const Orion::CapacitySnapshot &snapshot);
    void failed(const Orion::Error &error);

private:
    PageContext m_context;
    bool m_running = false;
};

} // namespace Orion
