#pragma once

#include "models/domain/invoice.h"
#include "models/tables/pagedtablemodel.h"

namespace Orion
{

using InvoiceTableModel = PagedTableModel<Invoice>;

// Of the columns that make room when the detail is open.
inline constexpr int invoicePaidColumn = 5;
inline constexpr int invoiceRefundedColumn = 7;

std::vector<Column<Invoice>> invoiceColumns();
QString invoiceKey(const Invoice &invoice); // its row id

// Finance works by the calendar in UTC, wherever people sit, so that everybody's month is the same.
QString utcDate(const QDateTime &time);     // "1 Nov 2026"; invalid: "–"
QString utcDateTime(const QDateTime &time); // "1 Nov 2026, 14:43 UTC"

} // namespace Orion
