#pragma once

#include <QString>

class QDateTime;

// What the sentences of services have in common. They are English; the console says them in the
// person's language, by whole sentences: so each has one count, or its words do not depend on
// others.
namespace Orion
{

// The sentence for one, or the other with the number in place of %1.
QString counted(qint64 count, const QString &one, const QString &many);

// "2026-11-16 08:00 UTC".
QString minuteInWords(const QDateTime &time);

} // namespace Orion
