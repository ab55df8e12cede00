#pragma once

#include "services/jobs/ledger.h"

namespace Orion
{

// The columns of billing.job_runs that make a JobRun, and how they become one. Of the files that
// read the ledger.
inline const QString runColumns = QStringLiteral(
    "id, job, scheduled_for, started_at, finished_at, state, processed, message, requested_by, "
    "attempt, host, duration_ms, requested_at, cancel_requested_by");

JobRun readRun(const Row &row);

} // namespace Orion
