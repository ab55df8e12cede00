#pragma once

#include "models/domain/error.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace Orion
{

class Clock;
class Dialogs;
class ServiceRunner;
class Theme;
enum class Topic; // services/database/changes.h
struct Rights;

// What every page is given. All of it outlives the pages.
struct PageContext
{
    ServiceRunner &runner;
    const Rights &rights;
    const Clock &clock;
    Theme &theme;
    Dialogs &dialogs;
};

// A page of the main window, built when it is first opened. Lives on the GUI thread, owned by the
// window.
class ConsolePage : public QWidget
{
    Q_OBJECT

public:
    explicit ConsolePage(PageContext context, QWidget *parent = nullptr);

    // The page is shown or left. The first activation, and one after missed changes, refreshes.
    void activate();
    void deactivate();
    bool isActive() const { return m_active; }

    // Asks for everything that is shown anew, keeping selection and scroll position.
    virtual void refresh() = 0;

    // Which changes in the database concern the page. They refresh it while it is active, at most
    // once in a moment, and are remembered while it is not.
    virtual QSet<Topic> topics() const { return {}; }
    void onChanges(const QSet<Topic> &changed);
    // Everything may have changed: refreshes now if active, else when it is shown again.
    void markStale();

    // Calls proceed when the page may be left: at once, or after unsaved changes were settled.
    virtual void leave(std::function<void()> proceed) { proceed(); }

    // Opens what the key names (a vendor code, an event id, an invoice id).
    virtual void open(const QString &key) { Q_UNUSED(key) }

    // What Ctrl+F goes to; may be null.
    virtual QWidget *searchField() const { return nullptr; }

Q_SIGNALS:
    void ready(); // for the first time its rows, or its empty or failed state, are shown
    void openRequested(const QString &page, const QString &key); // show another page
    void failed(const Orion::Error &error);                      // for the banner of the window

protected:
    const PageContext &context() const { return m_context; }
    void markReady(); // sends ready() once

private:
    PageContext m_context;
    QTimer m_refreshSoon;
    bool m_active = false;
    bool m_stale = true;
    bool m_ready = false;
};

} // namespace Orion
