#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace Orion
{

// Which tiers the Stripe prices belong to: every price a tier has or ever had. Prices that are no
// tier's are left out.
Result<QHash<QString, qint64>> tiersOfPrices(Session &session, const QStringList &priceIds);

// The same, one question after the other, each price looked up once: for a piece of work during
// which prices do not move. The session outlives it.
class PriceTiers
{
public:
    explicit PriceTiers(Session &session)
        : m_session(session)
    {}

    Session &session() const { return m_session; }

    // The tier of the price; nothing when it is no tier's.
    Result<std::optional<qint64>> tierOf(const QString &priceId);

private:
    Session &m_session;
    QHash<QString, std::optional<qint64>> m_known;
};

// The tier for a subscription whose price no tier ever had: the one whose code is given, else the
// one of the vendor's latest subscription, else the first on sale.
Result<qint64> tierWithoutPrice(Session &session, qint64 vendorId, const QString &tierCode);

// The add-on by its code, else by one of the prices that it has or had; nothing when unknown.
Result<std::optional<qint64>> findAddon(Session &session, const QString &addonCode,
                                        const QStringList &priceIds);

} // namespace Orion
