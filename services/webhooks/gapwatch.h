#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>

#include <optional>

namespace Orion
{

// A time in which nobody may have taken events in.
struct EventGap
{
    QDateTime since;   // the last time that a companion was surely there, UTC
    qint64 number = 0; // of the gaps there have been; tells whether another one came in between
};

// How a companion says that it is there.
enum class Presence
{
    Goes, // it has been here since it last said so
    Comes // it starts, or had lost the database: whatever lies between is a gap
};

// Notes that a companion is there, which it has to do more often than once a minute. What the
// database remembers decides: nobody was there for longer than that, or PostgreSQL was started anew
// (it was away, or is another one, restored to an earlier state), or the companion comes. Gives the
// gap that has not been closed yet; nothing when there is none.
Result<std::optional<EventGap>> watchForGap(Session &session, const QDateTime &now,
                                            Presence presence);

// All events created before `until` are in the inbox, if they were compared since the gap's
// beginning. A gap that was found in the meantime stays open from there on.
Result<void> narrowGap(Session &session, const EventGap &gap, const QDateTime &until);

// The same for the whole gap.
Result<void> closeGap(Session &session, const EventGap &gap, const QDateTime &until);

} // namespace Orion
