#include "ui/pages/capacity/snapshotcapture.h"

#include "services/billing/rights.h"
#include "services/capacity/snapshots.h"
#include "services/database/changes.h"
#include "services/platform/clock.h"
#include "ui/shell/servicerunner.h"

namespace Orion
{

namespace
{

// Tells other consoles.
Result<CapacitySnapshot> captureAndTell(Session &session, const QDateTime &now)
{
    auto captured = captureSnapshot(session, now);
    if (!captured)
        return fail(captured.error());
    if (const auto told = notifyChanges(session, {Topic::Capacity}); !told)
        return fail(told.error());
    return captured;
}

} // namespace

SnapshotCapture::SnapshotCapture(PageContext context, QWidget *page)
    : QObject(page)
    , m_context(context)
{}

bool SnapshotCapture::isAllowed() const
{
    return m_context.rights.captureSnapshots;
}

QString SnapshotCapture::whyNot()
{
    return tr("Capturing a snapshot needs the role orion_admin or orion_ops.");
}

void SnapshotCapture::start()
{
    if (!isAllowed() || m_running)
        return;
    m_running = true;
    Q_EMIT started();
    m_context.runner.run(
        this,
        [now = m_context.clock.now()](Session &session) { return captureAndTell(session, now); },
        [this](const Result<CapacitySnapshot> &snapshot) {
            m_running = false;
            if (snapshot)
                Q_EMIT captured(*snapshot);
            else
                Q_EMIT failed(snapshot.error());
        });
}

} // namespace Orion
