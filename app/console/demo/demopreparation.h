#pragma once

#include "app/console/demo/demosession.h"
#include "services/database/embeddedcluster.h"

#include <QDateTime>

#include <functional>

namespace Orion
{

// The demo's database, running and filled.
struct PreparedDemo
{
    std::unique_ptr<EmbeddedCluster> cluster;
    quint16 sandboxPort = 0; // the one that the invoices' links name
    QString vendorCode;
};

// Starts the embedded cluster, migrates it, and makes the demo data if there is none, if it is
// older than a day or was made with other options. Writes the sandbox's seed file. Blocks for
// seconds: for a worker thread, on which step is called as well.
// Errors: Conflict when the folder holds a real platform, else those of the parts.
Result<PreparedDemo> prepareDemo(const DemoSessionOptions &options, const QDateTime &now,
                                 const QString &seedFile,
                                 const std::function<void(const QString &)> &step);

} // namespace Orion
