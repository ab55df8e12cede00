#include "app/sandbox/state/shapes.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QHash<QString, QJsonObject> readShapes()
{
    QHash<QString, QJsonObject> shapes;
    const auto entries = QDir(u":/sandbox/shapes"_s).entryInfoList();
    for (const QFileInfo &entry : entries) {
        QFile file(entry.filePath());
        const bool opened = file.open(QIODevice::ReadOnly);
        Q_ASSERT(opened);
        Q_UNUSED(opened)
        shapes.insert(entry.completeBaseName(), QJsonDocument::fromJson(file.readAll()).object());
    }
    return shapes;
}

} // namespace

QJsonObject shape(QLatin1String name)
{
    static const QHash<QString, QJsonObject> shapes = readShapes();
    const QJsonObject object = shapes.value(name);
    Q_ASSERT(!object.isEmpty());
    return object;
}

QJsonObject filled(QLatin1String shapeName, const QJsonObject &fields)
{
    QJsonObject object = shape(shapeName);
    for (auto it = fields.begin(); it != fields.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

void copyGiven(QJsonObject &to, const QJsonObject &from, std::initializer_list<QLatin1String> names)
{
    for (const QLatin1String name : names) {
        const auto given = from.find(name);
        if (given != from.end())
            to.insert(name, given.value());
    }
}

void mergeGiven(QJsonObject &to, const QJsonObject &from,
                std::initializer_list<QLatin1String> names)
{
    for (const QLatin1String name : names) {
        QJsonObject group = to.value(name).toObject();
        const QJsonObject given = from.value(name).toObject();
        for (auto it = given.begin(); it != given.end(); ++it)
            group.insert(it.key(), it.value());
        if (!given.isEmpty())
            to.insert(name, group);
    }
}

QJsonObject embeddedList(const QJsonArray &data, const QString &url)
{
    return {{"object"_L1, u"list"_s}, {"data"_L1, data}, {"has_more"_L1, false}, {"url"_L1, url}};
}

} // namespace Orion::Sandbox
