#include "services/billing/operations/checkoutsessions.h"

namespace Orion
{

namespace
{

const QString openSql =
    QStringLiteral("select stripe_session_id, vendor_id, tier_id, stripe_price_id, trial_end "
                   "from billing.checkout_sessions where vendor_id = ? and state = 'open' "
                   "and tier_id is not null");

const QString insertSql = QStringLiteral(R"(
insert into billing.checkout_sessions
    (stripe_session_id, vendor_id, tier_id, stripe_price_id, trial_end)
values (?, ?, ?, ?, ?) on conflict (stripe_session_id) do nothing)");

const QString expiredSql = QStringLiteral(R"(
update billing.checkout_sessions set state = 'expired', updated_at = now()
where stripe_session_id = ? and state = 'open')");

const QString completedSql = QStringLiteral(R"(
update billing.checkout_sessions
set state = 'completed', stripe_subscription_id = nullif(?, ''), updated_at = now()
where stripe_session_id = ? and state not in ('completed', 'unpaid'))");

const QString unpaidSql = QStringLiteral(R"(
update billing.checkout_sessions
set state = 'unpaid', stripe_subscription_id = coalesce(nullif(?, ''), stripe_subscription_id),
    updated_at = now()
where stripe_session_id = ?)");

const QString unpaidOfSql = QStringLiteral(R"(
select stripe_session_id, stripe_subscription_id from billing.checkout_sessions c
where vendor_id = ? and tier_id is not null and state = 'unpaid'
  and stripe_subscription_id is not null
  and not exists (select from billing.billing_history h
                  where h.vendor_id = c.vendor_id and h.status = 'paid' and h.total_cents > 0
                    and h.stripe_subscription_id = c.stripe_subscription_id))");

const QString endedSql = QStringLiteral(R"(
update billing.checkout_sessions set state = 'expired', updated_at = now()
where stripe_session_id = ? and state = 'unpaid')");

const QString awaitsSql = QStringLiteral(R"(
select exists (
    select from billing.checkout_sessions c
    where vendor_id = ? and tier_id is not null and state = 'completed'
      and stripe_subscription_id is not null
      and not exists (select from billing.vendor_subscriptions s
                      where s.stripe_subscription_id = c.stripe_subscription_id)))");

Result<void> written(const Result<qint64> &done)
{
    return done ? Result<void>() : fail(done.error());
}

} // namespace

Result<std::optional<CheckoutRecord>> openCheckoutOf(Session &session, qint64 vendorId)
{
    return session.selectOne(openSql, {vendorId}, [](const Row &row) {
        return CheckoutRecord{row.text(0), row.integer(1), row.integer(2), row.text(3),
                              row.time(4)};
    });
}

Result<void> recordCheckout(Session &session, const CheckoutRecord &record)
{
    return written(session.execute(insertSql, {record.sessionId, record.vendorId, record.tierId,
                                               record.stripePriceId, record.trialEnd}));
}

Result<void> markCheckoutExpired(Session &session, const QString &sessionId)
{
    return written(session.execute(expiredSql, {sessionId}));
}

Result<void> markCheckoutCompleted(Session &session, const QString &sessionId,
                                   const QString &stripeSubscriptionId)
{
    const QString subscription =
        stripeSubscriptionId.isNull() ? QStringLiteral("") : stripeSubscriptionId;
    return written(session.execute(completedSql, {subscription, sessionId}));
}

Result<void> markDebitFailed(Session &session, const QString &sessionId,
                             const QString &stripeSubscriptionId)
{
    const QString subscription =
        stripeSubscriptionId.isNull() ? QStringLiteral("") : stripeSubscriptionId;
    return written(session.execute(unpaidSql, {subscription, sessionId}));
}

Result<std::vector<UnpaidCheckout>> unpaidCheckoutsOf(Session &session, qint64 vendorId)
{
    return session.select(unpaidOfSql, {vendorId}, [](const Row &row) {
        return UnpaidCheckout{row.text(0), row.text(1)};
    });
}

Result<void> markUnpaidEnded(Session &session, const QString &sessionId)
{
    return written(session.execute(endedSql, {sessionId}));
}

Result<bool> awaitsSubscription(Session &session, qint64 vendorId)
{
    const auto awaits =
        session.selectOne(awaitsSql, {vendorId}, [](const Row &row) { return row.boolean(0); });
    if (!awaits)
        return fail(awaits.error());
    return awaits->value_or(false);
}

} // namespace Orion
