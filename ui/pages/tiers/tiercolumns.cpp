#include "ui/pages/tiers/tiercolumns.h"

#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

#include <QCoreApplication>
#include <QLocale>

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("TierColumns", text);
}

QString limitText(const Limit &limit)
{
    return limit ? QLocale().toString(*limit) : QStringLiteral("∞");
}

Column<Tier> numbers(const QString &title, int width, std::function<QString(const Tier &)> text)
{
    return {{title, Qt::AlignRight, {}, width, false}, std::move(text)};
}

} // namespace

std::vector<Column<Tier>> tierColumns()
{
    std::vector<Column<Tier>> columns;
    columns.push_back(
        {{words(QT_TRANSLATE_NOOP("TierColumns", "Tier")), Qt::AlignLeft, {}, 176, true},
         [](const Tier &tier) { return tier.name; },
         [](const Tier &tier, int role) {
             return role == SecondaryTextRole ? QVariant(tier.code) : QVariant();
         }});
    columns.push_back(
        numbers(words(QT_TRANSLATE_NOOP("TierColumns", "Monthly")), 84, [](const Tier &tier) {
            return Formats::money(tier.priceMonthlyCents, tier.currency);
        }));
    columns.push_back(
        numbers(words(QT_TRANSLATE_NOOP("TierColumns", "Annual")), 96, [](const Tier &tier) {
            return Formats::money(tier.priceAnnualCents, tier.currency);
        }));
    columns.push_back(numbers(words(QT_TRANSLATE_NOOP("TierColumns", "Orders")), 94,
                              [](const Tier &tier) { return limitText(tier.ordersPerMonth); }));
    columns.push_back(numbers(words(QT_TRANSLATE_NOOP("TierColumns", "Products")), 76,
                              [](const Tier &tier) { return limitText(tier.productsLimit); }));
    columns.push_back(numbers(words(QT_TRANSLATE_NOOP("TierColumns", "Team")), 56,
                              [](const Tier &tier) { return limitText(tier.teamMembers); }));
    columns.push_back(
        {{words(QT_TRANSLATE_NOOP("TierColumns", "Sale")), Qt::AlignLeft, {}, 94, false},
         [](const Tier &tier) {
             return tier.isActive ? words(QT_TRANSLATE_NOOP("TierColumns", "On sale"))
                                  : words(QT_TRANSLATE_NOOP("TierColumns", "Hidden"));
         },
         [](const Tier &tier, int role) {
             return role == BadgeRole
                        ? QVariant(int(tier.isActive ? BadgeTone::Good : BadgeTone::Neutral))
                        : QVariant();
         }});
    return columns;
}

} // namespace Orion
