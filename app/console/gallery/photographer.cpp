#include "app/console/gallery/photographer.h"

#include "services/database/session.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QLocale>

namespace Orion
{

namespace
{

// A page shows that it is loading only after a moment.
constexpr std::chrono::milliseconds silence{400};
constexpr std::chrono::milliseconds fadingStep{20};

QLocale localeOf(const QString &language)
{
    return language == QLatin1String("de") ? QLocale(QLocale::German, QLocale::Germany)
                                           : QLocale(QLocale::English, QLocale::UnitedStates);
}

} // namespace

Photographer::Photographer(const DemoDatabase &database, Theme &theme, const QDir &folder,
                           const QString &only)
    : m_database(database)
    , m_theme(theme)
    , m_folder(folder)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(silence);
    connect(&m_patience, &QTimer::timeout, this, &Photographer::waitForConnection);
    for (const char *language : {"en", "de"}) {
        for (const bool dark : {false, true}) {
            for (const Scene &scene : galleryScenes()) {
                if (scene.name.contains(only))
                    m_shots.push_back({QLatin1String(language), dark, scene});
            }
        }
    }
}

Photographer::~Photographer() = default;

void Photographer::start()
{
    next();
}

void Photographer::next()
{
    m_stage.reset();
    if (m_at == m_shots.size())
        Q_EMIT finished();
    else
        prepare(m_shots[m_at]);
}

void Photographer::speak(const QString &language)
{
    if (language == m_language)
        return;
    m_language = language;
    QLocale::setDefault(localeOf(language));
    QCoreApplication::removeTranslator(&m_translator);
    // English is what the sources say; its file has the plural forms.
    if (m_translator.load(QStringLiteral(":/translations/orion_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&m_translator);
}

void Photographer::prepare(const Shot &shot)
{
    speak(shot.language);
    m_theme.setMode(shot.dark ? ThemeMode::Dark : ThemeMode::Light);
    const Scene &scene = shot.scene;
    const ConnectionSettings there = m_database.settings(scene.role);
    const ConnectionSettings nowhere = m_database.nowhere(scene.role);
    const auto session = Session::open(there, QStringLiteral("orion-gallery"));
    const auto rights = session ? readRights(**session) : fail(session.error());
    if (!rights) {
        Q_EMIT failed(rights.error().message);
        return;
    }
    using Database = Scene::Database;
    m_stage = std::make_unique<Stage>(
        StageSettings{scene.database == Database::Away ? nowhere : there,
                      scene.database == Database::Lost || scene.database == Database::Away ? nowhere
                                                                                           : there,
                      *rights, m_database.settings(QStringLiteral("orion_owner"))},
        m_theme);
    if (scene.database == Database::Silent)
        m_stage->holdBack();
    m_stage->window().showPage(scene.page);
    if (scene.database == Database::Silent)
        m_patience.start();
    else
        m_stage->whenSettled([this] { arrange(); });
}

void Photographer::arrange()
{
    const Scene &scene = m_shots[m_at].scene;
    if (scene.arrange)
        scene.arrange(*m_stage);
    m_stage->whenSettled([this] { arrangeMore(); });
}

void Photographer::arrangeMore()
{
    const Scene &scene = m_shots[m_at].scene;
    if (scene.arrangeMore)
        scene.arrangeMore(*m_stage);
    if (m_stage->isHeldBack())
        m_patience.start();
    else
        m_stage->whenSettled([this] { waitForConnection(); });
}

void Photographer::waitForConnection()
{
    ConnectionMonitor &monitor = m_stage->monitor();
    if (monitor.state() != ConnectionMonitor::State::Connecting) {
        QMetaObject::invokeMethod(this, &Photographer::shoot, Qt::QueuedConnection);
        return;
    }
    connect(&monitor, &ConnectionMonitor::stateChanged, this, &Photographer::shoot,
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void Photographer::shoot()
{
    if (m_stage->isFading()) {
        QTimer::singleShot(fadingStep, this, &Photographer::shoot);
        return;
    }
    const Shot &shot = m_shots[m_at];
    const QString name =
        QStringLiteral("%1-%2-%3.png")
            .arg(shot.scene.name, shot.dark ? QStringLiteral("dark") : QStringLiteral("light"),
                 shot.language);
    const QString path = m_folder.filePath(name);
    if (!m_stage->picture().save(path)) {
        Q_EMIT failed(tr("The picture %1 cannot be written. Choose another folder.").arg(path));
        return;
    }
    if (shot.scene.leave)
        shot.scene.leave(*m_stage);
    ++m_taken;
    ++m_at;
    next();
}

} // namespace Orion
