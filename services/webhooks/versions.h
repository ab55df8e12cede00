#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>
#include <QString>

namespace Orion
{

// Which state of a Stripe object an event carries. States are in a total order, so that events may
// arrive in any: by the second they were created in, then by how far the object is in its life,
// then by the event's id. The last says nothing about time; where it has to decide, the object is
// also marked (refresh_requested_at) so that Stripe can be asked for the present state.
struct ObjectVersion
{
    QString objectId;
    QString kind; // subscription, invoice
    QDateTime created;
    int rank = 0; // how far in its life
    QString eventId;
    bool deleted = false;
};

enum class Standing
{
    Newer, // than what is in the database, or the first of its object
    Same,  // it is what is in the database: applying it again would change nothing
    Older,
};

// Compares with what the database reflects. An older version that only its id made older leaves
// the mark for a refresh. The caller holds the object's advisory lock.
Result<Standing> compareVersion(Session &session, const ObjectVersion &version,
                                const QDateTime &now);

// The database now reflects this version, which was Newer.
Result<void> recordVersion(Session &session, const ObjectVersion &version, const QDateTime &now);

} // namespace Orion
