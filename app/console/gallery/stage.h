#pragma once

#include "services/billing/rights.h"
#include "services/database/sessionpool.h"
#include "services/platform/clock.h"
#include "ui/shell/connectionmonitor.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/servicerunner.h"

#include <latch>
#include <memory>

namespace Orion
{

class Theme;

// The time of all pictures.
class FixedClock : public Clock
{
public:
    static QDateTime time();
    QDateTime now() const override { return time(); }
};

// The console's dialogs, but a file is chosen without asking.
class GalleryDialogs : public WindowDialogs
{
public:
    ~GalleryDialogs() override; // removes what was exported

    void askSaveFile(QWidget *parent, const QString &title, const QString &suggestedName,
                     const QString &filter, std::function<void(QString)> answer) override;
    void openUrl(const QUrl &url) override;
};

struct StageSettings
{
    ConnectionSettings data;          // what the pages read
    ConnectionSettings notifications; // what the window listens to
    Rights rights;
    ConnectionSettings owner; // for what somebody else does meanwhile
};

// One console window with all that it needs, for one picture. Lives on the GUI thread.
class Stage
{
public:
    Stage(const StageSettings &settings, Theme &theme);
    ~Stage();

    MainWindow &window() { return *m_window; }
    ConnectionMonitor &monitor() { return *m_monitor; }

    // Lets the database answer nothing until release().
    void holdBack();
    void release();
    bool isHeldBack() const { return m_held != nullptr; }

    // What somebody else does in the database meanwhile.
    void changeAsOwner(const QString &sql);

    // Calls then() once everything that was asked of the database so far has been shown.
    void whenSettled(std::function<void()> then);

    // Whether a button is still on its way in, which would look different every time.
    bool isFading() const;

    // The window with the dialogs that are open over it.
    QPixmap picture();

private:
    void settle(int rounds, std::function<void()> then);

    FixedClock m_clock;
    GalleryDialogs m_dialogs;
    Rights m_rights;
    ConnectionSettings m_owner;
    std::unique_ptr<SessionPool> m_pool;
    std::unique_ptr<ServiceRunner> m_runner;
    std::unique_ptr<ConnectionMonitor> m_monitor;
    std::unique_ptr<MainWindow> m_window;
    std::shared_ptr<std::latch> m_held;
};

} // namespace Orion
