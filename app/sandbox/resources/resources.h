#pragma once

#include "app/sandbox/api/api.h"

namespace Orion::Sandbox
{

// Each adds the operations of one resource to the API's table.
void addAccount(Api &api);
void addCustomers(Api &api);
void addProducts(Api &api);
void addPrices(Api &api);
void addPaymentMethods(Api &api);
void addSubscriptions(Api &api);
void addSubscriptionItems(Api &api);
void addTestClocks(Api &api);
void addInvoices(Api &api);
void addCharges(Api &api);
void addCheckoutSessions(Api &api);
void addPortalSessions(Api &api);
void addEvents(Api &api);
void addWebhookEndpoints(Api &api);

// All of them.
void addResources(Api &api);

// GET of one object of the kind by the id in the path.
Operation retrieveOperation(Kind kind);

// GET of a list, filtered by fields that are equal to parameters of the same name, and by created.
Operation listOperation(Kind kind, Parameters filters);

// The object that the path names, or Stripe's 404.
Answer<QJsonObject> named(const Call &call, Kind kind);

} // namespace Orion::Sandbox
