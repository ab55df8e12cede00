#pragma once

#include "models/domain/result.h"

#include <QString>

namespace Orion
{

class Session;

// What the connected database role may do. The database enforces it; the console asks first, so
// that it can say why a control is disabled.
struct Rights
{
    QString role; // as whom the session is connected: orion_finance …
    bool editTiers = false;
    bool editVendors = false;
    bool readPayloads = false; // the bodies of webhooks
    bool replayEvents = false;
    bool runJobs = false;          // and cancel their runs
    bool captureSnapshots = false; // of the platform's capacity
};

Result<Rights> readRights(Session &session);

} // namespace Orion
