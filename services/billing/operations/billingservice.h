#pragma once

#include "models/domain/tiermove.h"
#include "services/billing/operations/desk.h"
#include "services/billing/operations/tierprice.h"
#include "services/billing/operations/usagefit.h"
#include "services/stripe/readers/invoice.h"

#include <vector>

namespace Orion
{

class BillingLinks;
struct CheckoutRecord;

// Where a vendor pays. Short-lived, and only for whoever asked.
struct CheckoutLink
{
    QString url;
    QString sessionId;
};

struct TierChangeRequest
{
    TierWish wish;
    std::optional<QDateTime> prorationDate; // of the preview that is to be kept to; else now
};

// What a tier change would cost.
struct TierChangePreview
{
    TierMove move = TierMove::Stay;
    TierPrice price;         // to which it leads
    QDateTime prorationDate; // hand it back to change at exactly this price
    // An upgrade's is charged at once; what a downgrade credits, below 0, goes off later invoices.
    qint64 amountDueCents = 0;
    QString currency;
    std::vector<StripeInvoiceLine> lines; // of the invoice that it would stand on
};

struct TierChange
{
    TierMove move = TierMove::Stay;
    Subscription subscription;     // as Stripe has it now
    bool isPaymentPending = false; // the change waits for the payment, and is dropped without it
    QString paymentUrl;            // where it can be paid
    QDateTime pendingUntil;
};

// Why a tier cannot be changed; for a downgrade, what is over the new tier's limits.
struct ChangeRefusal : Error
{
    ChangeRefusal(Error error, std::vector<OverLimit> what = {})
        : Error(std::move(error))
        , over(std::move(what))
    {}

    std::vector<OverLimit> over;
};

struct Cancellation
{
    QString reason; // may be empty
    bool isImmediate = false;
};

// Either goes on, or is led to a new checkout.
struct Reactivation
{
    std::optional<Subscription> subscription;
    std::optional<CheckoutLink> checkout;
};

// Everything that can be done to a vendor's base subscription. Which of it can be done when stands
// in models/domain/subscriptionstate; the rules are told in services/billing/README.md.
//
// Each call holds the vendor for its duration, first finishes what was interrupted before, and asks
// Stripe for the present state. What Stripe does is answered as Stripe answers it; the database
// follows with the webhook. Without a key all that needs Stripe answers PaymentSystemNotConfigured.
//
// Any thread, each with its own session, outside transactions.
class BillingService
{
public:
    // What it is given outlives it.
    BillingService(const StripeOperations &operations, const Clock &clock,
                   const BillingLinks &links, bool isStripeConfigured);

    // Leads to the open session of the same choice, if there is one. Errors beside the table's:
    // TierNotFound, StripePriceNotConfigured; AlreadySubscribed too when the payment has just been
    // made.
    Result<CheckoutLink> checkout(Session &session, const QString &vendorCode, const TierWish &wish,
                                  const QString &actor) const;

    // A link to Stripe's portal; a new one for every click, kept nowhere. Errors:
    // NoActiveSubscription for a vendor that was never at Stripe.
    Result<QString> portal(Session &session, const QString &vendorCode) const;

    tl::expected<TierChangePreview, ChangeRefusal>
    previewChange(Session &session, const QString &vendorCode, const TierWish &wish) const;
    tl::expected<TierChange, ChangeRefusal> changeTier(Session &session, const QString &vendorCode,
                                                       const TierChangeRequest &request,
                                                       const QString &actor) const;

    Result<Subscription> cancel(Session &session, const QString &vendorCode,
                                const Cancellation &cancellation, const QString &actor) const;
    Result<Reactivation> reactivate(Session &session, const QString &vendorCode,
                                    const QString &actor) const;
    Result<Subscription> pause(Session &session, const QString &vendorCode,
                               const QString &actor) const;
    Result<Subscription> resume(Session &session, const QString &vendorCode,
                                const QString &actor) const;

private:
    struct ChangePlan;

    Result<void> requireStripe() const;
    Result<Desk> openDesk(Session &session, const QString &vendorCode) const;
    OperationPlan planFor(const Desk &desk, const QString &kind, const QString &actor) const;
    // Runs a change of the subscription at Stripe; gives it as Stripe then has it.
    Result<QJsonObject> changeAtStripe(Session &session, const OperationPlan &plan) const;
    Result<Subscription> present(Session &session, const Desk &desk,
                                 const QJsonObject &stripe) const;

    Result<CheckoutLink> openCheckout(Session &session, Desk &desk, const TierWish &wish,
                                      const QString &actor) const;
    Result<std::optional<CheckoutLink>> reuseCheckout(Session &session, const Desk &desk,
                                                      const TierPrice &price,
                                                      const QDateTime &trialEnd,
                                                      const QString &actor) const;
    Result<CheckoutLink> createCheckout(Session &session, const Desk &desk, const TierPrice &price,
                                        const QDateTime &trialEnd, const QString &actor) const;

    tl::expected<ChangePlan, ChangeRefusal> planChange(Session &session, const Desk &desk,
                                                       const TierWish &wish) const;
    Result<QDateTime> prorationDate(const Desk &desk, const std::optional<QDateTime> &given) const;

    Result<Subscription> cancelAtStripe(Session &session, const Desk &desk,
                                        const Cancellation &cancellation,
                                        const QString &actor) const;
    Result<Subscription> changeLocally(Session &session, const Desk &desk,
                                       const Subscription &after, const QString &kind,
                                       const QString &actor) const;
    Result<Subscription> continueAtStripe(Session &session, const Desk &desk,
                                          const QString &actor) const;

    const StripeOperations &m_operations;
    const Clock &m_clock;
    const BillingLinks &m_links;
    const bool m_isStripeConfigured;
};

} // namespace Orion
