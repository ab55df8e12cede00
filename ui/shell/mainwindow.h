#pragma once

#include "ui/shell/connectionmonitor.h"
#include "ui/shell/consolepage.h"

#include <QMainWindow>

#include <vector>

class QStackedWidget;

namespace Orion
{

class ErrorBanner;
class Sidebar;

// A page as the window knows it before it is built.
struct PageEntry
{
    QString name;  // for --page and links
    QString title; // translated
    QString icon;
    std::function<ConsolePage *(const PageContext &, QWidget *parent)> make;
};

// The window of the console: navigation, banner and pages, each built when it is first opened.
// Lives on the GUI thread; the context and the monitor outlive it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(const PageContext &context, ConnectionMonitor &monitor,
               const ConnectionSettings &database, std::vector<PageEntry> pages,
               QWidget *parent = nullptr);

    // Goes to the page unless the present one keeps the person (unsaved changes). Names that do
    // not exist go to the first page.
    void showPage(const QString &name, const QString &key = {});

    ConsolePage *currentPage() const;
    QString currentPageName() const;
    ErrorBanner *banner() const { return m_banner; }
    Sidebar *sidebar() const { return m_sidebar; }

Q_SIGNALS:
    void pageReady(const QString &name); // it shows its rows, or that there are none

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    struct Slot
    {
        PageEntry entry;
        ConsolePage *page = nullptr; // null until it is first opened
    };

    void buildUi(const ConnectionSettings &database);
    void connectSignals();
    void addShortcut(const QKeySequence &keys, std::function<void()> action);
    void switchTo(std::size_t index, const QString &key);
    ConsolePage *build(std::size_t index);
    void showConnection(ConnectionMonitor::State state);
    void passOn(const QSet<Topic> &topics);

    PageContext m_context;
    ConnectionMonitor &m_monitor;
    std::vector<Slot> m_pages;
    std::optional<std::size_t> m_current;
    Sidebar *m_sidebar = nullptr;
    ErrorBanner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    bool m_mayClose = false;
};

} // namespace Orion
