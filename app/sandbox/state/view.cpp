#include "app/sandbox/state/view.h"

namespace Orion::Sandbox
{

QJsonObject publicView(const QJsonObject &object)
{
    QJsonObject shown = object;
    const QStringList names = object.keys();
    for (const QString &name : names) {
        if (name.startsWith(u'_'))
            shown.remove(name);
    }
    return shown;
}

} // namespace Orion::Sandbox
