#pragma once

#include <QDateTime>

#include <optional>

namespace Orion
{

// A limit on a metric; nothing means unlimited.
using Limit = std::optional<qint64>;

// An admin's exception for one vendor. It beats the tier until it expires.
struct LimitOverride
{
    Limit limit;
    QDateTime expiresAt; // UTC; invalid: never
};

inline Limit effectiveLimit(const Limit &tierLimit, const std::optional<LimitOverride> &custom,
                            const QDateTime &now)
{
    const bool applies = custom && (!custom->expiresAt.isValid() || now < custom->expiresAt);
    return applies ? custom->limit : tierLimit;
}

// How much of a limit is used.
struct Usage
{
    qint64 used = 0;
    Limit limit;

    std::optional<qint64> remaining() const
    {
        if (!limit)
            return std::nullopt;
        return std::max<qint64>(0, *limit - used);
    }

    // 0–100 and beyond when over; nothing when unlimited. A limit of 0 is full at once.
    std::optional<double> percent() const
    {
        if (!limit)
            return std::nullopt;
        if (*limit == 0)
            return 100.0;
        return 100.0 * double(used) / double(*limit);
    }
};

} // namespace Orion
