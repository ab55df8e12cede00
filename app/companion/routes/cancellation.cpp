#include "app/companion/api/apirouter.h"
#include "app/companion/api/billinganswers.h"
#include "app/companion/api/fields.h"
#include "app/companion/routes/routes.h"
#include "services/billing/operations/billingservice.h"
#include "services/platform/clock.h"

namespace Orion::Routes
{

namespace
{

constexpr int longestReason = 500;

// What cancelling, reactivating, pausing and resuming have in common, for a vendor's own
// subscription and for the one that an admin names.
struct Subscriptions
{
    const BillingService &billing;
    const Clock &clock;

    Result<Http::Response> cancel(const ApiCall &call, const QString &vendorCode) const;
    Result<Http::Response> reactivate(const ApiCall &call, const QString &vendorCode) const;
    Result<Http::Response> pause(const ApiCall &call, const QString &vendorCode) const;
    Result<Http::Response> resume(const ApiCall &call, const QString &vendorCode) const;
    Result<Http::Response> answer(const ApiCall &call, const QString &vendorCode,
                                  const Result<Subscription> &subscription) const;
};

Result<Http::Response> Subscriptions::answer(const ApiCall &call, const QString &vendorCode,
                                             const Result<Subscription> &subscription) const
{
    if (!subscription)
        return fail(subscription.error());
    return presentAnswer(call.session, vendorCode, *subscription, clock.now());
}

Result<Http::Response> Subscriptions::cancel(const ApiCall &call, const QString &vendorCode) const
{
    Fields fields(call.body);
    const auto reason = fields.optionalText(QStringLiteral("reason"), longestReason);
    const auto isImmediate = fields.optionalBoolean(QStringLiteral("immediately"));
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    return answer(
        call, vendorCode,
        billing.cancel(call.session, vendorCode,
                       {reason.value_or(QString()).trimmed(), isImmediate.value_or(false)},
                       call.actor()));
}

Result<Http::Response> Subscriptions::reactivate(const ApiCall &call,
                                                 const QString &vendorCode) const
{
    if (const auto good = Fields(call.body).check(); !good)
        return fail(good.error());
    const auto outcome = billing.reactivate(call.session, vendorCode, call.actor());
    if (!outcome)
        return fail(outcome.error());
    return outcome->checkout ? checkoutAnswer(*outcome->checkout)
                             : answer(call, vendorCode, *outcome->subscription);
}

Result<Http::Response> Subscriptions::pause(const ApiCall &call, const QString &vendorCode) const
{
    if (const auto good = Fields(call.body).check(); !good)
        return fail(good.error());
    return answer(call, vendorCode, billing.pause(call.session, vendorCode, call.actor()));
}

Result<Http::Response> Subscriptions::resume(const ApiCall &call, const QString &vendorCode) const
{
    if (const auto good = Fields(call.body).check(); !good)
        return fail(good.error());
    return answer(call, vendorCode, billing.resume(call.session, vendorCode, call.actor()));
}

using Action = Result<Http::Response> (Subscriptions::*)(const ApiCall &, const QString &) const;

} // namespace

void addCancellation(ApiRouter &api, const BillingService &billing, const Clock &clock)
{
    const Subscriptions subscriptions{billing, clock};
    const std::pair<const char *, Action> forVendors[] = {
        {"cancel", &Subscriptions::cancel}, {"reactivate", &Subscriptions::reactivate}};
    for (const auto &[word, action] : forVendors)
        api.addVendor("POST", QStringLiteral("/api/v1/vendor/billing/") + QLatin1String(word),
                      ApiCost::Stripe, [subscriptions, action = action](const ApiCall &call) {
                          return (subscriptions.*action)(call, call.principal.vendorCode);
                      });
    const std::pair<const char *, Action> forAdmins[] = {{"cancel", &Subscriptions::cancel},
                                                         {"reactivate", &Subscriptions::reactivate},
                                                         {"pause", &Subscriptions::pause},
                                                         {"resume", &Subscriptions::resume}};
    for (const auto &[word, action] : forAdmins)
        api.addAdmin("POST",
                     QStringLiteral("/api/v1/admin/vendors/{vendor_code}/") + QLatin1String(word),
                     ApiCost::Stripe, [subscriptions, action = action](const ApiCall &call) {
                         return (subscriptions.*action)(
                             call, call.request.parameter(QStringLiteral("vendor_code")));
                     });
}

} // namespace Orion::Routes
