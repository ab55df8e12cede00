#pragma once

#include <QStringList>

namespace Orion
{

// Ids as one argument, for "= any (string_to_array(?, chr(31)))". No id that is stored or asked for
// holds that character.
inline QString idList(const QStringList &ids)
{
    return ids.join(QChar(0x1f));
}

} // namespace Orion
