#include "services/catalogue/catalogueplan.h"

#include "models/domain/money.h"

#include <algorithm>

namespace Orion
{

namespace
{

using Kind = CatalogueStep::Kind;

// The plan for one sellable. Lives on the stack of planCatalogue().
class Planner
{
public:
    Planner(std::size_t place, const Sellable &sellable, const StripeCatalogue &catalogue,
            TaxBehavior tax, std::vector<CatalogueStep> &steps)
        : m_place(place)
        , m_sellable(sellable)
        , m_catalogue(catalogue)
        , m_product(catalogue.products[place])
        , m_tax(toText(tax))
        , m_steps(steps)
    {}

    void plan();

private:
    bool planProduct();
    void planProductUpdate();
    void planPrice(std::size_t slot);
    void planNewPrice(std::size_t slot);
    void planPriceUpdate(std::size_t slot, const StripePrice &price);
    void planArchiving();
    bool fits(const StripePrice &price, const SellablePrice &wanted) const;
    const StripePrice *choose(const SellablePrice &wanted) const;
    QByteArray pricesSeen(const SellablePrice &wanted) const;
    void addMetadata(StripeForm &form) const;
    CatalogueStep &add(Kind kind, const QString &line, const QString &objectId = {});

    const std::size_t m_place;
    const Sellable &m_sellable;
    const StripeCatalogue &m_catalogue;
    const std::optional<StripeProduct> &m_product;
    const QString m_tax;
    std::vector<CatalogueStep> &m_steps;
    QStringList m_present; // the prices that are or become the sellable's
};

void Planner::plan()
{
    if (!planProduct())
        return;
    for (std::size_t slot = 0; slot < m_sellable.prices.size(); ++slot)
        planPrice(slot);
    planArchiving();
}

CatalogueStep &Planner::add(Kind kind, const QString &line, const QString &objectId)
{
    CatalogueStep step;
    step.kind = kind;
    step.line = line;
    step.sellable = m_place;
    step.objectId = objectId;
    m_steps.push_back(step);
    return m_steps.back();
}

void Planner::addMetadata(StripeForm &form) const
{
    form.add(QStringLiteral("metadata[kind]"), kindWord(m_sellable.kind));
    form.add(QStringLiteral("metadata[%1]").arg(codeField(m_sellable.kind)), m_sellable.code);
}

// Whether the sellable's prices are looked at.
bool Planner::planProduct()
{
    const QString named = QStringLiteral("%1 (%2)").arg(m_sellable.name, m_sellable.label());
    if (m_product) {
        planProductUpdate();
        if (m_product->id != m_sellable.productId)
            add(Kind::LinkProduct,
                QStringLiteral("remember product %1 of %2").arg(m_product->id, named),
                m_product->id);
        return m_sellable.isActive;
    }
    if (!m_sellable.isActive) {
        add(Kind::Skip, QStringLiteral("skip %1: it is not on sale").arg(named));
        return false;
    }
    if (!m_sellable.hasPrice()) {
        add(Kind::Skip,
            QStringLiteral("skip %1: it has no price and is sold by contact").arg(named));
        return false;
    }
    CatalogueStep &step = add(Kind::CreateProduct, QStringLiteral("create product %1").arg(named));
    step.parameters.add(QStringLiteral("name"), m_sellable.name);
    addMetadata(step.parameters);
    step.seen = m_sellable.productId.toUtf8();
    return true;
}

void Planner::planProductUpdate()
{
    StripeForm form;
    QStringList changes;
    if (m_product->name != m_sellable.name) {
        form.add(QStringLiteral("name"), m_sellable.name);
        changes.append(QStringLiteral("name %1").arg(m_sellable.name));
    }
    if (m_product->active != m_sellable.isActive) {
        form.add(QStringLiteral("active"), m_sellable.isActive);
        changes.append(m_sellable.isActive ? QStringLiteral("active") : QStringLiteral("archived"));
    }
    if (m_product->metadata.value(QStringLiteral("kind")) != kindWord(m_sellable.kind) ||
        m_product->metadata.value(codeField(m_sellable.kind)) != m_sellable.code)
    {
        addMetadata(form);
        changes.append(QStringLiteral("metadata"));
    }
    if (form.isEmpty())
        return;
    add(Kind::UpdateProduct,
        QStringLiteral("update product %1 of %2: %3")
            .arg(m_product->id, m_sellable.label(), changes.join(QStringLiteral(", "))),
        m_product->id)
        .parameters = form;
}

bool Planner::fits(const StripePrice &price, const SellablePrice &wanted) const
{
    const bool tax = price.taxBehavior == m_tax || price.taxBehavior.isEmpty() ||
                     price.taxBehavior == QLatin1String("unspecified"); // may still be set
    return tax && m_product && price.productId == m_product->id && price.isPlain &&
           price.amount == wanted.amount && price.currency == wanted.currency &&
           price.interval == toText(wanted.interval) && price.intervalCount == 1;
}

// The price at Stripe that says what is wanted; null when a new one is needed.
const StripePrice *Planner::choose(const SellablePrice &wanted) const
{
    for (const StripePrice *price :
         {m_catalogue.priceByLookupKey(wanted.lookupKey), m_catalogue.price(wanted.stripeId)})
    {
        if (price && fits(*price, wanted))
            return price;
    }
    const auto found = std::ranges::find_if(m_catalogue.prices, [&](const StripePrice &price) {
        return belongsTo(price, m_sellable) && fits(price, wanted);
    });
    return found == m_catalogue.prices.end() ? nullptr : &*found;
}

void Planner::planPrice(std::size_t slot)
{
    const SellablePrice &wanted = m_sellable.prices[slot];
    if (!wanted.amount)
        return;
    const StripePrice *price = choose(wanted);
    if (!price) {
        planNewPrice(slot);
        return;
    }
    m_present.append(price->id);
    planPriceUpdate(slot, *price);
    if (price->id == wanted.stripeId)
        return;
    add(Kind::LinkPrice,
        QStringLiteral("remember price %1 (%2) of %3")
            .arg(price->id, priceText(*wanted.amount, wanted.currency, toText(wanted.interval)),
                 m_sellable.label()),
        price->id)
        .price = slot;
}

QByteArray Planner::pricesSeen(const SellablePrice &wanted) const
{
    QStringList seen;
    for (const StripePrice &price : m_catalogue.prices) {
        if (price.lookupKey == wanted.lookupKey || belongsTo(price, m_sellable))
            seen.append(price.id);
    }
    seen.sort();
    return seen.join(u' ').toUtf8();
}

void Planner::planNewPrice(std::size_t slot)
{
    const SellablePrice &wanted = m_sellable.prices[slot];
    const bool isTaken = m_catalogue.priceByLookupKey(wanted.lookupKey) != nullptr;
    CatalogueStep &step =
        add(Kind::CreatePrice,
            QStringLiteral("create price %1, tax %2, for %3 (lookup key %4%5)")
                .arg(priceText(*wanted.amount, wanted.currency, toText(wanted.interval)), m_tax,
                     m_sellable.label(), wanted.lookupKey,
                     isTaken ? QStringLiteral(", taken over from the former price") : QString()));
    step.price = slot;
    step.seen = pricesSeen(wanted);
    step.parameters.add(QStringLiteral("currency"), wanted.currency)
        .add(QStringLiteral("unit_amount"), *wanted.amount)
        .add(QStringLiteral("recurring[interval]"), toText(wanted.interval))
        .add(QStringLiteral("tax_behavior"), m_tax)
        .add(QStringLiteral("lookup_key"), wanted.lookupKey);
    if (isTaken)
        step.parameters.add(QStringLiteral("transfer_lookup_key"), true);
    addMetadata(step.parameters);
}

void Planner::planPriceUpdate(std::size_t slot, const StripePrice &price)
{
    const SellablePrice &wanted = m_sellable.prices[slot];
    StripeForm form;
    QStringList changes;
    if (!price.active) {
        form.add(QStringLiteral("active"), true);
        changes.append(QStringLiteral("active"));
    }
    if (price.lookupKey != wanted.lookupKey) {
        form.add(QStringLiteral("lookup_key"), wanted.lookupKey)
            .add(QStringLiteral("transfer_lookup_key"), true);
        changes.append(QStringLiteral("lookup key ") + wanted.lookupKey);
    }
    if (price.taxBehavior != m_tax) {
        form.add(QStringLiteral("tax_behavior"), m_tax);
        changes.append(QStringLiteral("tax ") + m_tax);
    }
    if (form.isEmpty())
        return;
    CatalogueStep &step =
        add(Kind::UpdatePrice,
            QStringLiteral("update price %1 of %2: %3")
                .arg(price.id, m_sellable.label(), changes.join(QStringLiteral(", "))),
            price.id);
    step.price = slot;
    step.parameters = form;
}

// After the new prices are there: a former one stays for its subscribers, and is sold no more.
void Planner::planArchiving()
{
    for (const StripePrice &price : m_catalogue.prices) {
        if (!price.active || m_present.contains(price.id) || !belongsTo(price, m_sellable))
            continue;
        CatalogueStep &step = add(
            Kind::ArchivePrice,
            QStringLiteral("archive price %1 (%2) of %3: its subscribers keep it")
                .arg(price.id, priceText(price.amount.value_or(0), price.currency, price.interval),
                     m_sellable.label()),
            price.id);
        for (std::size_t slot = 0; slot < m_sellable.prices.size(); ++slot) {
            if (toText(m_sellable.prices[slot].interval) == price.interval)
                step.price = slot;
        }
    }
}

} // namespace

QString toText(TaxBehavior behavior)
{
    return behavior == TaxBehavior::Inclusive ? QStringLiteral("inclusive")
                                              : QStringLiteral("exclusive");
}

std::vector<CatalogueStep> planCatalogue(const std::vector<Sellable> &sellables,
                                         const StripeCatalogue &catalogue, TaxBehavior tax)
{
    std::vector<CatalogueStep> steps;
    for (std::size_t place = 0; place < sellables.size(); ++place)
        Planner(place, sellables[place], catalogue, tax, steps).plan();
    return steps;
}

QString priceText(qint64 amount, const QString &currency, const QString &interval)
{
    return QStringLiteral("%1 %2 a %3")
        .arg(Money{amount, currency}.toPlainString(), currency.toUpper(), interval);
}

bool belongsTo(const StripePrice &price, const Sellable &sellable)
{
    if (sellable.knows(price.id))
        return true;
    return price.metadata.value(QStringLiteral("kind")) == kindWord(sellable.kind) &&
           price.metadata.value(codeField(sellable.kind)) == sellable.code;
}

} // namespace Orion
