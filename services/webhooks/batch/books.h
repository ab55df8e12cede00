#pragma once

#include "services/webhooks/batch/invoicebook.h"
#include "services/webhooks/batch/subscriptionbook.h"
#include "services/webhooks/versions.h"

namespace Orion
{

// What the events of one transaction read and write together. Ends with the transaction.
struct Books
{
    Books(Session &session, const QDateTime &now)
        : versions(session, now)
        , subscriptions(session)
        , invoices(session)
    {}

    Result<void> flush();

    Versions versions;
    SubscriptionBook subscriptions;
    InvoiceBook invoices;
};

} // namespace Orion
