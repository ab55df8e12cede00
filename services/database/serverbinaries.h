#pragma once

#include "models/domain/result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Orion
{

// An installed PostgreSQL server.
struct ServerBinaries
{
    QString folder; // has initdb and postgres
    int majorVersion = 0;

    QString program(const QString &name) const { return folder + u'/' + name; }
};

// The oldest PostgreSQL that the schema works with.
inline constexpr int oldestServerVersion = 15;

// The folders where distributions put servers, and those of PATH.
QStringList serverFolders();

// The server to use: of the wanted major version if one is wanted (a data folder belongs to one),
// else the newest. Errors: ConfigurationInvalid, naming the package to install.
Result<ServerBinaries> findServer(const QStringList &folders, std::optional<int> wantedMajor);

} // namespace Orion
