#include "services/billing/operationeffects.h"
#include "services/billing/operations/billingservice.h"
#include "services/billing/tierservice.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"

#include <algorithm>
#include <numeric>

namespace Orion
{

namespace
{

// How long a preview's price is held.
constexpr qint64 longestPreviewSeconds = 3600;
constexpr qint64 clockTolerance = 60;

Result<PricedTier> presentTier(Session &session, const Subscription &subscription)
{
    const auto tier = getTier(session, subscription.tierId);
    if (!tier)
        return fail(tier.error());
    return PricedTier{tier->id, tier->displayOrder,
                      subscription.isAnnual ? BillingInterval::Year : BillingInterval::Month,
                      subscription.priceCents};
}

BillingOperation operationOf(TierMove move)
{
    switch (move) {
    case TierMove::Upgrade:
        return BillingOperation::Upgrade;
    case TierMove::Downgrade:
        return BillingOperation::Downgrade;
    case TierMove::Stay:
        break;
    }
    return BillingOperation::Preview;
}

QString prorationBehavior(TierMove move)
{
    return move == TierMove::Upgrade ? QStringLiteral("always_invoice")
                                     : QStringLiteral("create_prorations");
}

ChangeRefusal usageExceeds(const Tier &tier, std::vector<OverLimit> over)
{
    QStringList words;
    for (const OverLimit &one : over)
        words.append(QStringLiteral("%1 %2 where %3 are allowed")
                         .arg(one.used)
                         .arg(one.metric == UsageMetric::Products ? QStringLiteral("products")
                                                                  : QStringLiteral("team members"))
                         .arg(one.limit));
    return {{ErrorCode::UsageExceedsTier,
             QStringLiteral("You have more than the tier %1 allows: %2. Remove what is too much, "
                            "then change the tier.")
                 .arg(tier.name, words.join(QStringLiteral(", "))),
             {}},
            std::move(over)};
}

qint64 prorationOf(const std::vector<StripeInvoiceLine> &lines)
{
    return std::accumulate(lines.begin(), lines.end(), qint64(0),
                           [](qint64 sum, const StripeInvoiceLine &line) {
                               return line.isProration ? sum + line.amount : sum;
                           });
}

} // namespace

// What a wish comes to for a vendor that may change its tier.
struct BillingService::ChangePlan
{
    TierMove move = TierMove::Stay;
    TierPrice price;
};

tl::expected<BillingService::ChangePlan, ChangeRefusal>
BillingService::planChange(Session &session, const Desk &desk, const TierWish &wish) const
{
    if (decide(desk.state, BillingOperation::Preview).course != Course::Do)
        return fail(refusal(desk.state, BillingOperation::Preview));
    const auto price = findTierPrice(session, wish, desk.subscription().currency);
    if (!price)
        return fail(price.error());
    const auto from = presentTier(session, desk.subscription());
    if (!from)
        return fail(from.error());
    const TierMove move = moveBetween(*from, price->priced());
    if (decide(desk.state, operationOf(move)).course != Course::Do)
        return fail(refusal(desk.state, operationOf(move)));
    if (price->tier.displayOrder < from->displayOrder) {
        const auto usage = readUsage(session, desk.account.id);
        if (!usage)
            return fail(usage.error());
        auto over = overLimits(*usage, price->tier, m_clock.now());
        if (!over.empty())
            return tl::unexpected<ChangeRefusal>(usageExceeds(price->tier, std::move(over)));
    }
    return ChangePlan{move, *price};
}

Result<QDateTime> BillingService::prorationDate(const Desk &desk,
                                                const std::optional<QDateTime> &given) const
{
    const QDateTime now = m_clock.now();
    if (given &&
        (*given < now.addSecs(-longestPreviewSeconds) || *given > now.addSecs(clockTolerance)))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("proration_date is not of a preview within the last hour. Ask "
                                   "for a new preview."));
    // Stripe refuses a date outside of the period, which may have begun this second.
    return std::max(given.value_or(now), desk.subscription().periodStart);
}

