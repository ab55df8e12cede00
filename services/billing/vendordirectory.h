#pragma once

#include "models/domain/invoice.h"
#include "models/domain/page.h"
#include "models/domain/result.h"
#include "models/domain/vendor.h"
#include "models/domain/webhookevent.h"

#include <QStringList>

#include <vector>

namespace Orion
{

class Session;

enum class VendorOrder
{
    Name,
    Code,
    Created,
    PeriodEnd,
    Mrr
};

struct VendorFilter
{
    QString search; // the start of a code, name or email, in any case; empty: all
    std::optional<SubscriptionStatus> status;
    qint64 tierId = 0; // 0: any
    VendorOrder order = VendorOrder::Name;
    bool descending = false;
};

// The vendors that the filter lets through, page by page. Fast on a million of them: every order
// has an index, and no page is found by counting. Vendors without a subscription come last in the
// orders by period end and MRR.
Result<Page<VendorSummary>> listVendors(Session &session, const VendorFilter &filter,
                                        const PageRequest &request, const QDateTime &now);

// How many the filter lets through, counting no further than atMost.
Result<qint64> countVendors(Session &session, const VendorFilter &filter, qint64 atMost);

// A row of billing.subscription_changes in words.
struct SubscriptionChange
{
    QDateTime occurredAt; // UTC
    QString oldTier;
    QString newTier;
    QString oldStatus;
    QString newStatus;
    qint64 oldMrrCents = 0;
    qint64 newMrrCents = 0;
    QString currency;
    QString cause;
    QString actor;
};

struct VendorDetail
{
    VendorSummary summary;
    std::optional<Subscription> subscription; // the present one, or the last
    std::vector<Invoice> invoices;            // the latest ten
    std::vector<WebhookEvent> events;         // the latest ten
    std::vector<SubscriptionChange> changes;  // the latest ten
};

// Errors: NotFound.
Result<VendorDetail> getVendor(Session &session, const QString &vendorCode, const QDateTime &now);

} // namespace Orion
