#include "models/domain/subscriptionstate.h"

namespace Orion
{

namespace
{

constexpr Decision go{Course::Do};
constexpr Decision already{Course::Already};
constexpr Decision anew{Course::Checkout};
constexpr Decision absent{Course::Refuse, ErrorCode::NoActiveSubscription};
constexpr Decision keeps{Course::Refuse, ErrorCode::SubscriptionNotCancelled};
constexpr Decision has{Course::Refuse, ErrorCode::AlreadySubscribed};
constexpr Decision halted{Course::Refuse, ErrorCode::SubscriptionInactive};

using Row = std::array<Decision, billingOperationCount>;

// clang-format off
constexpr std::array<Row, subscriptionStateCount> table{{
    // checkout preview  upgrade  downgr.  end      now      react.   pause    resume   portal   add-on
    {go,       absent,  absent,  absent,  absent,  absent,  absent,  absent,  absent,  go,      absent}, // none
    {go,       absent,  absent,  absent,  go,      go,      keeps,   absent,  absent,  go,      go},     // local_trial
    {go,       absent,  absent,  absent,  already, go,      go,      absent,  absent,  go,      go},     // local_trial_ending
    {has,      go,      go,      go,      go,      go,      keeps,   go,      already, go,      go},     // trial
    {has,      go,      go,      go,      already, go,      go,      go,      already, go,      go},     // trial_ending
    {has,      go,      go,      go,      go,      go,      keeps,   go,      already, go,      go},     // active
    {has,      go,      go,      go,      already, go,      go,      go,      already, go,      go},     // active_ending
    {has,      go,      go,      go,      go,      go,      keeps,   go,      already, go,      go},     // past_due
    {has,      go,      go,      go,      already, go,      go,      go,      already, go,      go},     // past_due_ending
    {has,      halted,  halted,  halted,  go,      go,      keeps,   go,      already, go,      halted}, // overdue
    {has,      halted,  halted,  halted,  already, go,      go,      go,      already, go,      halted}, // overdue_ending
    {has,      halted,  halted,  halted,  go,      go,      keeps,   already, go,      go,      halted}, // paused
    {has,      halted,  halted,  halted,  already, go,      go,      already, go,      go,      halted}, // paused_ending
    {has,      halted,  halted,  halted,  halted,  go,      keeps,   halted,  halted,  go,      halted}, // incomplete
    {has,      halted,  halted,  halted,  halted,  go,      keeps,   halted,  halted,  go,      halted}, // unknown
    {go,       absent,  absent,  absent,  absent,  absent,  anew,    absent,  absent,  go,      halted}, // cancelled
    {go,       absent,  absent,  absent,  absent,  absent,  anew,    absent,  absent,  go,      halted}, // expired
}};
// clang-format on

QString whyHalted(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Overdue:
    case SubscriptionState::OverdueEnding:
        return QStringLiteral("An invoice is overdue. Pay it in the payment portal first.");
    case SubscriptionState::Paused:
    case SubscriptionState::PausedEnding:
        return QStringLiteral("The subscription is paused. Ask us to resume it first.");
    case SubscriptionState::Incomplete:
        return QStringLiteral("The first payment is missing. Pay the open invoice in the payment "
                              "portal, or cancel now.");
    case SubscriptionState::Unknown:
        return QStringLiteral("The payment system reports a state of the subscription that we do "
                              "not know. Ask us for help.");
    default:
        return QStringLiteral("The subscription has ended. Start a new one with a checkout.");
    }
}

QString whyAbsent(SubscriptionState state)
{
    if (state == SubscriptionState::LocalTrial || state == SubscriptionState::LocalTrialEnding)
        return QStringLiteral(
            "The trial is not paid for yet. Choose a tier with a checkout first.");
    return QStringLiteral("There is no active subscription. Start one with a checkout.");
}

bool isEnding(const StateFacts &facts)
{
    return facts.cancelAt.isValid();
}

SubscriptionState trialState(const StateFacts &facts, const QDateTime &now)
{
    if (!facts.access.stripeStatus.isEmpty())
        return isEnding(facts) ? SubscriptionState::TrialEnding : SubscriptionState::Trial;
    if (!hasAccess(facts.access, now))
        return SubscriptionState::Expired; // the daily job has not been there yet
    return isEnding(facts) ? SubscriptionState::LocalTrialEnding : SubscriptionState::LocalTrial;
}

SubscriptionState pastDueState(const StateFacts &facts, const QDateTime &now,
                               std::chrono::days grace)
{
    if (hasAccess(facts.access, now, grace))
        return isEnding(facts) ? SubscriptionState::PastDueEnding : SubscriptionState::PastDue;
    return isEnding(facts) ? SubscriptionState::OverdueEnding : SubscriptionState::Overdue;
}

} // namespace

