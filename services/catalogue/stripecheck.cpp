#include "services/catalogue/stripecheck.h"

#include "services/catalogue/accountbinding.h"
#include "services/catalogue/cataloguecheck.h"
#include "services/catalogue/subscriptioncheck.h"

namespace Orion
{

Result<StripeCheckOutcome> checkStripe(Session &session, StripeApi &stripe,
                                       const StripeCheckOptions &options,
                                       const DifferenceReport &report)
{
    StripeCheckOutcome outcome;
    const DifferenceReport counted = [&](const Difference &difference) {
        ++outcome.differences;
        report(difference);
    };
    const auto account = checkAccount(session, stripe, options.livemode, FirstUse::Look);
    if (!account)
        return fail(account.error());
    const auto sellables = readSellables(session);
    if (!sellables)
        return fail(sellables.error());
    const auto catalogue = readStripeCatalogue(stripe, *sellables);
    if (!catalogue)
        return fail(catalogue.error());
    checkCatalogue(*sellables, *catalogue, options.tax, counted);
    outcome.sellables = qint64(sellables->size());
    if (options.endpoint) {
        const auto endpoints = readEndpoints(stripe, *options.endpoint);
        if (!endpoints)
            return fail(endpoints.error());
        checkEndpoints(*options.endpoint, *endpoints, counted);
    }
    const auto subscriptions = checkSubscriptions(session, stripe, counted);
    if (!subscriptions)
        return fail(subscriptions.error());
    outcome.subscriptions = *subscriptions;
    return outcome;
}

} // namespace Orion
