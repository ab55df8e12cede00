#include "tests/ui/pagestage.h"

#include "services/database/changes.h"

#include <QApplication>

namespace Orion
{

void ScriptedDialogs::ask(QWidget *, const Question &question, std::function<void(int)> answer)
{
    questions.append(question);
    answer(choice);
}

void ScriptedDialogs::askSaveFile(QWidget *, const QString &, const QString &suggestedName,
                                  const QString &, std::function<void(QString)> answer)
{
    suggestedNames.append(suggestedName);
    answer(path);
}

void ScriptedDialogs::openUrl(const QUrl &url)
{
    opened.append(url);
}

QDateTime PageStage::now()
{
    return QDateTime(QDate(2026, 11, 15), QTime(12, 0), Qt::UTC);
}

PageStage::PageStage(const QString &role)
    : m_clock(now())
    , m_theme(*qApp, ThemeMode::Light)
{
    const auto session = m_database.open(role);
    const auto rights = readRights(*session);
    if (!rights)
        qFatal("%s", qPrintable(rights.error().message));
    m_rights = *rights;
    const ConnectionSettings settings = m_database.settings(role);
    m_pool = std::make_unique<SessionPool>(settings, QStringLiteral("page-test"), 2);
    m_runner = std::make_unique<ServiceRunner>(*m_pool);
    m_monitor = std::make_unique<ConnectionMonitor>(settings);
}

PageStage::~PageStage()
{
    m_page.reset();
    m_monitor.reset();
    m_pool->stop();
}

PageContext PageStage::context()
{
    return {*m_runner, m_rights, m_clock, m_theme, m_dialogs};
}

void PageStage::show(ConsolePage *page)
{
    m_page.reset(page);
    QObject::connect(m_monitor.get(), &ConnectionMonitor::changed, page, &ConsolePage::onChanges);
    m_monitor->start();
    page->resize(1200, 700);
    page->show();
    page->activate();
}

void PageStage::run(const QString &sql)
{
    const auto done = session().script(sql);
    if (!done)
        qFatal("%s", qPrintable(done.error().message + done.error().detail));
}

void PageStage::change(const QString &sql, Topic topic)
{
    run(sql);
    if (const auto told = notifyChanges(session(), {topic}); !told)
        qFatal("%s", qPrintable(told.error().message));
}

} // namespace Orion
