#pragma once

#include "models/tables/pagedtablemodel.h"
#include "services/jobs/joboverview.h"

namespace Orion
{

class Clock;
class Theme;

using JobTableModel = PagedTableModel<JobOverview>;
using RunTableModel = PagedTableModel<JobRun>;

// The columns of the list of jobs. Clock and theme outlive the model: cells tell how long it is
// until the next run.
std::vector<Column<JobOverview>> jobColumns(const Clock &clock, const Theme &theme);

// The columns of a job's history.
std::vector<Column<JobRun>> historyColumns(const Clock &clock);

// How long it took, or takes so far; a dash for one that has not begun.
QString durationText(const JobRun &run, const QDateTime &now);

// What has been due for so long is overdue: jitter, other jobs and a restart take less.
inline constexpr std::chrono::minutes overdueAfter{5};
bool isOverdue(const JobOverview &job, const QDateTime &now);

// "12:00", "Sun 03:00" or with the date, in local time.
QString nextText(const QDateTime &next, const QDateTime &now);

} // namespace Orion
