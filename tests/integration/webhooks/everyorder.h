#pragma once

#include "tests/integration/webhooks/webhookworld.h"

#include <vector>

namespace Orion
{

// Events in every order there is. Each order is told of another vendor, so that the orders go
// through the processor together, as the events of many vendors do.

// Stands in the ids of the events and objects that a life is made of; each vendor has its own
// instead, which is its vendor code, too.
inline const QString vendorMark = QStringLiteral("zz00000");
QString ofVendor(const char *name); // "sub_zz00000"
QString markOf(std::size_t vendor);

using Lives = std::vector<QList<QByteArray>>; // the events of each vendor, in the order of arrival

// Every order of the events, each with the others somewhere in between.
Lives everyOrder(const QList<QByteArray> &events, const QList<QByteArray> &between = {});

// With customers: "cus_zz00000". In a trial: without one, and registered before.
void addVendorsWithCustomers(WebhookWorld &world, std::size_t count);
void addVendorsInTrial(WebhookWorld &world, std::size_t count);

// Tells the lives, in batches of many vendors: with all events of a vendor in one batch, or each in
// another. Then tries what waits for something else until nothing does. Gives what became of the
// events: "processed superseded".
QString tell(WebhookWorld &world, const Lives &lives, bool oneBatch);

} // namespace Orion
