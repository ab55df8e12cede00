#pragma once

#include <QDate>
#include <QString>

namespace Orion
{

// Days as charts write them, in the program's locale and the order of the person's language.
QString shortDay(const QDate &day); // "3 Nov 2026"
QString longDay(const QDate &day);  // "Tue, 3 Nov 2026"

} // namespace Orion
