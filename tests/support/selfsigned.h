#pragma once

#include <QString>

namespace Orion
{

// Writes a fresh certificate for localhost and its key, both PEM, into the folder as
// certificate.pem and key.pem. False when it cannot.
bool writeSelfSignedCertificate(const QString &folder);

} // namespace Orion
