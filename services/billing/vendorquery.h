#pragma once

#include "services/billing/vendordirectory.h"
#include "services/database/row.h"

#include <QVariantList>

namespace Orion
{

// The building stones of the vendors list, put together from constant pieces.

// A statement with what is bound to it.
struct VendorStatement
{
    QString sql;
    QVariantList arguments;
};

// Where a page begins: after this row of the order. Lists in an order of the subscription end with
// the vendors that have none, which is a part of its own.
struct VendorCursor
{
    bool withoutSubscription = false;
    QString key; // of the order, as PostgreSQL writes it
    qint64 vendorId = 0;

    QByteArray toBytes() const;
    static std::optional<VendorCursor> fromBytes(const QByteArray &bytes);
};

bool ordersBySubscription(VendorOrder order);

// The columns that readSummary() reads, for the vendors that the statement picks as
// (id, key), in its order.
VendorStatement selectSummaries(const VendorStatement &picked, bool descending,
                                const QDateTime &now);

VendorStatement pickVendors(const VendorFilter &filter, const std::optional<VendorCursor> &after,
                            int limit);
VendorStatement pickVendorsWithoutSubscription(const VendorFilter &filter,
                                               const std::optional<VendorCursor> &after, int limit);
VendorStatement countStatement(const VendorFilter &filter, qint64 atMost);

struct SummaryRow
{
    VendorSummary summary;
    QString key;
};
SummaryRow readSummary(const Row &row, const QDateTime &now);

} // namespace Orion
