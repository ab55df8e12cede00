#pragma once

#include "models/domain/capacity.h"
#include "tests/integration/usage/usageworld.h"
#include "tests/support/manualclock.h"

namespace Orion
{

// What a vendor uses. Orders are those of its present window; nothing: it has never told.
struct UseState
{
    std::optional<int> products;
    std::optional<int> teamMembers;
    std::optional<int> orders;
    std::optional<double> storageGb;
};

// A database of its own with the default tiers, a companion's session on it, and a clock that
// stands at usageNow. Essential has 200 products, 100 orders and 1 team member; Professional 500
// orders and 3; Business 2000 and 10; Enterprise no limit.
class CapacityWorld
{
public:
    CapacityWorld();

    // A subscription whose period began ten days ago.
    void vendor(const QString &code, const QString &tier, const UseState &use,
                const QString &status = QStringLiteral("active"));

    void exception(const QString &code, const QString &metric, const Limit &limit,
                   const QDateTime &expiresAt = {});
    void window(const QString &code, const QDateTime &start, int orders);
    void execute(const QString &sql, const QVariantList &arguments = {});

    QString value(const QString &sql, const QVariantList &arguments = {})
    {
        return database.value(sql, arguments);
    }

    TestDatabase database;
    ManualClock clock{usageNow};
    std::unique_ptr<Session> companion;
};

// "2 limited use 150 of 400, 1 unlimited use 30": for comparisons that say what is wrong.
QString described(const LimitedUse &use);

} // namespace Orion