QString toText(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::None:
        return QStringLiteral("none");
    case SubscriptionState::LocalTrial:
        return QStringLiteral("local_trial");
    case SubscriptionState::LocalTrialEnding:
        return QStringLiteral("local_trial_ending");
    case SubscriptionState::Trial:
        return QStringLiteral("trial");
    case SubscriptionState::TrialEnding:
        return QStringLiteral("trial_ending");
    case SubscriptionState::Active:
        return QStringLiteral("active");
    case SubscriptionState::ActiveEnding:
        return QStringLiteral("active_ending");
    case SubscriptionState::PastDue:
        return QStringLiteral("past_due");
    case SubscriptionState::PastDueEnding:
        return QStringLiteral("past_due_ending");
    case SubscriptionState::Overdue:
        return QStringLiteral("overdue");
    case SubscriptionState::OverdueEnding:
        return QStringLiteral("overdue_ending");
    case SubscriptionState::Paused:
        return QStringLiteral("paused");
    case SubscriptionState::PausedEnding:
        return QStringLiteral("paused_ending");
    case SubscriptionState::Incomplete:
        return QStringLiteral("incomplete");
    case SubscriptionState::Unknown:
        return QStringLiteral("unknown");
    case SubscriptionState::Cancelled:
        return QStringLiteral("cancelled");
    case SubscriptionState::Expired:
        return QStringLiteral("expired");
    }
    return {};
}

QString toText(BillingOperation operation)
{
    switch (operation) {
    case BillingOperation::Checkout:
        return QStringLiteral("checkout");
    case BillingOperation::Preview:
        return QStringLiteral("preview");
    case BillingOperation::Upgrade:
        return QStringLiteral("upgrade");
    case BillingOperation::Downgrade:
        return QStringLiteral("downgrade");
    case BillingOperation::CancelAtPeriodEnd:
        return QStringLiteral("cancel_at_period_end");
    case BillingOperation::CancelNow:
        return QStringLiteral("cancel_now");
    case BillingOperation::Reactivate:
        return QStringLiteral("reactivate");
    case BillingOperation::Pause:
        return QStringLiteral("pause");
    case BillingOperation::Resume:
        return QStringLiteral("resume");
    case BillingOperation::Portal:
        return QStringLiteral("portal");
    case BillingOperation::BuyAddon:
        return QStringLiteral("buy_addon");
    }
    return {};
}

QString toText(const Decision &decision)
{
    switch (decision.course) {
    case Course::Do:
        return QStringLiteral("do");
    case Course::Already:
        return QStringLiteral("already");
    case Course::Checkout:
        return QStringLiteral("checkout");
    case Course::Refuse:
        break;
    }
    return errorCodeName(decision.error);
}

SubscriptionState stateOf(const StateFacts &facts, const QDateTime &now, std::chrono::days grace)
{
    const AccessFacts &access = facts.access;
    const bool isUnknown =
        !access.stripeStatus.isEmpty() && !statusFromStripe(access.stripeStatus, false);
    if (isUnknown && isLive(access.status))
        return SubscriptionState::Unknown;
    switch (access.status) {
    case SubscriptionStatus::Trial:
        return trialState(facts, now);
    case SubscriptionStatus::Active:
        return isEnding(facts) ? SubscriptionState::ActiveEnding : SubscriptionState::Active;
    case SubscriptionStatus::PastDue:
        return pastDueState(facts, now, grace);
    case SubscriptionStatus::Paused:
        return isEnding(facts) ? SubscriptionState::PausedEnding : SubscriptionState::Paused;
    case SubscriptionStatus::Incomplete:
        return SubscriptionState::Incomplete;
    case SubscriptionStatus::Cancelled:
        return SubscriptionState::Cancelled;
    case SubscriptionStatus::Expired:
        return SubscriptionState::Expired;
    }
    return SubscriptionState::Unknown;
}

Decision decide(SubscriptionState state, BillingOperation operation)
{
    return table.at(std::size_t(state)).at(std::size_t(operation));
}

Error refusal(SubscriptionState state, BillingOperation operation)
{
    const Decision decision = decide(state, operation);
    switch (decision.error) {
    case ErrorCode::AlreadySubscribed:
        return {decision.error,
                QStringLiteral("There is a subscription already. Use change-tier to change its "
                               "tier or interval."),
                toText(state)};
    case ErrorCode::SubscriptionNotCancelled:
        return {decision.error,
                QStringLiteral("The subscription is not cancelled; there is nothing to "
                               "reactivate."),
                toText(state)};
    case ErrorCode::SubscriptionInactive:
        return {decision.error, whyHalted(state), toText(state)};
    default:
        return {decision.error, whyAbsent(state), toText(state)};
    }
}

} // namespace Orion
