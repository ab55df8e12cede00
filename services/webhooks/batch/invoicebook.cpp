#include "services/webhooks/batch/invoicebook.h"

#include <algorithm>

namespace Orion
{

void InvoiceBook::save(qint64 vendorId, const StripeInvoice &invoice)
{
    VendorInvoice latest{vendorId, invoice};
    const auto earlier = std::ranges::find(
        m_invoices, invoice.id, [](const VendorInvoice &other) { return other.invoice.id; });
    if (earlier != m_invoices.end()) {
        latest.invoice.paymentIds += earlier->invoice.paymentIds; // links are kept for good
        latest.invoice.paymentIds.removeDuplicates();
        m_invoices.erase(earlier);
    }
    m_invoices.push_back(std::move(latest));
}

void InvoiceBook::checkStanding(qint64 vendorId, const QString &stripeSubscriptionId,
                                const QDateTime &failedAt)
{
    if (stripeSubscriptionId.isEmpty())
        return;
    StandingCheck &check = m_standings[stripeSubscriptionId];
    check.vendorId = vendorId;
    check.stripeSubscriptionId = stripeSubscriptionId;
    if (!check.time.isValid() || (failedAt.isValid() && failedAt < check.time))
        check.time = failedAt;
}

Result<void> InvoiceBook::flush()
{
    if (const auto saved = saveInvoices(m_session, m_invoices); !saved)
        return saved;
    m_invoices.clear();
    std::vector<StandingCheck> checks;
    for (const auto &[id, check] : m_standings)
        checks.push_back(check);
    if (const auto checked = refreshPaymentStandings(m_session, checks); !checked)
        return checked;
    m_standings.clear();
    return {};
}

} // namespace Orion
