#pragma once

#include "services/billing/operations/billinglinks.h"
#include "services/billing/operations/billingservice.h"
#include "tests/integration/billing/fakestripe.h"
#include "tests/support/manualclock.h"
#include "tests/support/testdatabase.h"

namespace Orion
{

// A vendor ACME with the tiers' prices, a Stripe that knows what the tests say, and the service
// between them. Time stands at `start`. The database is one for the whole test program, which a new
// world empties: one world at a time.
class BillingWorld
{
public:
    static constexpr qint64 start = 1790003600;

    BillingWorld();

    // Gives ACME a subscription in the state, at Stripe too unless it is a local trial: tier
    // Professional, monthly, with the customer cus_1 and the item si_sub_1.
    void standIn(SubscriptionState state, const QString &price = QStringLiteral("price_pro_month"));

    // Leaves ACME without a subscription and without a past.
    void forgetEverything();

    void execute(const QString &sql, const QVariantList &arguments = {});
    QString value(const QString &sql, const QVariantList &arguments = {});
    QString operations(); // "checkout.create succeeded, …", in order

    TestDatabase &database() { return m_database; }
    Session &session() { return *m_companion; }
    QDateTime now() const { return clock.now(); }

    ManualClock clock;
    FakeStripe stripe;
    BillingLinks links{QUrl(QStringLiteral("https://billing.example/"))};

private:
    TestDatabase &m_database;
    std::unique_ptr<Session> m_companion;
    StripeOperations m_operations;

public:
    BillingService service;
    BillingService unconfigured;
};

inline const QString acme = QStringLiteral("ACME");
inline const QString subscriptionPath = QStringLiteral("/v1/subscriptions/sub_1");
inline const QString actor = QStringLiteral("vendor:ACME");

} // namespace Orion
