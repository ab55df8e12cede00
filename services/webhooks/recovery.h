#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"
#include "services/webhooks/gapwatch.h"

#include <QString>

#include <functional>

namespace Orion
{

class Clock;

enum class RecoveryCause
{
    Start,   // a companion started
    Outage,  // the companions or the database were away
    Command, // somebody asked for it
    Job
};

struct RecoveryOptions
{
    RecoveryCause cause = RecoveryCause::Command;
    QString actor = QStringLiteral("companion");
    // The events created since then are compared; invalid: all that Stripe keeps, 30 days.
    QDateTime since;
    // The gap that is closed by it: compared are the events since its beginning, and of those
    // before it the ones that Stripe could not deliver.
    std::optional<EventGap> gap;
    std::function<bool()> isStopping; // asked between two calls; may be empty
};

struct RecoveryProgress
{
    QDateTime since;       // where it began
    qint64 listed = 0;     // events that Stripe has
    qint64 recovered = 0;  // of those, had not come in
    qint64 unreadable = 0; // could not be stored
    QString note = {};     // what people have to do beyond it; empty: nothing
};

// Compares Stripe's list of events with the inbox and puts what is missing into it, with the source
// "recovery" and, for there are no signed bytes, the event as the list has it. Whether Stripe calls
// an event delivered says nothing: another endpoint may have taken it, and a restored database has
// lost what it had taken. Only types that are handled are asked for, with background priority, a
// page at a time, the oldest hours first; no transaction is open meanwhile. It notes itself in
// webhook_recoveries and how far it got, so that the closing of a gap goes on where it was cut off.
// `told` is called after each page.
//
// Errors: Conflict while another one runs on the database; Cancelled; those of Stripe and of the
// database. Whatever was recovered until then stays.
Result<RecoveryProgress> recoverEvents(Session &session, StripeApi &stripe, const Clock &clock,
                                       const RecoveryOptions &options,
                                       const std::function<void(const RecoveryProgress &)> &told);

} // namespace Orion
