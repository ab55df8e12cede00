#pragma once

#include "app/console/consoleoptions.h"
#include "services/billing/rights.h"
#include "services/platform/clock.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"

#include <QObject>

#include <memory>

class QApplication;

namespace Orion
{

class ConnectionMonitor;
class DemoSession;
class EmbeddedCluster;
class MainWindow;
class StartupScreen;

// The composition of the desktop program: finds the database, asks what the role may do, opens the
// window. Lives on the GUI thread, owned by main(); its members end in the order that they need
// each other.
class Console : public QObject
{
    Q_OBJECT

public:
    Console(QApplication &application, ConsoleOptions options);
    ~Console() override;

    void start();

private:
    void begin();
    void startEmbedded();
    void startDemo();
    void connectTo(const ConnectionSettings &settings);
    void openWindow();
    void reportReady(const QString &page);
    void showStep(const QString &text);
    void showFailed(const Error &error);
    StartupScreen &startupScreen();

    const ConsoleOptions m_options;
    SystemClock m_clock;
    Theme m_theme;
    WindowDialogs m_dialogs;
    Rights m_rights;
    std::shared_ptr<EmbeddedCluster> m_cluster; // of Place::Embedded
    std::unique_ptr<DemoSession> m_demo;        // of Place::Demo
    ConnectionSettings m_database;
    std::unique_ptr<SessionPool> m_pool;
    std::unique_ptr<ServiceRunner> m_runner;
    std::unique_ptr<ConnectionMonitor> m_monitor;
    std::unique_ptr<StartupScreen> m_startup;
    std::unique_ptr<MainWindow> m_window;
    bool m_reported = false;
};

} // namespace Orion
