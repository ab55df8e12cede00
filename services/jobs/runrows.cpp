#include "services/jobs/runrows.h"

namespace Orion
{

JobRun readRun(const Row &row)
{
    JobRun run;
    run.id = row.integer(0);
    run.job = row.text(1);
    run.scheduledFor = row.time(2);
    run.startedAt = row.time(3);
    run.finishedAt = row.time(4);
    run.state = row.text(5);
    run.processed = row.integer(6);
    run.message = row.text(7);
    run.requestedBy = row.text(8);
    run.attempt = int(row.integer(9));
    run.host = row.text(10);
    run.durationMs = row.integer(11);
    run.requestedAt = row.time(12);
    run.cancelRequestedBy = row.text(13);
    return run;
}

} // namespace Orion
