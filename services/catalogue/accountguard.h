#pragma once

#include "services/catalogue/accountbinding.h"
#include "services/database/connectionsettings.h"

#include <atomic>
#include <mutex>

namespace Orion
{

// Stands in front of Stripe's client and lets nothing through until it is sure that the key is of
// the account and mode that the database belongs to. It asks when the first call comes, and again
// at the next one while Stripe or the database is away. Any thread.
class AccountGuard : public StripeApi
{
public:
    // What it is given outlives it.
    AccountGuard(StripeApi &stripe, ConnectionSettings database, bool livemode)
        : m_stripe(stripe)
        , m_database(std::move(database))
        , m_livemode(livemode)
    {}

    StripeResult<StripeAnswer> call(const StripeCall &call) override;
    Coming begin(const StripeCall &call) override;
    bool isConfigured() const override { return m_stripe.isConfigured(); }

    // Asks now. Errors: those of checkAccount(); only ConfigurationInvalid is for good.
    Result<void> verify(std::chrono::milliseconds deadline = std::chrono::seconds(10));

private:
    StripeResult<void> ensureVerified();

    StripeApi &m_stripe;
    const ConnectionSettings m_database;
    const bool m_livemode;
    std::mutex m_mutex; // one asks, the others wait for what it hears
    std::atomic<bool> m_verified = false;
};

} // namespace Orion
