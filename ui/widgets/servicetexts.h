#pragma once

#include <QString>

// Services write their sentences in English, for logs and for programs as well as for people. This
// is how the console says them in the person's language.
namespace Orion::ServiceTexts
{

// The sentence in the language of the program; as it is when nobody translated it.
QString shown(const QString &sentence);

} // namespace Orion::ServiceTexts
