#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"
#include "services/stripe/client/stripeapi.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace Orion
{

struct UpcomingLine
{
    QString description;
    qint64 amountCents = 0; // below 0: a credit
    QString currency;
    std::optional<qint64> quantity; // nothing on lines that have none
    QDateTime periodStart;
    QDateTime periodEnd;
    bool isProration = false;
};

// What a vendor will be charged next, as Stripe reckons it now.
struct UpcomingInvoice
{
    qint64 amountDueCents = 0;
    QString currency;
    QDateTime date; // when it is issued
    std::vector<UpcomingLine> lines;
};

// The next invoice of the vendor's base subscription. Nothing without one at Stripe: a local trial,
// none yet, cancelled or paused; and nothing when it ends before another invoice. Not inside a
// transaction. Errors: NotFound for a vendor that is not there; those of Stripe, Timeout after ten
// seconds.
Result<std::optional<UpcomingInvoice>> upcomingInvoice(Session &session, StripeApi &stripe,
                                                       const QString &vendorCode);

} // namespace Orion
