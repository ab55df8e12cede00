#include "app/console/console.h"

#include "app/console/demo/demosession.h"
#include "app/console/embeddedstart.h"
#include "app/console/pages.h"
#include "services/database/embeddedcluster.h"
#include "services/database/migrator.h"
#include "ui/shell/connectionmonitor.h"
#include "ui/shell/errorbanner.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/startupscreen.h"

#include <QApplication>
#include <QTextStream>
#include <QTimer>

namespace Orion
{

namespace
{

// Enough for a page, its counts and a detail at once.
constexpr int workers = 3;

// A quick start shows its window at once; only a slower one needs the start-up screen.
constexpr std::chrono::milliseconds patience{300};

// The lists plan every statement for its values: a common status wants another index than a rare
// one.
ConnectionSettings withOwnPlans(ConnectionSettings settings)
{
    QString &options = settings.parameters[QStringLiteral("options")];
    options = (options + QStringLiteral(" -c plan_cache_mode=force_custom_plan")).trimmed();
    return settings;
}

Result<Rights> checkDatabase(Session &session)
{
    const auto migrator = Migrator::fromResources();
    if (!migrator)
        return fail(migrator.error());
    if (const auto current = migrator->checkCurrent(session); !current)
        return fail(current.error());
    return readRights(session);
}

} // namespace

Console::Console(QApplication &application, ConsoleOptions options)
    : m_options(std::move(options))
    , m_theme(application, m_options.theme)
{}

Console::~Console() = default;

void Console::start()
{
    QTimer::singleShot(patience, this, [this] {
        if (!m_window && !m_startup)
            showStep(tr("Connecting to the database…"));
    });
    begin();
}

void Console::begin()
{
    if (m_options.place == ConsoleOptions::Place::Embedded)
        startEmbedded();
    else if (m_options.place == ConsoleOptions::Place::Demo)
        startDemo();
    else
        connectTo(m_options.database);
}

void Console::startEmbedded()
{
    showStep(tr("Starting the database of this computer…"));
    whenDone(startEmbeddedDatabase(m_options.folder), this,
             [this](const Result<std::shared_ptr<EmbeddedCluster>> &cluster) {
                 if (!cluster) {
                     showFailed(cluster.error());
                     return;
                 }
                 m_cluster = *cluster;
                 connectTo(m_cluster->settings(QStringLiteral("orion_admin")));
             });
}

void Console::startDemo()
{
    showStep(tr("Starting the demo…"));
    m_demo = std::make_unique<DemoSession>(m_clock, DemoSessionOptions{});
    connect(m_demo.get(), &DemoSession::step, this, &Console::showStep);
    connect(m_demo.get(), &DemoSession::failed, this, &Console::showFailed);
    connect(m_demo.get(), &DemoSession::ready, this,
            [this](const DemoAddresses &addresses) { connectTo(addresses.database); });
    m_demo->start();
}

void Console::connectTo(const ConnectionSettings &settings)
{
    m_database = settings;
    m_pool = std::make_unique<SessionPool>(withOwnPlans(settings), QStringLiteral("orion-console"),
                                           workers);
    m_runner = std::make_unique<ServiceRunner>(*m_pool);
    m_runner->run(this, checkDatabase, [this](const Result<Rights> &rights) {
        if (!rights) {
            showFailed(rights.error());
            return;
        }
        m_rights = *rights;
        openWindow();
    });
}

void Console::openWindow()
{
    m_monitor = std::make_unique<ConnectionMonitor>(m_database);
    const PageContext context{*m_runner, m_rights, m_clock, m_theme, m_dialogs};
    m_window = std::make_unique<MainWindow>(context, *m_monitor, m_database, consolePages());
    connect(m_window.get(), &MainWindow::pageReady, this, &Console::reportReady);
    m_window->showPage(m_options.page);
    m_window->show();
    m_startup.reset();
    m_monitor->start();
}

void Console::reportReady(const QString &page)
{
    if (m_reported || !m_options.reportReady)
        return;
    m_reported = true;
    m_window->repaint();
    QTextStream(stdout) << "console ready " << page << Qt::endl;
}

StartupScreen &Console::startupScreen()
{
    if (!m_startup) {
        m_startup = std::make_unique<StartupScreen>(m_theme);
        connect(m_startup.get(), &StartupScreen::quitRequested, this, &QCoreApplication::quit);
        connect(m_startup.get(), &StartupScreen::retryRequested, this, [this] {
            showStep(tr("Connecting to the database…"));
            m_runner.reset();
            m_pool.reset();
            m_demo.reset();
            begin();
        });
        m_startup->show();
    }
    return *m_startup;
}

void Console::showStep(const QString &text)
{
    startupScreen().showStep(text);
}

void Console::showFailed(const Error &error)
{
    if (m_window) {
        m_window->banner()->showError(error);
        return;
    }
    startupScreen().showFailed(error);
}

} // namespace Orion
