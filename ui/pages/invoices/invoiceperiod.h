#pragma once

#include "models/domain/period.h"

#include <array>

namespace Orion
{

// The spans of time that finance looks at, by the calendar in UTC.
enum class InvoicePeriod
{
    ThisMonth,
    LastMonth,
    ThisQuarter,
    ThisYear,
    AllTime,
    Custom
};
inline constexpr std::array allInvoicePeriods{InvoicePeriod::ThisMonth,   InvoicePeriod::LastMonth,
                                              InvoicePeriod::ThisQuarter, InvoicePeriod::ThisYear,
                                              InvoicePeriod::AllTime,     InvoicePeriod::Custom};

// From the start of the span to the start of the next one. Open at both ends for AllTime and
// Custom, which is the caller's business.
Period periodOf(InvoicePeriod kind, const QDateTime &now);

// From the start of the first day to the end of the last.
Period periodOfDays(const QDate &first, const QDate &last);

} // namespace Orion
