#include "services/billing/tierservice.h"

#include "models/domain/currency.h"

#include <QRegularExpression>

#include <limits>

namespace Orion
{

namespace
{

class Problems
{
public:
    void require(bool right, const char *field, const QString &message)
    {
        if (!right)
            m_found.push_back({QLatin1String(field), message});
    }
    std::vector<FieldProblem> take() { return std::move(m_found); }

private:
    std::vector<FieldProblem> m_found;
};

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

bool isLimit(const Limit &limit)
{
    return !limit || (*limit >= 0 && *limit <= std::numeric_limits<qint32>::max());
}

// Stripe's ids begin with their kind; a wrong one would only fail at the first checkout.
bool isStripeId(const QString &id, const QString &kind)
{
    return id.isEmpty() || matches(id, kind + QStringLiteral("_[A-Za-z0-9_]{1,250}"));
}

void checkPrices(const Tier &tier, Problems &problems)
{
    problems.require(Currency::isValidCode(tier.currency), "currency",
                     QStringLiteral("Enter a currency of three letters, such as eur."));
    problems.require(!tier.priceMonthlyCents || *tier.priceMonthlyCents >= 0, "price_monthly_cents",
                     QStringLiteral("A price cannot be negative."));
    problems.require(!tier.priceAnnualCents || *tier.priceAnnualCents >= 0, "price_annual_cents",
                     QStringLiteral("A price cannot be negative."));
}

void checkStripeIds(const Tier &tier, Problems &problems)
{
    const QString price = QStringLiteral("A Stripe price id begins with price_.");
    problems.require(isStripeId(tier.stripeProductId, QStringLiteral("prod")), "stripe_product_id",
                     QStringLiteral("A Stripe product id begins with prod_."));
    problems.require(isStripeId(tier.stripePriceMonthlyId, QStringLiteral("price")),
                     "stripe_price_monthly_id", price);
    problems.require(isStripeId(tier.stripePriceAnnualId, QStringLiteral("price")),
                     "stripe_price_annual_id", price);
    problems.require(tier.stripePriceMonthlyId.isEmpty() ||
                         tier.stripePriceMonthlyId != tier.stripePriceAnnualId,
                     "stripe_price_annual_id",
                     QStringLiteral("The month and the year need a Stripe price each."));
    problems.require(tier.stripePriceMonthlyId.isEmpty() || tier.priceMonthlyCents,
                     "stripe_price_monthly_id",
                     QStringLiteral("Enter the monthly price that this Stripe price has."));
    problems.require(tier.stripePriceAnnualId.isEmpty() || tier.priceAnnualCents,
                     "stripe_price_annual_id",
                     QStringLiteral("Enter the annual price that this Stripe price has."));
}

} // namespace

std::vector<FieldProblem> checkTier(const Tier &tier)
{
    Problems problems;
    problems.require(matches(tier.code, QStringLiteral("[a-z][a-z0-9_]{0,39}")), "code",
                     QStringLiteral("Begin with a letter; then lower-case letters, digits and "
                                    "underscores, at most 40."));
    problems.require(!tier.name.trimmed().isEmpty(), "name",
                     QStringLiteral("Enter the name that vendors see."));
    checkPrices(tier, problems);
    const QString limit = QStringLiteral("Enter a whole number from 0 to 2,147,483,647.");
    problems.require(isLimit(tier.ordersPerMonth), "orders_per_month", limit);
    problems.require(isLimit(tier.productsLimit), "products_limit", limit);
    problems.require(isLimit(tier.teamMembers), "team_members", limit);
    for (const QString &feature : tier.features)
        problems.require(matches(feature, QStringLiteral("[a-z][a-z0-9_]{0,63}")), "features",
                         QStringLiteral("Write the feature “%1” in lower-case letters, digits and "
                                        "underscores.")
                             .arg(feature));
    checkStripeIds(tier, problems);
    return problems.take();
}

} // namespace Orion
