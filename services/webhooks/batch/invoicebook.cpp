#include "services/webhooks/batch/invoicebook.h"

#include <algorithm>

namespace Orion
{

namespace
{

QDateTime earlier(const QDateTime &one, const QDateTime &other)
{
    if (!one.isValid() || !other.isValid())
        return one.isValid() ? one : other;
    return std::min(one, other);
}

} // namespace

void InvoiceBook::save(const VendorInvoice &invoice)
{
    VendorInvoice latest = invoice;
    const auto before =
        std::ranges::find(m_invoices, invoice.invoice.id,
                          [](const VendorInvoice &other) { return other.invoice.id; });
    if (before != m_invoices.end()) {
        latest.failedAt = earlier(latest.failedAt, before->failedAt);
        m_invoices.erase(before);
    }
    m_invoices.push_back(std::move(latest));
    addPayments(m_payments, invoice.invoice);
}

void InvoiceBook::savePayment(const StripeInvoicePayment &payment)
{
    addPayment(m_payments, payment);
}

void InvoiceBook::noteFailure(const QString &invoiceId, const QDateTime &time)
{
    QDateTime &first = m_failures[invoiceId];
    first = earlier(first, time);
}

void InvoiceBook::checkStanding(const QString &stripeSubscriptionId)
{
    if (!stripeSubscriptionId.isEmpty())
        m_standings.insert(stripeSubscriptionId);
}

Result<void> InvoiceBook::flush()
{
    if (const auto saved = savePayments(m_session, m_payments); !saved)
        return saved;
    m_payments.clear();
    if (const auto saved = saveInvoices(m_session, m_invoices); !saved)
        return saved;
    m_invoices.clear();
    if (const auto saved = saveFailures(m_session, m_failures); !saved)
        return saved;
    m_failures.clear();
    if (const auto checked = refreshPaymentStandings(m_session, m_standings); !checked)
        return checked;
    m_standings.clear();
    return {};
}

} // namespace Orion
