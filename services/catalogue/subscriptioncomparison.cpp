#include "services/catalogue/subscriptioncomparison.h"

#include "models/domain/access.h"
#include "services/billing/tierprices.h"
#include "services/catalogue/stripelist.h"
#include "services/stripe/client/paging.h"
#include "services/stripe/readers/json.h"

#include <QJsonArray>

namespace Orion
{

namespace
{

constexpr int unseenPerPage = 100;

QString timeText(const QDateTime &time)
{
    return time.isValid() ? QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), Qt::UTC)
                                .toString(Qt::ISODate)
                          : QString();
}

// Stripe's times are whole seconds.
bool isSameSecond(const QDateTime &one, const QDateTime &other)
{
    return one.isValid() == other.isValid() &&
           (!one.isValid() || one.toSecsSinceEpoch() == other.toSecsSinceEpoch());
}

bool isOver(const StripeSubscription &subscription)
{
    return subscription.status == QLatin1String("canceled") ||
           subscription.status == QLatin1String("incomplete_expired");
}

// What a page's prices are, here.
struct PriceMeanings
{
    QHash<QString, qint64> tiers;
    QHash<QString, qint64> addons;
};

// The item that is the tier's or the add-on's; null without any.
const StripeSubscriptionItem *itemOf(const StripeSubscription &subscription,
                                     const QHash<QString, qint64> &sold)
{
    for (const StripeSubscriptionItem &item : subscription.items) {
        if (sold.contains(item.priceId))
            return &item;
    }
    return subscription.items.empty() ? nullptr : &subscription.items.front();
}

// Compares one subscription with its row. Lives on the stack.
class Comparison
{
public:
    Comparison(const SubscriptionRow &row, const StripeSubscription &subscription,
               const PriceMeanings &meanings, const DifferenceReport &report)
        : m_row(row)
        , m_subscription(subscription)
        , m_sold(row.isAddon ? meanings.addons : meanings.tiers)
        , m_item(itemOf(subscription, m_sold))
        , m_report(report)
    {}

    void run() const
    {
        compareStatus();
        if (!m_row.isAddon)
            compare("customer", m_row.customerId, m_subscription.customerId);
        comparePrice();
        if (!isOver(m_subscription))
            compareTimes();
    }

private:
    void compare(const char *field, const QString &here, const QString &there) const
    {
        if (here == there)
            return;
        m_report(
            {m_row.isAddon ? QStringLiteral("add-on subscription") : QStringLiteral("subscription"),
             m_row.stripeId, QStringLiteral("vendor ") + m_row.vendorCode, QLatin1String(field),
             here, there});
    }

    void compare(const char *field, const QDateTime &here, const QDateTime &there) const
    {
        if (!isSameSecond(here, there))
            compare(field, timeText(here), timeText(there));
    }

    void compareStatus() const
    {
        const auto expected =
            statusFromStripe(m_subscription.status, m_subscription.collectionPaused);
        const bool cleanedUp = expected == SubscriptionStatus::Cancelled &&
                               m_row.status == toText(SubscriptionStatus::Expired);
        if (expected && !cleanedUp)
            compare("status", m_row.status, toText(*expected));
        compare("Stripe's status", m_row.stripeStatus, m_subscription.status);
    }

    void comparePrice() const
    {
        if (!m_item)
            return;
        if (!m_row.isAddon)
            compare("price", m_row.priceId, m_item->priceId);
        else
            compare("quantity", QString::number(m_row.quantity), QString::number(m_item->quantity));
        const auto sold = m_sold.constFind(m_item->priceId);
        if (sold == m_sold.constEnd() || *sold != m_row.soldId || m_row.priceUnknown)
            compare(m_row.isAddon ? "add-on" : "tier", m_row.soldCode,
                    sold == m_sold.constEnd()
                        ? QStringLiteral("one with the unknown price ") + m_item->priceId
                        : QStringLiteral("another, by the price ") + m_item->priceId);
    }

    void compareTimes() const
    {
        if (m_item) {
            compare("period start", m_row.periodStart, m_item->periodStart);
            compare("period end", m_row.periodEnd, m_item->periodEnd);
        }
        compare("cancellation", m_row.cancelAt, m_subscription.cancelAt);
        // The local trial's end stays with a vendor whom Stripe gave none.
        if (!m_row.isAddon && m_subscription.trialEnd.isValid())
            compare("trial end", m_row.trialEndsAt, m_subscription.trialEnd);
    }

    const SubscriptionRow &m_row;
    const StripeSubscription &m_subscription;
    const QHash<QString, qint64> &m_sold;
    const StripeSubscriptionItem *m_item;
    const DifferenceReport &m_report;
};

Result<PriceMeanings> readMeanings(Session &session, const std::vector<StripeSubscription> &page)
{
    QStringList prices;
    for (const StripeSubscription &subscription : page) {
        for (const StripeSubscriptionItem &item : subscription.items)
            prices.append(item.priceId);
    }
    prices.removeDuplicates();
    auto tiers = tiersOfPrices(session, prices);
    if (!tiers)
        return fail(tiers.error());
    auto addons = addonsOfPrices(session, prices);
    if (!addons)
        return fail(addons.error());
    return PriceMeanings{std::move(*tiers), std::move(*addons)};
}

