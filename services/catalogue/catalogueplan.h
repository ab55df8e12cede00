#pragma once

#include "services/catalogue/stripecatalogue.h"
#include "services/platform/configuration.h"

namespace Orion
{

// One thing that setup does, or says that it leaves out.
struct CatalogueStep
{
    enum class Kind
    {
        Skip, // nothing is done; the line says why
        CreateProduct,
        UpdateProduct,
        LinkProduct, // it is at Stripe, only the database does not know
        CreatePrice,
        UpdatePrice,
        LinkPrice,
        ArchivePrice
    };
    Kind kind = Kind::Skip;
    QString line; // for people: "create product Essential (tier essential)"
    std::size_t sellable = 0;
    std::size_t price = 0; // the place among the sellable's prices
    QString objectId;      // of what exists at Stripe already
    StripeForm parameters; // of the call; a new price's product is added when it is known
    QByteArray seen;       // what was there when this was decided, for the idempotency key
};

QString toText(TaxBehavior behavior); // as Stripe writes it

// What has to be done so that Stripe's products and prices are the sellables'. Nothing but lines
// that say what is left out when they are. Calls nobody.
std::vector<CatalogueStep> planCatalogue(const std::vector<Sellable> &sellables,
                                         const StripeCatalogue &catalogue, TaxBehavior tax);

// "49.00 EUR a month"
QString priceText(qint64 amount, const QString &currency, const QString &interval);

// Whether a price at Stripe belongs to the sellable: the database says so, or it says so itself.
bool belongsTo(const StripePrice &price, const Sellable &sellable);

} // namespace Orion
