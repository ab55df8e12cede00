#pragma once

#include <QByteArray>
#include <QStringList>

namespace Orion::Sandbox
{

// A PDF of one page with the lines in Helvetica. What the font's Latin encoding lacks becomes '?'.
QByteArray textPdf(const QStringList &lines);

} // namespace Orion::Sandbox
