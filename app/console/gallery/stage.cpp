#include "app/console/gallery/stage.h"

#include "app/console/pages.h"
#include "services/database/session.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace Orion
{

namespace
{

// Answers that ask for more: a list, then its detail, then the detail's payload.
constexpr int settlingRounds = 5;

// The same in every picture, and nobody's own.
QDir exportFolder()
{
    return QDir(QDir::temp().filePath(QStringLiteral("orion-gallery")));
}

} // namespace

QDateTime FixedClock::time()
{
    return QDateTime(QDate(2026, 11, 16), QTime(10, 30), Qt::UTC);
}

GalleryDialogs::~GalleryDialogs()
{
    exportFolder().removeRecursively();
}

void GalleryDialogs::askSaveFile(QWidget *, const QString &, const QString &suggestedName,
                                 const QString &, std::function<void(QString)> answer)
{
    exportFolder().mkpath(QStringLiteral("."));
    answer(exportFolder().filePath(suggestedName));
}

void GalleryDialogs::openUrl(const QUrl &)
{}

Stage::Stage(const StageSettings &settings, Theme &theme)
    : m_rights(settings.rights)
    , m_owner(settings.owner)
    // One worker, so that a task behind the others tells that they are done.
    , m_pool(std::make_unique<SessionPool>(settings.data, QStringLiteral("orion-gallery"), 1))
    , m_runner(std::make_unique<ServiceRunner>(*m_pool))
    , m_monitor(std::make_unique<ConnectionMonitor>(settings.notifications))
{
    const PageContext context{*m_runner, m_rights, m_clock, theme, m_dialogs};
    m_window = std::make_unique<MainWindow>(context, *m_monitor, settings.data, consolePages());
    m_window->resize(1440, 900);
    m_window->show();
    m_monitor->start();
}

Stage::~Stage()
{
    release();
    m_window.reset();
    m_monitor.reset();
    m_pool->stop();
}

void Stage::holdBack()
{
    m_held = std::make_shared<std::latch>(1);
    if (!m_pool->submit([held = m_held](Session &) { held->wait(); }))
        m_held.reset();
}

void Stage::release()
{
    if (m_held)
        m_held->count_down();
    m_held.reset();
}

void Stage::changeAsOwner(const QString &sql)
{
    const auto session = Session::open(m_owner, QStringLiteral("orion-gallery"));
    const auto changed = session ? (*session)->script(sql) : fail(session.error());
    if (!changed)
        qFatal("%s", qPrintable(changed.error().message));
}

void Stage::whenSettled(std::function<void()> then)
{
    settle(settlingRounds, std::move(then));
}

void Stage::settle(int rounds, std::function<void()> then)
{
    m_runner->run(
        m_window.get(), [](Session &) { return Result<void>(); },
        [this, rounds, then = std::move(then)](const Result<void> &) {
            if (rounds > 0)
                settle(rounds - 1, then);
            else
                then();
        });
}

bool Stage::isFading() const
{
    // The buttons inside line edits tell how far they are in a property of their own.
    const auto buttons = m_window->findChildren<QToolButton *>();
    return std::any_of(buttons.begin(), buttons.end(), [](const QToolButton *button) {
        const auto *edit = qobject_cast<const QLineEdit *>(button->parentWidget());
        const QVariant opacity = button->property("opacity");
        return edit && !edit->text().isEmpty() && button->isVisible() && opacity.isValid() &&
               opacity.toDouble() < 1.0;
    });
}

QPixmap Stage::picture()
{
    QPixmap picture = m_window->grab();
    QPainter painter(&picture);
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        const auto *dialog = qobject_cast<QDialog *>(widget);
        if (!dialog || !dialog->isVisible())
            continue;
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 96));
        const QPixmap face = widget->grab();
        painter.drawPixmap((picture.width() - face.width()) / 2,
                           (picture.height() - face.height()) / 2, face);
    }
    return picture;
}

} // namespace Orion
