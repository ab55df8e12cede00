#pragma once

#include "models/domain/enums.h"
#include "models/domain/result.h"
#include "services/database/session.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace Orion
{

enum class SellableKind
{
    Tier,
    Addon
};

// What a vendor pays per interval for something, and the Stripe price that says so.
struct SellablePrice
{
    BillingInterval interval = BillingInterval::Month;
    std::optional<qint64> amount; // minor units; nothing: not sold at this interval
    QString currency;
    QString lookupKey; // "orion_essential_month": finds the price at Stripe
    QString stripeId;  // the present price as the database knows it; empty: none yet
};

// A row of tier_prices or addon_prices: the present prices and those of former days, which present
// subscribers may still pay.
struct KnownPrice
{
    QString stripeId;
    QString interval; // month or year
    qint64 amount = 0;
    QString currency;
    bool active = true;
};

// A tier or an add-on, as far as Stripe's catalogue has to reflect it.
struct Sellable
{
    SellableKind kind = SellableKind::Tier;
    qint64 id = 0;
    QString code;
    QString name;
    bool isActive = true;
    QString productId; // empty: none yet
    std::vector<SellablePrice> prices;
    std::vector<KnownPrice> knownPrices;

    bool hasPrice() const;
    bool isPresent(const QString &priceId) const; // one of the prices that it is sold at
    bool knows(const QString &priceId) const;     // has it, or had it once
    QString label() const;                        // "tier essential", for plans and differences
};

// The metadata by which Stripe's objects say what they are: kind, tier_code or addon_code.
QString kindWord(SellableKind kind);
QString codeField(SellableKind kind);

// Tiers in their order, then add-ons in theirs, on sale or not.
Result<std::vector<Sellable>> readSellables(Session &session);

} // namespace Orion
