#pragma once

#include "models/domain/limits.h"

#include <QString>
#include <QStringList>

namespace Orion
{

// A row of billing.subscription_tiers. Prices in minor units of the currency; no price means that
// the tier is sold by contact.
struct Tier
{
    qint64 id = 0;
    QString code;
    QString name;
    std::optional<qint64> priceMonthlyCents;
    std::optional<qint64> priceAnnualCents;
    QString currency = QStringLiteral("eur");
    Limit ordersPerMonth;
    Limit productsLimit;
    Limit teamMembers;
    QStringList features;
    QString stripeProductId;
    QString stripePriceMonthlyId;
    QString stripePriceAnnualId;
    bool isActive = true;
    int displayOrder = 0; // the order of tiers: higher is an upgrade
    qint64 revision = 0;  // grows by one with every edit; an edit names the one it was made on
};

} // namespace Orion
