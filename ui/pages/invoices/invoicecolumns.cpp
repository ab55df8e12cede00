#include "ui/pages/invoices/invoicecolumns.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

QString tr(const char *text)
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
    add({tr("Date (UTC)"), Qt::AlignLeft, {}, 116},
        [](const Invoice &invoice) { return utcDate(invoice.date); }, {});
    add({tr("Number"), Qt::AlignLeft, {}, 172},
        [](const Invoice &invoice) { return Formats::orDash(invoice.number); }, {});
    add(
        {tr("Vendor"), Qt::AlignLeft, {}, 200, true},
        [](const Invoice &invoice) { return invoice.vendorName; }, vendorRole);
    add(
        {tr("Status"), Qt::AlignLeft, {}, 132},
        [](const Invoice &invoice) { return lookOfInvoiceStatus(invoice.status).text; },
        statusRole);
    addMoney(tr("Total"), &Invoice::totalCents);
    addMoney(tr("Paid"), &Invoice::amountPaidCents);
    addMoney(tr("Remaining"), &Invoice::amountRemainingCents);
    addMoney(tr("Refunded"), &Invoice::refundedCents);
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
    return QLocale().toString(time.toUTC().date(), QStringLiteral("d MMM yyyy"));
}

QString utcDateTime(const QDateTime &time)
{
    if (!time.isValid())
        return Formats::orDash({});
    return QLocale().toString(time.toUTC(), QStringLiteral("d MMM yyyy, HH:mm")) +
           QStringLiteral(" UTC");
}

} // namespace Orion
