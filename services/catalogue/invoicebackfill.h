#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

#include <QDateTime>

#include <functional>

namespace Orion
{

class Clock;

struct BackfillProgress
{
    qint64 read = 0;          // invoices that Stripe listed
    qint64 written = 0;       // into the history
    qint64 newer = 0;         // left alone: the database had heard later than Stripe was asked
    qint64 withoutVendor = 0; // of customers that are no vendor's
};

struct BackfillOptions
{
    QDateTime since; // of creation; invalid: from the first invoice on
    bool livemode = false;
};

// Writes the invoices that Stripe lists into the history: those from before the webhook, and those
// whose events were lost. A page of a hundred is one transaction, with background priority; what
// was done is noted with it, so that a run which was interrupted goes on from there. May be
// repeated. Serialised with the webhooks by invoice, customer and vendor; nothing that came in
// later is overwritten.
//
// Errors: ConfigurationInvalid for a key of another account or mode; Conflict while another one
// runs; those of Stripe and the database, after which it goes on when it is run again.
Result<BackfillProgress>
backfillInvoices(Session &session, StripeApi &stripe, const Clock &clock,
                 const BackfillOptions &options,
                 const std::function<void(const BackfillProgress &)> &told);

} // namespace Orion
