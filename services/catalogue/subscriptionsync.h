#pragma once

#include "services/catalogue/difference.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

#include <functional>

namespace Orion
{

class Clock;

struct SyncOptions
{
    bool dryRun = false;              // differences are found, and stay
    std::function<bool()> isStopping; // asked between two pages; may be empty
};

struct SyncOutcome
{
    qint64 subscriptions = 0; // that Stripe has
    qint64 repaired = 0;      // differences
    qint64 remaining = 0;
};

struct SyncedDifference
{
    Difference difference;
    bool isRepaired = false;
    QString reason; // why it stays; empty where the difference says so itself

    QString sentence() const;
};

using SyncReport = std::function<void(const SyncedDifference &)>;

// Compares every subscription that Stripe has, base and add-on, with the database, and gives those
// that differ the state that Stripe says, through the webhooks' own handlers. A page of a hundred
// at a time: compared with a few statements; where something differs, the page is asked for once
// more after what the database knows of it was noted, so that nothing that came in later is
// overwritten. Each repair is a transaction; none is open while Stripe is asked. Vendors are not
// made: what belongs to an unknown one is reported, as is what Stripe does not have and what is
// sold twice.
//
// Errors: Conflict while another one runs; Cancelled; those of Stripe and of the database. What was
// repaired until then stays.
Result<SyncOutcome> syncSubscriptions(Session &session, StripeApi &stripe, const Clock &clock,
                                      const SyncOptions &options, const SyncReport &report);

} // namespace Orion
