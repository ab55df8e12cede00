#pragma once

#include "app/console/gallery/demodatabase.h"
#include "app/console/gallery/scenes.h"

#include <QDir>
#include <QObject>
#include <QTimer>
#include <QTranslator>

namespace Orion
{

// Takes the pictures one after the other: every scene, light and dark, in each language. Lives on
// the GUI thread with its event loop.
class Photographer : public QObject
{
    Q_OBJECT

public:
    // Only scenes whose name contains the text; an empty one means all.
    Photographer(const DemoDatabase &database, Theme &theme, const QDir &folder,
                 const QString &only);
    ~Photographer() override;

    void start();
    int taken() const { return m_taken; }

Q_SIGNALS:
    void finished();
    void failed(const QString &reason);

private:
    struct Shot
    {
        QString language;
        bool dark = false;
        Scene scene;
    };

    void next();
    void prepare(const Shot &shot);
    void speak(const QString &language);
    void arrange();
    void arrangeMore();
    void waitForConnection();
    void shoot();

    const DemoDatabase &m_database;
    Theme &m_theme;
    QDir m_folder;
    QTranslator m_translator;
    QString m_language;
    std::vector<Shot> m_shots;
    std::size_t m_at = 0;
    std::unique_ptr<Stage> m_stage;
    QTimer m_patience; // until the silence of a database shows
    int m_taken = 0;
};

} // namespace Orion
