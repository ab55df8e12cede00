#include "ui/shell/consolepage.h"

namespace Orion
{

namespace
{

// Long enough to take a burst of notifications together, short enough to be live.
constexpr std::chrono::milliseconds changeDelay{120};

} // namespace

ConsolePage::ConsolePage(PageContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(changeDelay);
    connect(&m_refreshSoon, &QTimer::timeout, this, &ConsolePage::refresh);
}

void ConsolePage::activate()
{
    if (m_active)
        return;
    m_active = true;
    if (m_stale) {
        m_stale = false;
        refresh();
    }
}

void ConsolePage::deactivate()
{
    m_active = false;
    if (m_refreshSoon.isActive()) {
        m_refreshSoon.stop();
        m_stale = true;
    }
}

void ConsolePage::onChanges(const QSet<Topic> &changed)
{
    if (!topics().intersects(changed))
        return;
    if (!m_active)
        m_stale = true;
    else if (!m_refreshSoon.isActive())
        m_refreshSoon.start();
}

void ConsolePage::markStale()
{
    m_stale = !m_active;
    if (m_active)
        refresh();
}

void ConsolePage::markReady()
{
    if (m_ready)
        return;
    m_ready = true;
    Q_EMIT ready();
}

} // namespace Orion
