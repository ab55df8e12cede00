#include "models/domain/vendorcode.h"

#include <algorithm>

namespace Orion
{

namespace
{

constexpr qsizetype longest = 64;

bool isAlphanumeric(QChar c)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
}

} // namespace

bool isVendorCode(const QString &text)
{
    return !text.isEmpty() && text.size() <= longest && isAlphanumeric(text.front()) &&
           std::ranges::all_of(text,
                               [](QChar c) { return isAlphanumeric(c) || c == u'-' || c == u'_'; });
}

QString vendorCodeRule()
{
    return QStringLiteral("A vendor code has 1 to 64 letters, digits, - and _, and begins with a "
                          "letter or digit.");
}

} // namespace Orion
