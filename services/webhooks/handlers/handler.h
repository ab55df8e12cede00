#pragma once

#include "models/domain/result.h"
#include "services/billing/vendorlookup.h"
#include "services/database/changes.h"
#include "services/database/session.h"
#include "services/stripe/readers/event.h"
#include "services/webhooks/batch/books.h"

#include <functional>
#include <optional>
#include <set>

namespace Orion
{

// What a handler works on. The session is inside a transaction, which holds the locks on the
// event's object and customer.
struct EventContext
{
    Session &session;
    const StripeEvent &event;
    QDateTime now;
    Books &books; // to be read and written through, where they have what a handler needs
};

enum class Verdict
{
    Applied,    // or found to be applied before
    Ignored,    // not ours, for good
    Superseded, // a newer state of the object is in the database
    Later,      // something is missing that may still come; nothing was changed
};

struct Handled
{
    Verdict verdict = Verdict::Applied;
    QString note; // why, unless simply applied
    std::optional<qint64> vendorId;
    std::set<Topic> topics; // what it changed
};

// An error means that the event could not be applied, and that whatever it wrote has to go.
using Handler = Result<Handled> (*)(const EventContext &);

// The vendor that the clues lead to. As findVendor(), which is asked where the books do not know.
Result<std::optional<qint64>> vendorOf(const EventContext &context, const VendorClues &clues);

// Runs apply() and records the version when it is newer than what the database reflects.
Result<Handled> applyNewest(const EventContext &context, ObjectVersion version,
                            const std::function<Result<Handled>()> &apply);

// The verdict on an event that tells of an older state than the database reflects.
Handled superseded();

// The verdict on an event whose vendor is not known yet.
Handled waitForVendor();

} // namespace Orion
