#pragma once

#include "services/billing/subscriptionoverview.h"

#include <QJsonObject>

namespace Orion
{

// How the API writes a subscription, and what is used of its limits.
QJsonObject subscriptionAnswer(const SubscriptionOverview &overview);
QJsonObject usageAnswer(const SubscriptionOverview &overview);

} // namespace Orion
