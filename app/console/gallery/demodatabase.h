#pragma once

#include "models/domain/result.h"
#include "services/database/embeddedcluster.h"

#include <QDateTime>
#include <QTemporaryDir>

#include <memory>

namespace Orion
{

// A cluster of its own with demo data that is the same in every run. Ends, and is removed, with
// this object.
class DemoDatabase
{
public:
    static Result<std::unique_ptr<DemoDatabase>> make(const QDateTime &now);

    ConnectionSettings settings(const QString &role) const { return m_cluster->settings(role); }
    // Where nothing answers: for pictures of a database that is away.
    ConnectionSettings nowhere(const QString &role) const;

private:
    DemoDatabase() = default;

    QTemporaryDir m_folder;
    std::unique_ptr<EmbeddedCluster> m_cluster; // ends before its folder goes
};

} // namespace Orion
