#include "services/webhooks/binding.h"

namespace Orion
{

namespace
{

const QString readSql =
    QStringLiteral("select coalesce(account, ''), livemode from billing.stripe_binding");

const QString bindSql = QStringLiteral(R"(
insert into billing.stripe_binding as b (account, livemode) values (nullif(?, ''), ?)
on conflict (only_row) do update set account = excluded.account
where b.account is null and b.livemode = excluded.livemode)");

Result<std::optional<StripeBinding>> readBinding(Session &session)
{
    return session.selectOne(readSql, {}, [](const Row &row) {
        return StripeBinding{row.text(0), row.boolean(1)};
    });
}

} // namespace

Result<StripeBinding> bindTo(Session &session, const StripeEvent &event)
{
    auto binding = readBinding(session);
    if (!binding)
        return fail(binding.error());
    if (*binding && isSettled(**binding, event))
        return **binding;
    if (const auto bound = bindToAccount(session, {event.account, event.livemode}); !bound)
        return fail(bound.error());
    binding = readBinding(session);
    if (!binding)
        return fail(binding.error());
    return binding->value_or(StripeBinding{event.account, event.livemode});
}

bool isSettled(const StripeBinding &binding, const StripeEvent &event)
{
    return event.account.isEmpty() || !binding.account.isEmpty();
}

Result<void> bindToAccount(Session &session, const StripeBinding &binding)
{
    const QString account = binding.account.isNull() ? QStringLiteral("") : binding.account;
    const auto bound = session.execute(bindSql, {account, binding.livemode});
    return bound ? Result<void>() : fail(bound.error());
}

std::optional<QString> foreignReason(const StripeBinding &binding, const StripeEvent &event)
{
    if (event.livemode != binding.livemode)
        return event.livemode
                   ? QStringLiteral("A live event; this database belongs to Stripe's test mode.")
                   : QStringLiteral("A test event; this database belongs to Stripe's live mode.");
    if (!event.account.isEmpty() && !binding.account.isEmpty() && event.account != binding.account)
        return QStringLiteral("An event of the Stripe account %1; this database belongs to %2.")
            .arg(event.account, binding.account);
    return std::nullopt;
}

} // namespace Orion
