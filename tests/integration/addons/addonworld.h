#pragma once

#include "services/billing/addons/addonservice.h"
#include "services/billing/operationeffects.h"
#include "services/billing/operations/billinglinks.h"
#include "services/stripe/operations/stripeoperations.h"
#include "services/webhooks/processor.h"
#include "tests/integration/catalogue/sandboxstripe.h"
#include "tests/support/testdatabase.h"

namespace Orion
{

// Domains that are taken because a test says so.
class FakeDomains : public DomainAvailability
{
public:
    Result<Availability> check(const QString &domain) override;

    QStringList taken;
    bool away = false; // cannot tell
    QStringList asked;
};

// A platform with a Stripe of its own: vendors buy, pay on Stripe's page, and the webhooks that
// Stripe would send are received and applied with the companion's rights.
class AddonWorld
{
public:
    AddonWorld();

    // A vendor in its local trial, or with another status of its subscription.
    qint64 addVendor(const QString &code, const QString &status = QStringLiteral("trial"));

    Result<CheckoutLink> buy(const QString &vendor, const QString &addon, qint64 quantity = 1,
                             const QString &domain = {});
    // Buys, pays and hears of it; gives the id of the vendor's new add-on.
    qint64 own(const QString &vendor, const QString &addon, qint64 quantity = 1,
               const QString &domain = {});
    void pay(const CheckoutLink &link, const QString &card = QStringLiteral("pm_card_visa"));
    void deliver(); // every event that Stripe has not been heard of, oldest first

    QString value(const QString &sql) { return db.value(sql); }
    // "status quantity domain" of a vendor's add-ons, oldest first.
    QString addonsOf(const QString &vendor);
    std::vector<StripeCall> creations() const; // of checkout sessions

    TestDatabase db;
    SandboxStripe stripe;
    FakeDomains domains;
    BillingLinks links{QUrl(QStringLiteral("https://billing.example.com"))};
    StripeOperations operations;
    AddonService service;
    std::unique_ptr<Session> companion;

private:
    WebhookProcessor m_processor;
    QSet<QString> m_delivered;
};

} // namespace Orion
