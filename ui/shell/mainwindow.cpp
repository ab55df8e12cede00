#include "ui/shell/mainwindow.h"

#include "services/billing/rights.h"
#include "ui/shell/errorbanner.h"
#include "ui/shell/sidebar.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Orion
{

MainWindow::MainWindow(const PageContext &context, ConnectionMonitor &monitor,
                       const ConnectionSettings &database, std::vector<PageEntry> pages,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_context(context)
    , m_monitor(monitor)
{
    for (PageEntry &entry : pages)
        m_pages.push_back({std::move(entry), nullptr});
    buildUi(database);
    connectSignals();
}

void MainWindow::buildUi(const ConnectionSettings &database)
{
    setWindowTitle(QStringLiteral("Orion Billing"));
    auto *centre = new QWidget(this);
    m_sidebar = new Sidebar(m_context.theme, database, m_context.rights.role, centre);
    m_banner = new ErrorBanner(m_context.theme, centre);
    m_stack = new QStackedWidget(centre);

    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_banner);
    right->addWidget(m_stack, 1);
    auto *layout = new QHBoxLayout(centre);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_sidebar);
    layout->addLayout(right, 1);
    setCentralWidget(centre);

    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const PageEntry &entry = m_pages[i].entry;
        const QKeySequence keys(QStringLiteral("Ctrl+%1").arg(i + 1));
        m_sidebar->addPage(entry.icon, entry.title, keys);
        addShortcut(keys, [this, i] { showPage(m_pages[i].entry.name); });
    }
    const auto refresh = [this] {
        if (ConsolePage *page = currentPage())
            page->refresh();
    };
    addShortcut(QKeySequence(Qt::Key_F5), refresh);
    addShortcut(QKeySequence(QStringLiteral("Ctrl+R")), refresh);
    addShortcut(QKeySequence(QStringLiteral("Ctrl+Q")), [this] { close(); });
    addShortcut(QKeySequence(QStringLiteral("Ctrl+F")), [this] {
        QWidget *field = currentPage() ? currentPage()->searchField() : nullptr;
        if (!field)
            return;
        field->setFocus(Qt::ShortcutFocusReason);
        if (auto *edit = qobject_cast<QLineEdit *>(field))
            edit->selectAll();
    });
    resize(1440, 900);
    setMinimumSize(1024, 640);
}

void MainWindow::connectSignals()
{
    connect(m_sidebar, &Sidebar::chosen, this,
            [this](int index) { showPage(m_pages.at(std::size_t(index)).entry.name); });
    connect(m_sidebar, &Sidebar::reconnectRequested, &m_monitor, &ConnectionMonitor::retryNow);
    connect(&m_monitor, &ConnectionMonitor::stateChanged, this, &MainWindow::showConnection);
    connect(&m_monitor, &ConnectionMonitor::changed, this, &MainWindow::passOn);
    connect(&m_monitor, &ConnectionMonitor::recovered, this, [this] {
        for (const Slot &slot : m_pages) {
            if (slot.page)
                slot.page->markStale();
        }
    });
    showConnection(m_monitor.state());
}

void MainWindow::addShortcut(const QKeySequence &keys, std::function<void()> action)
{
    auto *shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, std::move(action));
}

ConsolePage *MainWindow::currentPage() const
{
    return m_current ? m_pages[*m_current].page : nullptr;
}

QString MainWindow::currentPageName() const
{
    return m_current ? m_pages[*m_current].entry.name : QString();
}

void MainWindow::showPage(const QString &name, const QString &key)
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(),
                                    [&](const Slot &slot) { return slot.entry.name == name; });
    const auto index = found == m_pages.end() ? 0 : std::size_t(found - m_pages.begin());
    if (m_current == index) {
        m_sidebar->setCurrent(int(index));
        if (!key.isEmpty())
            currentPage()->open(key);
        return;
    }
    if (!m_current) {
        switchTo(index, key);
        return;
    }
    // The button that was clicked is only right once the page lets go.
    m_sidebar->setCurrent(int(*m_current));
    currentPage()->leave([this, index, key] { switchTo(index, key); });
}

void MainWindow::switchTo(std::size_t index, const QString &key)
{
    if (ConsolePage *before = currentPage())
        before->deactivate();
    m_current = index;
    ConsolePage *page = m_pages[index].page ? m_pages[index].page : build(index);
    m_sidebar->setCurrent(int(index));
    m_stack->setCurrentWidget(page);
    setWindowTitle(QStringLiteral("%1 – Orion Billing").arg(m_pages[index].entry.title));
    page->activate();
    page->setFocus();
    if (!key.isEmpty())
        page->open(key);
}

ConsolePage *MainWindow::build(std::size_t index)
{
    Slot &slot = m_pages[index];
    slot.page = slot.entry.make(m_context, m_stack);
    m_stack->addWidget(slot.page);
    connect(slot.page, &ConsolePage::ready, this,
            [this, name = slot.entry.name] { Q_EMIT pageReady(name); });
    connect(slot.page, &ConsolePage::openRequested, this, &MainWindow::showPage);
    connect(slot.page, &ConsolePage::failed, m_banner, &ErrorBanner::showError);
    return slot.page;
}

void MainWindow::showConnection(ConnectionMonitor::State state)
{
    m_sidebar->setConnection(state, m_monitor.reason());
    if (state == ConnectionMonitor::State::Lost)
        m_banner->showLost(tr("The database cannot be reached. What you see may be old; the "
                              "console goes on by itself as soon as the database answers."));
    else if (state == ConnectionMonitor::State::Live)
        m_banner->clearLost();
}

void MainWindow::passOn(const QSet<Topic> &topics)
{
    for (const Slot &slot : m_pages) {
        if (slot.page)
            slot.page->onChanges(topics);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_mayClose || !currentPage()) {
        event->accept();
        return;
    }
    event->ignore();
    currentPage()->leave([this] {
        m_mayClose = true;
        // Not from inside the event that asked.
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
}

} // namespace Orion