tl::expected<TierChangePreview, ChangeRefusal>
BillingService::previewChange(Session &session, const QString &vendorCode,
                              const TierWish &wish) const
{
    if (const auto required = requireStripe(); !required)
        return fail(required.error());
    const auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    const auto plan = planChange(session, *desk, wish);
    if (!plan)
        return tl::unexpected<ChangeRefusal>(plan.error());
    const auto date = prorationDate(*desk, std::nullopt);
    if (!date)
        return fail(date.error());

    const QString details = QStringLiteral("subscription_details");
    StripeCall call;
    call.method = "POST";
    call.path = QStringLiteral("/v1/invoices/create_preview");
    call.parameters.add(QStringLiteral("customer"), desk->subscription().stripeCustomerId)
        .add(QStringLiteral("subscription"), desk->subscription().stripeSubscriptionId)
        .add(details + QStringLiteral("[items][0][id]"), desk->subscription().stripeItemId)
        .add(details + QStringLiteral("[items][0][price]"), plan->price.stripePriceId)
        .add(details + QStringLiteral("[proration_behavior]"), prorationBehavior(plan->move))
        .add(details + QStringLiteral("[proration_date]"), *date);
    const auto answer = m_operations.stripe().call(call);
    if (!answer)
        return fail(toError(answer.error()));
    auto lines = readInvoiceLines(answer->object);
    const qint64 amount = plan->move == TierMove::Upgrade
                              ? StripeJson::integerOr(answer->object, "amount_due", 0)
                              : prorationOf(lines);
    return TierChangePreview{plan->move,
                             plan->price,
                             *date,
                             amount,
                             StripeJson::text(answer->object, "currency").toLower(),
                             std::move(lines)};
}

tl::expected<TierChange, ChangeRefusal> BillingService::changeTier(Session &session,
                                                                   const QString &vendorCode,
                                                                   const TierChangeRequest &request,
                                                                   const QString &actor) const
{
    if (const auto required = requireStripe(); !required)
        return fail(required.error());
    const auto desk = openDesk(session, vendorCode);
    if (!desk)
        return fail(desk.error());
    const auto change = planChange(session, *desk, request.wish);
    if (!change)
        return tl::unexpected<ChangeRefusal>(change.error());
    if (change->move == TierMove::Stay) // asked twice: the first one has done it
        return TierChange{TierMove::Stay, desk->subscription(), false, {}, {}};
    const auto date = prorationDate(*desk, request.prorationDate);
    if (!date)
        return fail(date.error());

    const bool isUpgrade = change->move == TierMove::Upgrade;
    OperationPlan plan =
        planFor(*desk, isUpgrade ? OperationKind::upgrade : OperationKind::downgrade, actor);
    plan.parameters.add(QStringLiteral("items[0][id]"), desk->subscription().stripeItemId)
        .add(QStringLiteral("items[0][price]"), change->price.stripePriceId)
        .add(QStringLiteral("proration_behavior"), prorationBehavior(change->move))
        .add(QStringLiteral("proration_date"), *date)
        .add(QStringLiteral("expand[0]"), QStringLiteral("latest_invoice"));
    if (isUpgrade) {
        // Stripe takes no metadata with it; the event then names the request.
        plan.parameters.add(QStringLiteral("payment_behavior"),
                            QStringLiteral("pending_if_incomplete"));
        plan.metadataNames = {};
    }
    const auto changed = changeAtStripe(session, plan);
    if (!changed)
        return fail(changed.error());
    auto after = present(session, *desk, *changed);
    if (!after)
        return fail(after.error());
    TierChange answer{change->move, std::move(*after), false, {}, {}};
    if (const QJsonObject pending = StripeJson::child(*changed, "pending_update");
        !pending.isEmpty()) {
        answer.isPaymentPending = true;
        answer.paymentUrl =
            StripeJson::text(StripeJson::child(*changed, "latest_invoice"), "hosted_invoice_url");
        answer.pendingUntil = StripeJson::time(pending, "expires_at");
    }
    return answer;
}

} // namespace Orion
