#pragma once

#include <QLocale>

namespace Orion
{

// "12,345": recommendations are in English, whatever the machine speaks.
inline QString grouped(qint64 number)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(number);
}

} // namespace Orion
