#pragma once

#include "models/domain/webhookevent.h"
#include "models/tables/pagedtablemodel.h"

namespace Orion
{

using WebhookTableModel = PagedTableModel<WebhookEvent>;

// The columns of the event log. now names the time zone in the title.
std::vector<Column<WebhookEvent>> webhookColumns(const QDateTime &now);

// What stays the same of an event over reloads: its id at Stripe.
QString webhookKey(const WebhookEvent &event);

// "webhook" and its like, for people.
QString sourceName(const QString &source);

} // namespace Orion
