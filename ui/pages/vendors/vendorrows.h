#pragma once

#include "services/billing/vendordirectory.h"
#include "ui/widgets/minitable.h"

namespace Orion
{

// How the vendor's detail writes what the directory found.
QString priceText(const Subscription &subscription);   // "€99.00 a month"; empty: no price
QString periodText(const Subscription &subscription);  // "1 Nov – 1 Dec 2026"; empty: none
QString pastDueText(const Subscription &subscription); // empty: not past due
std::vector<MiniRow> invoiceRows(const std::vector<Invoice> &invoices);
std::vector<MiniRow> eventRows(const std::vector<WebhookEvent> &events, const QDateTime &now);
std::vector<MiniRow> changeRows(const std::vector<SubscriptionChange> &changes);

} // namespace Orion
