#include "services/billing/paymentmethods.h"

#include "services/stripe/readers/json.h"

namespace Orion
{

namespace
{

const QString customerSql = QStringLiteral(R"(
update billing.vendors set has_payment_method = ?, updated_at = now()
where id = ? and stripe_customer_id = ? and has_payment_method <> ?)");

const QString goneSql = QStringLiteral(R"(
update billing.vendors set has_payment_method = false, updated_at = now()
where id = ? and has_payment_method)");

const QString ownSql = QStringLiteral(R"(
update billing.vendor_subscriptions set has_own_payment_method = ?
where stripe_subscription_id = ? and has_own_payment_method <> ?)");

const QString bothSql = QStringLiteral(R"(
update billing.vendor_subscriptions s
set has_payment_method = s.has_own_payment_method or v.has_payment_method, updated_at = now()
from billing.vendors v
where v.id = s.vendor_id and v.id = ?
  and s.status in ('trial', 'active', 'past_due', 'paused', 'incomplete')
  and s.has_payment_method <> (s.has_own_payment_method or v.has_payment_method))");

Result<void> written(const Result<qint64> &done)
{
    return done ? Result<void>() : fail(done.error());
}

bool hasDefault(const QJsonObject &customer)
{
    return !StripeJson::id(StripeJson::child(customer, "invoice_settings"),
                           "default_payment_method")
                .isEmpty() ||
           !StripeJson::id(customer, "default_source").isEmpty();
}

} // namespace

Result<void> noteCustomerPaymentMethod(Session &session, qint64 vendorId,
                                       const QJsonObject &customer)
{
    const bool has = hasDefault(customer);
    const auto noted =
        session.execute(customerSql, {has, vendorId, StripeJson::text(customer, "id"), has});
    if (!noted)
        return fail(noted.error());
    return written(session.execute(bothSql, {vendorId}));
}

Result<void> forgetPaymentMethod(Session &session, qint64 vendorId)
{
    const auto forgotten = session.execute(goneSql, {vendorId});
    if (!forgotten)
        return fail(forgotten.error());
    return written(session.execute(bothSql, {vendorId}));
}

Result<void> notePaymentMethods(Session &session, qint64 vendorId, const QJsonObject &subscription)
{
    const bool own = !StripeJson::id(subscription, "default_payment_method").isEmpty() ||
                     !StripeJson::id(subscription, "default_source").isEmpty();
    const auto noted = session.execute(ownSql, {own, StripeJson::text(subscription, "id"), own});
    if (!noted)
        return fail(noted.error());
    const QJsonObject customer = StripeJson::child(subscription, "customer");
    if (!customer.isEmpty())
        return noteCustomerPaymentMethod(session, vendorId, customer);
    return written(session.execute(bothSql, {vendorId}));
}

} // namespace Orion
