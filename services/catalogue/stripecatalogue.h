#pragma once

#include "services/catalogue/sellable.h"
#include "services/stripe/client/stripeapi.h"
#include "services/stripe/readers/subscription.h"

#include <QHash>

namespace Orion
{

// A product at Stripe, as far as setup and check look at it.
struct StripeProduct
{
    QString id;
    QString name;
    bool active = false;
    QString defaultPriceId;
    StripeMetadata metadata;
};

struct StripePrice
{
    QString id;
    QString productId;
    bool active = false;
    std::optional<qint64> amount; // nothing for tiered prices
    QString currency;
    QString interval;
    qint64 intervalCount = 1;
    bool isPlain = true; // so much a unit, licensed: no tiers, no metering
    QString taxBehavior;
    QString lookupKey;
    StripeMetadata metadata;
};

// What Stripe has of the sellables: their products, and the prices of those products, those with
// their lookup keys and those that the database names.
struct StripeCatalogue
{
    std::vector<std::optional<StripeProduct>> products; // by the place among the sellables
    std::vector<StripePrice> prices;

    const StripePrice *price(const QString &id) const; // null when there is none
    const StripePrice *priceByLookupKey(const QString &key) const;
};

StripeProduct readProduct(const QJsonObject &object);
StripePrice readPrice(const QJsonObject &object);

// Finds each product by the id that the database has, else by its metadata.
Result<StripeCatalogue> readStripeCatalogue(StripeApi &stripe,
                                            const std::vector<Sellable> &sellables);

} // namespace Orion
