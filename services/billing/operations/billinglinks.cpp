#include "services/billing/operations/billinglinks.h"

namespace Orion
{

void BillingLinks::setBase(const QUrl &base)
{
    const std::scoped_lock lock(m_mutex);
    m_base = base;
}

QString BillingLinks::billingPage(const QString &vendorCode) const
{
    const std::scoped_lock lock(m_mutex);
    QString base = m_base.toString(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    return base + QStringLiteral("/vendor/") + vendorCode + QStringLiteral("/billing");
}

QString BillingLinks::afterCheckout(const QString &vendorCode) const
{
    return billingPage(vendorCode) +
           QStringLiteral("?checkout=success&session_id={CHECKOUT_SESSION_ID}");
}

QString BillingLinks::afterCancelledCheckout(const QString &vendorCode) const
{
    return billingPage(vendorCode) + QStringLiteral("?checkout=cancelled");
}

} // namespace Orion