void reportUnknown(const StripeSubscription &subscription, const DifferenceReport &report)
{
    // The first payment has not been made: the vendor keeps the trial, and no row is written.
    if (subscription.status == QLatin1String("incomplete"))
        return;
    const QString vendor = subscription.metadata.value(QStringLiteral("vendor_code"));
    report({QStringLiteral("subscription"), subscription.id,
            vendor.isEmpty() ? QStringLiteral("customer ") + subscription.customerId
                             : QStringLiteral("vendor ") + vendor,
            QStringLiteral("unknown"), QString(), subscription.status});
}

SeenSubscription seen(const StripeSubscription &subscription, const SubscriptionRow *row,
                      const PriceMeanings &meanings)
{
    const StripeSubscriptionItem *item = itemOf(subscription, meanings.addons);
    const bool isAddon =
        row ? row->isAddon
            : subscription.metadata.value(QStringLiteral("kind")) == QLatin1String("addon") ||
                  (item && meanings.addons.contains(item->priceId));
    return {subscription.id, subscription.metadata.value(QStringLiteral("vendor_code")),
            subscription.customerId,
            !isOver(subscription) && subscription.status != QLatin1String("incomplete"), !isAddon};
}

Result<QJsonObject> whole(StripeApi &stripe, QJsonObject object)
{
    QJsonObject items = StripeJson::child(object, "items");
    if (items.value(QLatin1String("has_more")).toBool()) {
        QJsonArray all;
        const auto read = forEachNestedObject(
            stripe, items,
            [&](const QJsonObject &item) {
                all.append(item);
                return true;
            },
            StripePriority::Background);
        if (!read)
            return fail(toError(read.error()));
        items.insert(QStringLiteral("data"), all);
        object.insert(QStringLiteral("items"), items);
    }
    return object;
}

} // namespace

Result<std::vector<QJsonObject>> wholeSubscriptions(StripeApi &stripe,
                                                    const std::vector<QJsonObject> &objects)
{
    std::vector<QJsonObject> page;
    for (const QJsonObject &object : objects) {
        auto one = whole(stripe, object);
        if (!one)
            return fail(one.error());
        page.push_back(std::move(*one));
    }
    return page;
}

Result<std::vector<ComparedSubscription>>
compareSubscriptions(Session &session, const std::vector<QJsonObject> &objects)
{
    std::vector<StripeSubscription> page;
    QStringList ids;
    for (const QJsonObject &object : objects) {
        page.push_back(readSubscription(object));
        ids.append(page.back().id);
    }
    const auto meanings = readMeanings(session, page);
    if (!meanings)
        return fail(meanings.error());
    const auto rows = readSubscriptionRows(session, ids);
    if (!rows)
        return fail(rows.error());
    std::vector<ComparedSubscription> compared;
    for (const StripeSubscription &subscription : page) {
        ComparedSubscription one{subscription, {}, {}};
        const DifferenceReport report = [&one](const Difference &difference) {
            one.differences.push_back(difference);
        };
        const auto row = rows->constFind(subscription.id);
        const bool isKnown = row != rows->constEnd();
        if (isKnown)
            Comparison(*row, subscription, *meanings, report).run();
        else
            reportUnknown(subscription, report);
        one.seen = seen(subscription, isKnown ? &*row : nullptr, *meanings);
        compared.push_back(std::move(one));
    }
    return compared;
}

Result<void> compareUnseen(Session &session, StripeApi &stripe, const DifferenceReport &report)
{
    QString last;
    for (;;) {
        const auto rows = unseenRows(session, last, unseenPerPage);
        if (!rows)
            return fail(rows.error());
        for (const SubscriptionRow &row : *rows) {
            const auto object =
                findObject(stripe, QStringLiteral("/v1/subscriptions/") + row.stripeId,
                           StripePriority::Background);
            if (!object)
                return fail(object.error());
            if (!*object)
                report({row.isAddon ? QStringLiteral("add-on subscription")
                                    : QStringLiteral("subscription"),
                        row.stripeId, QStringLiteral("vendor ") + row.vendorCode,
                        QStringLiteral("missing"), QString(), QString()});
        }
        if (int(rows->size()) < unseenPerPage)
            return {};
        last = rows->back().stripeId;
    }
}

Result<void> reportDoubles(Session &session, const DifferenceReport &report)
{
    const auto doubles = doubleSubscriptions(session);
    if (!doubles)
        return fail(doubles.error());
    for (const DoubleSubscription &vendor : *doubles)
        report({QStringLiteral("base subscription"), QString(),
                QStringLiteral("vendor ") + vendor.vendorCode, QStringLiteral("double"), QString(),
                vendor.stripeIds});
    return {};
}

StripeCall allSubscriptions()
{
    StripeCall call;
    call.path = QStringLiteral("/v1/subscriptions");
    call.parameters.add(QStringLiteral("status"), QStringLiteral("all"));
    call.priority = StripePriority::Background;
    return call;
}

} // namespace Orion
