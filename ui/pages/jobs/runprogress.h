#pragma once

#include "services/jobs/joboverview.h"
#include "ui/shell/consolepage.h"

namespace Orion
{

class Notice;

// How long a request may wait before it looks as if no companion were there to take it up.
inline constexpr std::chrono::seconds requestPatience{15};

// What goes on with a job's open run, in a sentence, or why it should and does not; empty: nothing.
// others: the name of a job that the companions are busy with; empty: none.
QString progressText(const JobOverview &job, const QString &others, const QDateTime &now);

// Whether the request has waited longer than companions take, and nothing else holds them up.
bool isStranded(const JobOverview &job, const QString &others, const QDateTime &now);

// Shows it, with how far it is, where it can be told; hides the notice when there is nothing.
void showProgress(Notice &notice, const JobOverview &job, const QString &others,
                  const QDateTime &now, bool mayCancel);

} // namespace Orion
