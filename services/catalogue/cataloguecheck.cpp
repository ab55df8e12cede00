#include "services/catalogue/cataloguecheck.h"

#include <algorithm>

namespace Orion
{

namespace
{

QString activeText(bool active)
{
    return active ? QStringLiteral("active") : QStringLiteral("archived");
}

// The differences of one object, of which those that are none are left out.
class Comparison
{
public:
    Comparison(QString subject, QString id, QString owner, const DifferenceReport &report)
        : m_subject(std::move(subject))
        , m_id(std::move(id))
        , m_owner(std::move(owner))
        , m_report(report)
    {}

    void compare(const char *field, const QString &here, const QString &there) const
    {
        if (here != there)
            tell(field, here, there);
    }
    void tell(const char *field, const QString &here = {}, const QString &there = {}) const
    {
        m_report({m_subject, m_id, m_owner, QLatin1String(field), here, there});
    }

private:
    const QString m_subject;
    const QString m_id;
    const QString m_owner;
    const DifferenceReport &m_report;
};

QString amountText(const std::optional<qint64> &amount, const QString &currency)
{
    return amount ? QStringLiteral("%1 %2").arg(*amount).arg(currency)
                  : QStringLiteral("no amount");
}

void checkProduct(const Sellable &sellable, const std::optional<StripeProduct> &product,
                  const DifferenceReport &report)
{
    const Comparison comparison(QStringLiteral("product"), sellable.productId, sellable.label(),
                                report);
    if (!product) {
        if (!sellable.productId.isEmpty() || (sellable.isActive && sellable.hasPrice()))
            comparison.tell("missing");
        return;
    }
    comparison.compare("id", sellable.productId, product->id);
    comparison.compare("name", sellable.name, product->name);
    comparison.compare("state", activeText(sellable.isActive), activeText(product->active));
}

// What holds for a price whether it is sold now or was once.
void checkKnownPrice(const Sellable &sellable, const KnownPrice &known, const StripePrice *price,
                     const DifferenceReport &report)
{
    const Comparison comparison(QStringLiteral("price"), known.stripeId, sellable.label(), report);
    if (!price) {
        comparison.tell("missing");
        return;
    }
    comparison.compare("amount", amountText(known.amount, known.currency),
                       amountText(price->amount, price->currency));
    comparison.compare("interval", known.interval, price->interval);
    comparison.compare("interval count", QStringLiteral("1"),
                       QString::number(price->intervalCount));
    comparison.compare("product", sellable.productId, price->productId);
    if (sellable.isActive)
        comparison.compare("state", activeText(known.active), activeText(price->active));
    if (!price->isPlain)
        comparison.tell("scheme", QStringLiteral("so much a unit"),
                        QStringLiteral("tiered, metered or transformed"));
}

void checkPresentPrice(const Sellable &sellable, const SellablePrice &wanted,
                       const StripeCatalogue &catalogue, const QString &tax,
                       const DifferenceReport &report)
{
    if (!wanted.amount || !sellable.isActive)
        return;
    const StripePrice *price = catalogue.price(wanted.stripeId);
    const Comparison comparison(QStringLiteral("price"),
                                wanted.stripeId.isEmpty() ? wanted.lookupKey : wanted.stripeId,
                                sellable.label(), report);
    if (!price) {
        // Its row among the known prices said so already.
        if (std::ranges::find(sellable.knownPrices, wanted.stripeId, &KnownPrice::stripeId) ==
            sellable.knownPrices.end())
            comparison.tell("missing");
        return;
    }
    comparison.compare("present amount", amountText(wanted.amount, wanted.currency),
                       amountText(price->amount, price->currency));
    comparison.compare("lookup key", wanted.lookupKey, price->lookupKey);
    comparison.compare("tax behaviour", tax, price->taxBehavior);
}

void checkUnknownPrices(const Sellable &sellable, const StripeCatalogue &catalogue,
                        const DifferenceReport &report)
{
    for (const StripePrice &price : catalogue.prices) {
        if (sellable.knows(price.id) || !belongsTo(price, sellable))
            continue;
        report({QStringLiteral("price"), price.id, sellable.label(), QStringLiteral("unknown"),
                QString(), priceText(price.amount.value_or(0), price.currency, price.interval)});
    }
}

} // namespace

void checkCatalogue(const std::vector<Sellable> &sellables, const StripeCatalogue &catalogue,
                    TaxBehavior tax, const DifferenceReport &report)
{
    for (std::size_t i = 0; i < sellables.size(); ++i) {
        const Sellable &sellable = sellables[i];
        checkProduct(sellable, catalogue.products[i], report);
        for (const KnownPrice &known : sellable.knownPrices)
            checkKnownPrice(sellable, known, catalogue.price(known.stripeId), report);
        for (const SellablePrice &wanted : sellable.prices)
            checkPresentPrice(sellable, wanted, catalogue, toText(tax), report);
        checkUnknownPrices(sellable, catalogue, report);
    }
}

void checkEndpoints(const EndpointWish &wish, const std::vector<StripeEndpoint> &present,
                    const DifferenceReport &report)
{
    bool found = false;
    for (const StripeEndpoint &endpoint : present) {
        if (endpoint.url != wish.url)
            continue;
        const Comparison comparison(QStringLiteral("webhook endpoint"), endpoint.id, wish.url,
                                    report);
        found = found || (endpoint.apiVersion == wish.apiVersion && !endpoint.isSecretPending);
        comparison.compare("version", wish.apiVersion, endpoint.apiVersion);
        comparison.compare("events", wish.events.join(u' '), endpoint.events.join(u' '));
        if (!endpoint.enabled)
            comparison.tell("state", QStringLiteral("enabled"), QStringLiteral("disabled"));
        if (endpoint.isSecretPending)
            comparison.tell("secret", QStringLiteral("kept"),
                            QStringLiteral("lost while the endpoint was made"));
    }
    if (!found)
        report({QStringLiteral("webhook endpoint"),
                wish.url,
                QStringLiteral("version ") + wish.apiVersion,
                QStringLiteral("missing"),
                {},
                {}});
}

} // namespace Orion
