#pragma once

#include "app/sandbox/api/api.h"
#include "app/sandbox/state/state.h"
#include "services/stripe/client/stripeapi.h"
#include "tests/support/manualclock.h"

#include <functional>
#include <vector>

namespace Orion
{

// The sandbox's API without server and network, behind the interface of the client: what a service
// does to Stripe can be looked at, and cut off at every call. One thread.
class SandboxStripe : public StripeApi
{
public:
    SandboxStripe();

    StripeResult<StripeAnswer> call(const StripeCall &call) override;

    // The call after so many more writing ones (POST, DELETE) gets no answer, as when the program
    // is killed: before Stripe got it, or after Stripe did it. It and all later ones fail.
    enum class Cut
    {
        Before,
        After
    };
    void cutAfter(int writes, Cut cut);
    void mend() { m_cutAfter = -1; }

    // Answers in place of the sandbox, where it gives something.
    std::function<std::optional<StripeResult<StripeAnswer>>(const StripeCall &)> instead;

    std::vector<StripeCall> calls;
    int writes() const; // POST and DELETE among the calls

    std::vector<QJsonObject> all(Sandbox::Kind kind); // newest first
    QJsonObject get(const QString &path);
    QJsonObject post(const QString &path, const StripeForm &form);

    ManualClock clock;
    Sandbox::State state;

private:
    StripeResult<StripeAnswer> send(const StripeCall &call);

    Sandbox::Api m_api;
    int m_cutAfter = -1;
    Cut m_cut = Cut::Before;
};

} // namespace Orion
