#include "app/sandbox/state/shapes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

QJsonObject shape(QLatin1String name)
{
    QFile file(u":/sandbox/shapes/%1.json"_s.arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    Q_ASSERT(opened && !object.isEmpty());
    Q_UNUSED(opened)
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
