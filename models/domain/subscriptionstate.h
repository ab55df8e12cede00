#pragma once

#include "models/domain/access.h"
#include "models/domain/error.h"

#include <array>

namespace Orion
{

// Where a vendor stands, as far as it decides what can be done. A scheduled cancellation is a state
// of its own: the subscription goes on, but ends.
enum class SubscriptionState
{
    None, // never had a subscription
    LocalTrial,
    LocalTrialEnding,
    Trial, // at Stripe, from here on
    TrialEnding,
    Active,
    ActiveEnding,
    PastDue, // within the grace period
    PastDueEnding,
    Overdue, // past due beyond it
    OverdueEnding,
    Paused,
    PausedEnding,
    Incomplete, // the first payment is missing
    Unknown,    // a word of Stripe's that this program does not know
    Cancelled,
    Expired,
};
inline constexpr std::size_t subscriptionStateCount = std::size_t(SubscriptionState::Expired) + 1;
QString toText(SubscriptionState state); // "local_trial_ending"

enum class BillingOperation
{
    Checkout,
    Preview, // of a tier change
    Upgrade,
    Downgrade,
    CancelAtPeriodEnd,
    CancelNow,
    Reactivate,
    Pause,
    Resume,
    Portal,
    BuyAddon,
};
inline constexpr std::size_t billingOperationCount = std::size_t(BillingOperation::BuyAddon) + 1;
QString toText(BillingOperation operation); // "cancel_at_period_end"

enum class Course
{
    Do,
    Already,  // it is so: answered with the present state, nothing is done
    Checkout, // led to a new checkout
    Refuse,
};

struct Decision
{
    Course course = Course::Refuse;
    ErrorCode error = ErrorCode::Internal; // of a refusal

    bool operator==(const Decision &) const = default;
};
QString toText(const Decision &decision); // "do", "already", "checkout", or the error's code

// What a state is told from: access's facts, and when the subscription is to end.
struct StateFacts
{
    AccessFacts access;
    QDateTime cancelAt; // UTC; invalid: goes on
};

SubscriptionState stateOf(const StateFacts &facts, const QDateTime &now,
                          std::chrono::days grace = defaultPaymentGrace);

// The one table of what can be done in which state. services/billing/README.md shows it.
Decision decide(SubscriptionState state, BillingOperation operation);

// The refusal in a sentence that says what to do instead. Of a decision that refuses.
Error refusal(SubscriptionState state, BillingOperation operation);

} // namespace Orion
