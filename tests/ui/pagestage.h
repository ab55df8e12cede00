#pragma once

#include "services/billing/rights.h"
#include "tests/support/manualclock.h"
#include "tests/support/testdatabase.h"
#include "ui/shell/connectionmonitor.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"

#include <QPointer>
#include <QUrl>

#include <memory>

namespace Orion
{

// Answers for the person, and remembers what was asked.
class ScriptedDialogs : public Dialogs
{
public:
    void ask(QWidget *parent, const Question &question, std::function<void(int)> answer) override;
    void askSaveFile(QWidget *parent, const QString &title, const QString &suggestedName,
                     const QString &filter, std::function<void(QString)> answer) override;
    void openUrl(const QUrl &url) override;

    int choice = 0; // what the person answers
    QString path;   // where the person saves; empty: gave up
    QList<Question> questions;
    QStringList suggestedNames;
    QList<QUrl> opened;
};

// A page on a database of its own, with everything that the console gives it: one for each test.
class PageStage
{
public:
    static QDateTime now(); // 15 November 2026, 12:00 UTC

    explicit PageStage(const QString &role = QStringLiteral("orion_admin"));
    ~PageStage();

    TestDatabase &database() { return m_database; }
    Session &session() { return m_database.session(); } // as orion_owner
    ScriptedDialogs &dialogs() { return m_dialogs; }
    ManualClock &clock() { return m_clock; }
    PageContext context();

    // Shows the page, live. The stage takes it.
    void show(ConsolePage *page);
    bool isLive() const { return m_monitor->state() == ConnectionMonitor::State::Live; }

    // Runs SQL as the owner and tells everybody; fails the test when it cannot.
    void change(const QString &sql, Topic topic);
    void run(const QString &sql);

private:
    TestDatabase m_database;
    ManualClock m_clock;
    ScriptedDialogs m_dialogs;
    Theme m_theme;
    Rights m_rights;
    std::unique_ptr<SessionPool> m_pool;
    std::unique_ptr<ServiceRunner> m_runner;
    std::unique_ptr<ConnectionMonitor> m_monitor;
    std::unique_ptr<ConsolePage> m_page;
};

} // namespace Orion
