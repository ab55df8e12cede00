#pragma once

#include "app/sandbox/api/apierror.h"

#include <QByteArray>

namespace Orion::Sandbox
{

// Decodes application/x-www-form-urlencoded with brackets, as in items[0][price]=p&expand[]=a.
// The leaves are strings; everything in brackets becomes an object, indices included ("0", "1"),
// because only the parameter table knows which of them are lists. Empty brackets take the next
// index; a name that the last element has already starts another element.
Answer<QJsonObject> decodeForm(const QByteArray &encoded);

} // namespace Orion::Sandbox
