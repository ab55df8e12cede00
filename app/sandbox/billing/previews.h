#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// The invoice that a change would make, or the next regular one, from typed parameters of
// create_preview. It is found by really doing it in a rehearsal, so the amounts are those of the
// real call at the same proration_date.
Answer<QJsonObject> previewInvoice(State &state, const QJsonObject &parameters);

} // namespace Orion::Sandbox
