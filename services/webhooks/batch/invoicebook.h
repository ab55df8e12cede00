#pragma once

#include "services/billing/invoicewriter.h"

namespace Orion
{

// The invoices that the events of a batch tell of, and which payments belong to them, written all
// at once: of several states of one invoice only the last. What was saved is in the database after
// flush().
class InvoiceBook
{
public:
    explicit InvoiceBook(Session &session)
        : m_session(session)
    {}

    void save(const VendorInvoice &invoice);
    void savePayment(const StripeInvoicePayment &payment);

    // The payment of an invoice failed at this time; its row tells of something newer.
    void noteFailure(const QString &invoiceId, const QDateTime &time);

    // As refreshPaymentStandings(), once for each subscription. Does nothing without one.
    void checkStanding(const QString &stripeSubscriptionId);

    Result<void> flush();

private:
    Session &m_session;
    std::vector<VendorInvoice> m_invoices; // in the order in which they were heard of last
    InvoicePayments m_payments;
    std::map<QString, QDateTime> m_failures; // the first of each invoice
    std::set<QString> m_standings;
};

} // namespace Orion
