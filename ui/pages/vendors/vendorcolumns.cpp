#include "ui/pages/vendors/vendorcolumns.h"

#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

#include <QCoreApplication>

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("VendorColumns", text);
}

QVariant usageData(const VendorSummary &vendor, int role)
{
    if (role != UsageRole || !vendor.status)
        return {};
    const Usage &usage = vendor.orders;
    return QVariantList{usage.used, usage.limit ? QVariant(*usage.limit) : QVariant()};
}

QString mrrText(const VendorSummary &vendor)
{
    return vendor.mrrCents == 0 ? QStringLiteral("–")
                                : Formats::money(vendor.mrrCents, vendor.currency);
}

// When the present period ends, or, said so, the whole subscription.
QVariant periodData(const VendorSummary &vendor, int role)
{
    if (role == Qt::ToolTipRole && vendor.cancelAt.isValid())
        return words(QT_TRANSLATE_NOOP("VendorColumns", "Cancels on %1"))
            .arg(Formats::dateTime(vendor.cancelAt));
    if (role == Qt::ToolTipRole)
        return Formats::dateTime(vendor.periodEnd);
    return {};
}

Column<VendorSummary> nameColumn()
{
    return {{words(QT_TRANSLATE_NOOP("VendorColumns", "Vendor")), Qt::AlignLeft,
             QStringLiteral("name"), 220, true},
            [](const VendorSummary &vendor) { return vendor.name; },
            [](const VendorSummary &vendor, int role) -> QVariant {
                return role == SecondaryTextRole || role == Qt::ToolTipRole ? QVariant(vendor.email)
                                                                            : QVariant();
            }};
}

Column<VendorSummary> statusColumn()
{
    return {{words(QT_TRANSLATE_NOOP("VendorColumns", "Status")), Qt::AlignLeft, {}, 112, false},
            [](const VendorSummary &vendor) {
                return vendor.status ? lookOf(*vendor.status).text : QStringLiteral("–");
            },
            [](const VendorSummary &vendor, int role) {
                return role == BadgeRole && vendor.status
                           ? QVariant(int(lookOf(*vendor.status).tone))
                           : QVariant();
            }};
}

} // namespace

std::vector<Column<VendorSummary>> vendorColumns()
{
    std::vector<Column<VendorSummary>> columns{nameColumn(), statusColumn()};
    columns.push_back(
        {{words(QT_TRANSLATE_NOOP("VendorColumns", "Tier")), Qt::AlignLeft, {}, 116, false},
         [](const VendorSummary &vendor) { return Formats::orDash(vendor.tierName); }});
    columns.push_back({{words(QT_TRANSLATE_NOOP("VendorColumns", "MRR")), Qt::AlignRight,
                        QStringLiteral("mrr"), 96, false},
                       mrrText});
    columns.push_back(
        {{words(QT_TRANSLATE_NOOP("VendorColumns", "Orders")), Qt::AlignRight, {}, 120, false},
         [](const VendorSummary &) { return QStringLiteral("–"); },
         usageData});
    columns.push_back({{words(QT_TRANSLATE_NOOP("VendorColumns", "Period ends")), Qt::AlignRight,
                        QStringLiteral("period_end"), 116, false},
                       [](const VendorSummary &vendor) { return Formats::date(vendor.periodEnd); },
                       periodData});
    columns.push_back({{words(QT_TRANSLATE_NOOP("VendorColumns", "Code")), Qt::AlignLeft,
                        QStringLiteral("code"), 176, false},
                       [](const VendorSummary &vendor) { return vendor.vendorCode; }});
    columns.push_back({{words(QT_TRANSLATE_NOOP("VendorColumns", "Since")), Qt::AlignRight,
                        QStringLiteral("created"), 112, false},
                       [](const VendorSummary &vendor) { return Formats::date(vendor.createdAt); },
                       [](const VendorSummary &vendor, int role) {
                           return role == Qt::ToolTipRole
                                      ? QVariant(Formats::dateTime(vendor.createdAt))
                                      : QVariant();
                       }});
    return columns;
}

VendorOrder vendorOrderOf(const QString &sortKey)
{
    if (sortKey == QLatin1String("code"))
        return VendorOrder::Code;
    if (sortKey == QLatin1String("created"))
        return VendorOrder::Created;
    if (sortKey == QLatin1String("period_end"))
        return VendorOrder::PeriodEnd;
    if (sortKey == QLatin1String("mrr"))
        return VendorOrder::Mrr;
    return VendorOrder::Name;
}

} // namespace Orion
