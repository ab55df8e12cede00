#pragma once

#include "services/billing/usageservice.h"
#include "tests/support/testdatabase.h"

namespace Orion
{

// When the tests of this folder play. The middle of a month and of a day.
inline const QDateTime usageNow(QDate(2026, 6, 15), QTime(12, 0), Qt::UTC);

// A vendor as a test needs it. Without a Stripe status it is in a local trial or was.
struct VendorState
{
    QString code = QStringLiteral("acme");
    QString tier = QStringLiteral("essential"); // 100 orders, 200 products, 1 team member
    QString status = QStringLiteral("active");
    QString stripeStatus = QStringLiteral("active"); // empty: not at Stripe
    bool isAnnual = false;
    QDateTime periodStart = usageNow.addDays(-10);
    QDateTime periodEnd = {};
    QDateTime trialEndsAt = {};
    QDateTime pastDueSince = {};
};

// Adds the vendor with its subscription.
void addVendor(TestDatabase &database, const VendorState &state = {});

// Changes the tier's own limits; nothing is unlimited.
void setTierLimits(TestDatabase &database, const QString &tier, const Limit &orders,
                   const Limit &products, const Limit &team);

UsageChange changeBy(int delta, UsageMetric metric = UsageMetric::Orders);

// What is stored: of orders in the window, of the others at present.
qint64 storedUsage(TestDatabase &database, UsageMetric metric, const QDateTime &window = {});

} // namespace Orion
