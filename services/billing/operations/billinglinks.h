#pragma once

#include <QString>
#include <QUrl>

#include <mutex>

namespace Orion
{

// The addresses of our pages that are handed to Stripe, for people to come back to. Any thread.
class BillingLinks
{
public:
    explicit BillingLinks(QUrl base = {}) // ORION_PUBLIC_URL, or where the server listens
        : m_base(std::move(base))
    {}

    void setBase(const QUrl &base); // when it is known only after the start

    QString billingPage(const QString &vendorCode) const;
    QString afterCheckout(const QString &vendorCode) const; // with Stripe's placeholder
    QString afterCancelledCheckout(const QString &vendorCode) const;

private:
    mutable std::mutex m_mutex;
    QUrl m_base;
};

} // namespace Orion
