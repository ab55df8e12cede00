#include "services/catalogue/stripecatalogue.h"

#include "services/catalogue/stripelist.h"
#include "services/stripe/readers/json.h"

#include <algorithm>

using namespace Orion::StripeJson;

namespace Orion
{

namespace
{

constexpr qsizetype lookupKeysPerCall = 10; // Stripe's limit

bool isOf(const StripeProduct &product, const Sellable &sellable)
{
    return product.metadata.value(QStringLiteral("kind")) == kindWord(sellable.kind) &&
           product.metadata.value(codeField(sellable.kind)) == sellable.code;
}

void addPrice(StripeCatalogue &catalogue, const StripePrice &price)
{
    if (!catalogue.price(price.id))
        catalogue.prices.push_back(price);
}

Result<void> addListedPrices(StripeApi &stripe, const StripeForm &filter,
                             StripeCatalogue &catalogue)
{
    StripeCall call;
    call.path = QStringLiteral("/v1/prices");
    call.parameters = filter;
    return forEachOfList(stripe, call, [&](const QJsonObject &object) -> Result<void> {
        addPrice(catalogue, readPrice(object));
        return {};
    });
}

Result<void> readKnownProducts(StripeApi &stripe, const std::vector<Sellable> &sellables,
                               StripeCatalogue &catalogue)
{
    for (std::size_t i = 0; i < sellables.size(); ++i) {
        if (sellables[i].productId.isEmpty())
            continue;
        const auto object =
            findObject(stripe, QStringLiteral("/v1/products/") + sellables[i].productId,
                       StripePriority::Interactive);
        if (!object)
            return fail(object.error());
        if (*object)
            catalogue.products[i] = readProduct(**object);
    }
    return {};
}

// Products that were made when the database could not note it any more.
Result<void> findProductsByMetadata(StripeApi &stripe, const std::vector<Sellable> &sellables,
                                    StripeCatalogue &catalogue)
{
    if (std::ranges::all_of(catalogue.products,
                            [](const auto &product) { return product.has_value(); }))
        return {};
    StripeCall call;
    call.path = QStringLiteral("/v1/products");
    return forEachOfList(stripe, call, [&](const QJsonObject &object) -> Result<void> {
        const StripeProduct product = readProduct(object);
        for (std::size_t i = 0; i < sellables.size(); ++i) {
            if (!catalogue.products[i] && isOf(product, sellables[i]))
                catalogue.products[i] = product;
        }
        return {};
    });
}

Result<void> readPricesByLookupKey(StripeApi &stripe, const std::vector<Sellable> &sellables,
                                   StripeCatalogue &catalogue)
{
    QStringList keys;
    for (const Sellable &sellable : sellables) {
        for (const SellablePrice &price : sellable.prices)
            keys.append(price.lookupKey);
    }
    for (qsizetype first = 0; first < keys.size(); first += lookupKeysPerCall) {
        StripeForm filter;
        const QStringList some = keys.mid(first, lookupKeysPerCall);
        for (qsizetype i = 0; i < some.size(); ++i)
            filter.add(QStringLiteral("lookup_keys[%1]").arg(i), some.at(i));
        if (const auto listed = addListedPrices(stripe, filter, catalogue); !listed)
            return listed;
    }
    return {};
}

Result<void> readPricesById(StripeApi &stripe, const std::vector<Sellable> &sellables,
                            StripeCatalogue &catalogue)
{
    QStringList ids;
    for (const Sellable &sellable : sellables) {
        for (const KnownPrice &price : sellable.knownPrices)
            ids.append(price.stripeId);
        for (const SellablePrice &price : sellable.prices)
            ids.append(price.stripeId);
    }
    ids.removeAll(QString());
    ids.removeDuplicates();
    for (const QString &id : ids) {
        if (catalogue.price(id))
            continue;
        const auto object =
            findObject(stripe, QStringLiteral("/v1/prices/") + id, StripePriority::Interactive);
        if (!object)
            return fail(object.error());
        if (*object)
            addPrice(catalogue, readPrice(**object));
    }
    return {};
}

} // namespace

const StripePrice *StripeCatalogue::price(const QString &id) const
{
    const auto found = std::ranges::find(prices, id, &StripePrice::id);
    return found == prices.end() ? nullptr : &*found;
}

const StripePrice *StripeCatalogue::priceByLookupKey(const QString &key) const
{
    const auto found = std::ranges::find(prices, key, &StripePrice::lookupKey);
    return found == prices.end() ? nullptr : &*found;
}

StripeProduct readProduct(const QJsonObject &object)
{
    return {text(object, "id"), text(object, "name"),
            object.value(QLatin1String("active")).toBool(), id(object, "default_price"),
            metadata(object)};
}

StripePrice readPrice(const QJsonObject &object)
{
    const QJsonObject recurring = child(object, "recurring");
    const QString scheme = text(object, "billing_scheme");
    const QString usage = text(recurring, "usage_type");
    StripePrice price;
    price.id = text(object, "id");
    price.productId = id(object, "product");
    price.active = object.value(QLatin1String("active")).toBool();
    price.amount = integer(object, "unit_amount");
    price.currency = text(object, "currency").toLower();
    price.interval = text(recurring, "interval");
    price.intervalCount = integerOr(recurring, "interval_count", 1);
    price.isPlain = scheme != QLatin1String("tiered") && usage != QLatin1String("metered") &&
                    child(object, "transform_quantity").isEmpty();
    price.taxBehavior = text(object, "tax_behavior");
    price.lookupKey = text(object, "lookup_key");
    price.metadata = metadata(object);
    return price;
}

Result<StripeCatalogue> readStripeCatalogue(StripeApi &stripe,
                                            const std::vector<Sellable> &sellables)
{
    StripeCatalogue catalogue;
    catalogue.products.resize(sellables.size());
    if (const auto read = readKnownProducts(stripe, sellables, catalogue); !read)
        return fail(read.error());
    if (const auto found = findProductsByMetadata(stripe, sellables, catalogue); !found)
        return fail(found.error());
    for (const auto &product : catalogue.products) {
        if (!product)
            continue;
        const auto listed = addListedPrices(
            stripe, StripeForm().add(QStringLiteral("product"), product->id), catalogue);
        if (!listed)
            return fail(listed.error());
    }
    if (const auto read = readPricesByLookupKey(stripe, sellables, catalogue); !read)
        return fail(read.error());
    if (const auto read = readPricesById(stripe, sellables, catalogue); !read)
        return fail(read.error());
    return catalogue;
}

} // namespace Orion
