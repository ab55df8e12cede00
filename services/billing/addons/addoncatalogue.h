#pragma once

#include "models/domain/enums.h"
#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace Orion
{

// A row of billing.addon_products that is on sale.
struct AddonProduct
{
    qint64 id = 0;
    QString code;
    QString name;
    QString category; // domain, ssl, email
    qint64 priceCents = 0;
    QString currency;
    BillingInterval billingPeriod = BillingInterval::Month;
    QString stripePriceId; // empty: `stripe setup` has not been run yet

    bool isDomain() const { return category == QLatin1String("domain"); }
};

// In their order.
Result<std::vector<AddonProduct>> listAddons(Session &session);

// Errors: NotFound for a code that is none, or of one that is not sold any more.
Result<AddonProduct> findAddonOnSale(Session &session, const QString &code);

// An add-on that a vendor has, or had.
struct VendorAddon
{
    qint64 id = 0;
    QString code;
    QString category;
    SubscriptionStatus status = SubscriptionStatus::Incomplete;
    QString domainName; // empty without one
    qint64 quantity = 1;
    QDateTime periodEnd; // UTC
    QDateTime cancelAt;  // UTC; invalid: goes on
    QString stripeSubscriptionId;
};

// Those of one vendor, the newest first.
Result<std::vector<VendorAddon>> addonsOfVendor(Session &session, qint64 vendorId);

// Errors: NotFound, also for another vendor's.
Result<VendorAddon> addonOfVendor(Session &session, qint64 vendorId, qint64 addonId);

} // namespace Orion
