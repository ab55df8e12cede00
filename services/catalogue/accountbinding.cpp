#include "services/catalogue/accountbinding.h"

#include "services/stripe/readers/json.h"
#include "services/webhooks/binding.h"

namespace Orion
{

namespace
{

const QString readSql =
    QStringLiteral("select coalesce(account, ''), livemode from billing.stripe_binding");

Result<void> compareMode(const std::optional<StripeBinding> &binding, bool livemode)
{
    if (!binding || binding->livemode == livemode)
        return {};
    return fail(ErrorCode::ConfigurationInvalid,
                livemode
                    ? QStringLiteral("STRIPE_SECRET_KEY is a live key, but this database belongs "
                                     "to Stripe's test mode. Use a test key or another database.")
                    : QStringLiteral("STRIPE_SECRET_KEY is a test key, but this database belongs "
                                     "to Stripe's live mode. Use a live key or another database."));
}

Result<std::optional<StripeBinding>> readBinding(Session &session)
{
    return session.selectOne(readSql, {}, [](const Row &row) {
        return StripeBinding{row.text(0), row.boolean(1)};
    });
}

Result<QString> accountOfKey(StripeApi &stripe, std::chrono::milliseconds deadline)
{
    StripeCall call;
    call.path = QStringLiteral("/v1/account");
    call.deadline = deadline;
    const auto answer = stripe.call(call);
    if (!answer)
        return fail(toError(answer.error()));
    const QString account = StripeJson::text(answer->object, "id");
    if (account.isEmpty())
        return fail(ErrorCode::PaymentSystemFailed,
                    QStringLiteral("Stripe did not say which account STRIPE_SECRET_KEY belongs "
                                   "to. Check STRIPE_API_BASE."));
    return account;
}

} // namespace

Result<void> checkMode(Session &session, bool livemode)
{
    const auto binding = readBinding(session);
    return binding ? compareMode(*binding, livemode) : fail(binding.error());
}

Result<QString> checkAccount(Session &session, StripeApi &stripe, bool livemode, FirstUse firstUse,
                             std::chrono::milliseconds deadline)
{
    // The mode first: a key of the wrong one is not even used to ask.
    if (const auto mode = checkMode(session, livemode); !mode)
        return fail(mode.error());
    const auto account = accountOfKey(stripe, deadline);
    if (!account)
        return account;
    if (firstUse == FirstUse::Bind) {
        const auto bound = bindToAccount(session, {*account, livemode});
        if (!bound)
            return fail(bound.error());
    }
    const auto binding = readBinding(session);
    if (!binding)
        return fail(binding.error());
    if (const auto mode = compareMode(*binding, livemode); !mode)
        return fail(mode.error());
    if (*binding && !(*binding)->account.isEmpty() && (*binding)->account != *account)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("STRIPE_SECRET_KEY is of the Stripe account %1, but this "
                                   "database belongs to %2. Use a key of that account, or another "
                                   "database.")
                        .arg(*account, (*binding)->account));
    return account;
}

} // namespace Orion
