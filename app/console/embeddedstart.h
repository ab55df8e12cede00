#pragma once

#include "models/domain/result.h"

#include <QFuture>

#include <memory>

namespace Orion
{

class EmbeddedCluster;

// Starts the private cluster and brings its schema up to date, on a thread of its own. An empty
// folder means the default one.
QFuture<Result<std::shared_ptr<EmbeddedCluster>>> startEmbeddedDatabase(const QString &folder);

} // namespace Orion
