#include "ui/pages/tiers/tiermerge.h"

#include "ui/widgets/featureedit.h"
#include "ui/widgets/formats.h"

#include <QCoreApplication>
#include <QLocale>

#include <functional>

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("TierFields", text);
}

struct Field
{
    const char *title;
    std::function<QString(const Tier &)> text;
    std::function<bool(const Tier &, const Tier &)> same;
    std::function<void(Tier &, const Tier &)> take;
};

template <typename Member, typename Text>
Field field(const char *title, Member Tier::*member, Text &&text)
{
    return {title, [member, text](const Tier &tier) { return text(tier.*member, tier); },
            [member](const Tier &a, const Tier &b) { return a.*member == b.*member; },
            [member](Tier &to, const Tier &from) { to.*member = from.*member; }};
}

QString plain(const QString &text, const Tier &)
{
    return Formats::orDash(text);
}

QString price(const std::optional<qint64> &amount, const Tier &tier)
{
    return amount ? Formats::money(*amount, tier.currency)
                  : words(QT_TRANSLATE_NOOP("TierFields", "no price"));
}

QString limit(const Limit &value, const Tier &)
{
    return value ? QLocale().toString(*value) : words(QT_TRANSLATE_NOOP("TierFields", "Unlimited"));
}

QString features(const QStringList &list, const Tier &)
{
    QStringList titles;
    for (const QString &feature : list)
        titles.append(FeatureEdit::title(feature));
    return Formats::orDash(titles.join(QStringLiteral(", ")));
}

QString active(bool value, const Tier &)
{
    return value ? words(QT_TRANSLATE_NOOP("TierFields", "On sale"))
                 : words(QT_TRANSLATE_NOOP("TierFields", "Hidden"));
}

QString number(int value, const Tier &)
{
    return QLocale().toString(value);
}

const std::vector<Field> &fields()
{
    static const std::vector<Field> all{
        field(QT_TRANSLATE_NOOP("TierFields", "Name"), &Tier::name, plain),
        field(QT_TRANSLATE_NOOP("TierFields", "Code"), &Tier::code, plain),
        field(QT_TRANSLATE_NOOP("TierFields", "Display order"), &Tier::displayOrder, number),
        field(QT_TRANSLATE_NOOP("TierFields", "Sale"), &Tier::isActive, active),
        field(QT_TRANSLATE_NOOP("TierFields", "Currency"), &Tier::currency, plain),
        field(QT_TRANSLATE_NOOP("TierFields", "Monthly price"), &Tier::priceMonthlyCents, price),
        field(QT_TRANSLATE_NOOP("TierFields", "Annual price"), &Tier::priceAnnualCents, price),
        field(QT_TRANSLATE_NOOP("TierFields", "Orders a month"), &Tier::ordersPerMonth, limit),
        field(QT_TRANSLATE_NOOP("TierFields", "Products"), &Tier::productsLimit, limit),
        field(QT_TRANSLATE_NOOP("TierFields", "Team members"), &Tier::teamMembers, limit),
        field(QT_TRANSLATE_NOOP("TierFields", "Features"), &Tier::features, features),
        field(QT_TRANSLATE_NOOP("TierFields", "Stripe product"), &Tier::stripeProductId, plain),
        field(QT_TRANSLATE_NOOP("TierFields", "Stripe monthly price"), &Tier::stripePriceMonthlyId,
              plain),
        field(QT_TRANSLATE_NOOP("TierFields", "Stripe annual price"), &Tier::stripePriceAnnualId,
              plain),
    };
    return all;
}

} // namespace

std::vector<TierDifference> compareTiers(const Tier &base, const Tier &theirs, const Tier &mine)
{
    std::vector<TierDifference> found;
    for (const Field &field : fields()) {
        if (field.same(theirs, mine))
            continue;
        found.push_back({words(field.title), field.text(theirs), field.text(mine),
                         !field.same(base, theirs) && !field.same(base, mine)});
    }
    return found;
}

Tier mergeTiers(const Tier &base, const Tier &theirs, const Tier &mine)
{
    Tier merged = theirs;
    for (const Field &field : fields()) {
        if (!field.same(base, mine))
            field.take(merged, mine);
    }
    return merged;
}

bool sameContent(const Tier &left, const Tier &right)
{
    return std::all_of(fields().begin(), fields().end(),
                       [&](const Field &field) { return field.same(left, right); });
}

} // namespace Orion
