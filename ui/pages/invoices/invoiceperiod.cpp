#include "ui/pages/invoices/invoiceperiod.h"

namespace Orion
{

namespace
{

QDateTime startOf(const QDate &day)
{
    return QDateTime(day, QTime(0, 0), Qt::UTC);
}

Period months(const QDate &first, int count)
{
    return {startOf(first), startOf(first.addMonths(count))};
}

} // namespace

Period periodOf(InvoicePeriod kind, const QDateTime &now)
{
    const QDate today = now.toUTC().date();
    const QDate month(today.year(), today.month(), 1);
    switch (kind) {
    case InvoicePeriod::ThisMonth:
        return months(month, 1);
    case InvoicePeriod::LastMonth:
        return months(month.addMonths(-1), 1);
    case InvoicePeriod::ThisQuarter:
        return months(QDate(today.year(), (today.month() - 1) / 3 * 3 + 1, 1), 3);
    case InvoicePeriod::ThisYear:
        return months(QDate(today.year(), 1, 1), 12);
    case InvoicePeriod::AllTime:
    case InvoicePeriod::Custom:
        break;
    }
    return {};
}

Period periodOfDays(const QDate &first, const QDate &last)
{
    return {startOf(first), startOf(last.addDays(1))};
}

} // namespace Orion
