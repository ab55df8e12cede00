#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace Orion
{

// A drawing in one colour ("currentColor") as an icon, drawn sharp at every size and scale.
QIcon svgIcon(const QString &path, const QColor &color, const QColor &disabled);

} // namespace Orion
