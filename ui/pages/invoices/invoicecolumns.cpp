#include "ui/pages/invoices/invoicecolumns.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("InvoiceColumns", text);
}

QVariant statusRole(const Invoice &invoice, int role)
{
    return role == BadgeRole ? QVariant(int(lookOfInvoiceStatus(invoice.status).tone)) : QVariant();
}

QVariant vendorRole(const Invoice &invoice, int role)
{
    return role == SecondaryTextRole ? QVariant(invoice.vendorCode) : QVariant();
}

} // namespace

std::vector<Column<Invoice>> invoiceColumns()
{
    std::vector<Column<Invoice>> columns;
    const auto add = [&](const ColumnLook &look, std::function<QString(const Invoice &)> text,
                         std::function<QVariant(const Invoice &, int)> role) {
        columns.push_back({look, std::move(text), std::move(role)});
    };
    const auto addMoney = [&](const QString &title, qint64 Invoice::*amount) {
        add({title, Qt::AlignRight, {}, 108},
            [amount](const Invoice &invoice) {
                return Formats::money(invoice.*amount, invoice.currency);
            },
            {});
    };
    add({words(QT_TRANSLATE_NOOP("InvoiceColumns", "Date (UTC)")), Qt::AlignLeft, {}, 116},
        [](const Invoice &invoice) { return utcDate(invoice.date); }, {});
    add({words(QT_TRANSLATE_NOOP("InvoiceColumns", "Number")), Qt::AlignLeft, {}, 172},
        [](const Invoice &invoice) { return Formats::orDash(invoice.number); }, {});
    add(
        {words(QT_TRANSLATE_NOOP("InvoiceColumns", "Vendor")), Qt::AlignLeft, {}, 200, true},
        [](const Invoice &invoice) { return invoice.vendorName; }, vendorRole);
    add(
        {words(QT_TRANSLATE_NOOP("InvoiceColumns", "Status")), Qt::AlignLeft, {}, 132},
        [](const Invoice &invoice) { return lookOfInvoiceStatus(invoice.status).text; },
        statusRole);
    addMoney(words(QT_TRANSLATE_NOOP("InvoiceColumns", "Total")), &Invoice::totalCents);
    addMoney(words(QT_TRANSLATE_NOOP("InvoiceColumns", "Paid")), &Invoice::amountPaidCents);
    addMoney(words(QT_TRANSLATE_NOOP("InvoiceColumns", "Remaining")),
             &Invoice::amountRemainingCents);
    addMoney(words(QT_TRANSLATE_NOOP("InvoiceColumns", "Refunded")), &Invoice::refundedCents);
    return columns;
}

QString invoiceKey(const Invoice &invoice)
{
    return QString::number(invoice.id);
}

QString utcDate(const QDateTime &time)
{
    if (!time.isValid())
        return Formats::orDash({});
    return QLocale().toString(time.toUTC().date(), Formats::dayPattern());
}

QString utcDateTime(const QDateTime &time)
{
    if (!time.isValid())
        return Formats::orDash({});
    return QLocale().toString(time.toUTC(), Formats::minutePattern()) + QStringLiteral(" UTC");
}

} // namespace Orion
