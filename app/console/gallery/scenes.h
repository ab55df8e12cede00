#pragma once

#include "app/console/gallery/stage.h"

namespace Orion
{

// What a picture shows.
struct Scene
{
    enum class Database
    {
        There,
        Silent, // answers nothing
        Away,   // cannot be reached
        Lost,   // was reached, is not any more
    };

    QString name;                                  // <page>-<state>
    QString page;                                  // as in consolePages()
    std::function<void(Stage &)> arrange = {};     // once the page shows its rows
    std::function<void(Stage &)> arrangeMore = {}; // once that has been answered
    Database database = Database::There;
    QString role = QStringLiteral("orion_admin");
    std::function<void(Stage &)> leave = {}; // after the picture
};

std::vector<Scene> galleryScenes();
std::vector<Scene> jobScenes(); // parts of them
std::vector<Scene> capacityScenes();

} // namespace Orion
