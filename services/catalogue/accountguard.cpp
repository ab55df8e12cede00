#include "services/catalogue/accountguard.h"

namespace Orion
{

namespace
{

// As far as the one who called can act on it. A key of another account is no refusal by Stripe:
// what waits to be done stays, for the right key.
StripeErrorKind kindOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::PaymentSystemNotConfigured:
        return StripeErrorKind::NotConfigured;
    case ErrorCode::ConfigurationInvalid:
        return StripeErrorKind::Api;
    case ErrorCode::Timeout:
        return StripeErrorKind::Timeout;
    case ErrorCode::Cancelled:
        return StripeErrorKind::Cancelled;
    default:
        return StripeErrorKind::Connection;
    }
}

} // namespace

Result<void> AccountGuard::verify(std::chrono::milliseconds deadline)
{
    const std::scoped_lock lock(m_mutex);
    if (m_verified)
        return {};
    const auto session = Session::open(m_database, QStringLiteral("orion-companion account"));
    if (!session)
        return fail(session.error());
    const auto account = checkAccount(**session, m_stripe, m_livemode, FirstUse::Bind, deadline);
    if (!account)
        return fail(account.error());
    m_verified = true;
    return {};
}

StripeResult<void> AccountGuard::ensureVerified()
{
    if (m_verified)
        return {};
    const auto verified = verify();
    if (verified)
        return {};
    StripeError refused;
    refused.kind = kindOf(verified.error().code);
    refused.message = verified.error().message;
    return tl::unexpected(refused);
}

StripeResult<StripeAnswer> AccountGuard::call(const StripeCall &call)
{
    const auto verified = ensureVerified();
    return verified ? m_stripe.call(call) : tl::unexpected(verified.error());
}

StripeApi::Coming AccountGuard::begin(const StripeCall &call)
{
    if (const auto verified = ensureVerified(); !verified) {
        std::promise<StripeResult<StripeAnswer>> refused;
        refused.set_value(tl::unexpected(verified.error()));
        return refused.get_future();
    }
    return m_stripe.begin(call);
}

} // namespace Orion
