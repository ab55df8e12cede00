#pragma once

#include "services/billing/invoicewriter.h"

#include <map>

namespace Orion
{

// The invoices that the events of a batch tell of, written all at once: of several states of one
// invoice only the last. What was saved is in the database after flush().
class InvoiceBook
{
public:
    explicit InvoiceBook(Session &session)
        : m_session(session)
    {}

    void save(qint64 vendorId, const StripeInvoice &invoice);

    // As refreshPaymentStandings(), once for each subscription. The time is that of a failed
    // payment, else invalid. Does nothing without a subscription.
    void checkStanding(qint64 vendorId, const QString &stripeSubscriptionId,
                       const QDateTime &failedAt);

    Result<void> flush();

private:
    Session &m_session;
    std::vector<VendorInvoice> m_invoices; // in the order in which they were heard of last
    std::map<QString, StandingCheck> m_standings;
};

} // namespace Orion
