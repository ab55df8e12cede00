#pragma once

#include <QString>

namespace Orion
{

// Whether a text can be a vendor's code: 1 to 64 letters, digits, - and _, of ASCII, beginning with
// a letter or digit. The database holds the same rule.
bool isVendorCode(const QString &text);

// The rule, in a sentence for people.
QString vendorCodeRule();

} // namespace Orion
