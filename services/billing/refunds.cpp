#include "services/billing/refunds.h"

#include "services/database/idlist.h"

namespace Orion
{

namespace
{

const QString refundSql = QStringLiteral(R"(
insert into billing.payment_refunds as r
    (stripe_charge_id, stripe_payment_id, amount_cents, refunded_cents, currency, told_at)
values (?, ?, ?, ?, ?, ?)
on conflict (stripe_charge_id) do update set
    stripe_payment_id = excluded.stripe_payment_id, amount_cents = excluded.amount_cents,
    refunded_cents = excluded.refunded_cents, currency = excluded.currency,
    told_at = excluded.told_at, updated_at = now()
where (excluded.told_at, excluded.refunded_cents) >= (r.told_at, r.refunded_cents))");

const QString disputeSql = QStringLiteral(R"(
insert into billing.disputes as d
    (stripe_dispute_id, stripe_charge_id, stripe_payment_id, amount_cents, currency, status,
     reason, opened_at, evidence_due_at, closed_at)
values (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)
on conflict (stripe_dispute_id) do update set
    stripe_charge_id = excluded.stripe_charge_id, stripe_payment_id = excluded.stripe_payment_id,
    amount_cents = excluded.amount_cents, currency = excluded.currency, status = excluded.status,
    reason = excluded.reason, evidence_due_at = excluded.evidence_due_at,
    closed_at = case when excluded.closed_at is not null
                     then coalesce(d.closed_at, excluded.closed_at) end,
    updated_at = now())");

const QString historySql = QStringLiteral(R"(
update billing.billing_history h
set refunded_cents = billing.refunded_of(h.stripe_invoice_id), updated_at = now()
from billing.invoice_payments p
where p.stripe_payment_id in (
        select stripe_payment_id from billing.payment_refunds
        where stripe_payment_id = any (string_to_array(?, chr(31))))
  and h.stripe_invoice_id = p.stripe_invoice_id)");

const QString vendorSql = QStringLiteral(R"(
select h.vendor_id from billing.invoice_payments p
join billing.billing_history h using (stripe_invoice_id) where p.stripe_payment_id = ?)");

Result<void> written(const Result<qint64> &done)
{
    return done ? Result<void>() : fail(done.error());
}

} // namespace

Result<bool> saveRefund(Session &session, const StripeCharge &charge, const QDateTime &toldAt)
{
    const auto saved = session.execute(refundSql, {charge.id, charge.paymentId, charge.amount,
                                                   charge.amountRefunded, charge.currency, toldAt});
    if (!saved)
        return fail(saved.error());
    if (const auto stood = writeRefunds(session, {charge.paymentId}); !stood)
        return fail(stood.error());
    return *saved > 0;
}

Result<void> saveDispute(Session &session, const StripeDispute &dispute, const QDateTime &now)
{
    const QString reason = dispute.reason.isNull() ? QStringLiteral("") : dispute.reason;
    return written(
        session.execute(disputeSql, {dispute.id, dispute.chargeId, dispute.paymentId,
                                     dispute.amount, dispute.currency, dispute.status, reason,
                                     dispute.created.isValid() ? dispute.created : now,
                                     dispute.evidenceDue, dispute.isClosed() ? now : QDateTime()}));
}

Result<void> writeRefunds(Session &session, const QStringList &paymentIds)
{
    if (paymentIds.isEmpty())
        return {};
    return written(session.execute(historySql, {idList(paymentIds)}));
}

Result<std::optional<qint64>> vendorOfPayment(Session &session, const QString &paymentId)
{
    return session.selectOne(vendorSql, {paymentId}, [](const Row &row) { return row.integer(0); });
}

} // namespace Orion
