#pragma once

#include "app/http/router.h"

namespace Orion
{

class AddonService;
class ApiRouter;
class BillingService;
class CapacityService;
class ChangeNotifier;
class Clock;
class Metrics;
class Readiness;
class StripeApi;
class UsageGroup;
class WebhookIntake;

// The companion's routes, one file per resource. What they name outlives the router.
namespace Routes
{

void addWebhooks(Http::Router &router, WebhookIntake &intake, Metrics &metrics);
void addHealth(Http::Router &router, Readiness &readiness, Metrics &metrics);
void addMetrics(Http::Router &router, Metrics &metrics);
void addOpenApi(Http::Router &router, Metrics &metrics);

void addSubscription(ApiRouter &api, const Clock &clock);
void addTiers(ApiRouter &api, const BillingService &billing, const Clock &clock);
void addCheckout(ApiRouter &api, const BillingService &billing);
void addCancellation(ApiRouter &api, const BillingService &billing, const Clock &clock);
void addUsage(ApiRouter &api, const Clock &clock, UsageGroup &group, ChangeNotifier &changes);
void addAdminVendors(ApiRouter &api, const Clock &clock, ChangeNotifier &changes, int trialDays);
void addVendorInvoices(ApiRouter &api, StripeApi &stripe);
void addVendorAddons(ApiRouter &api, const AddonService &service);
void addPlatformHealth(ApiRouter &api, CapacityService &service, ChangeNotifier &changes);

// The handler, with its answers counted by route and status.
Http::Handler counted(Metrics &metrics, const QByteArray &route, Http::Handler handler);

} // namespace Routes

} // namespace Orion
