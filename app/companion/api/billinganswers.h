#pragma once

#include "app/companion/api/fields.h"
#include "app/http/message.h"
#include "services/billing/operations/billingservice.h"

namespace Orion
{

// What the routes of subscriptions read and answer in the same way.

TierWish readWish(Fields &fields); // tier_code, is_annual

// RFC 3339 with a zone. Errors: InvalidArgument, naming the member.
Result<std::optional<QDateTime>> readTime(const QString &name, const std::optional<QString> &text);

Http::Response checkoutAnswer(const CheckoutLink &link);
Http::Response previewAnswer(const TierChangePreview &preview);

// The members of GET /subscription, of the subscription as it is now; after a change of tier that
// waits for its payment, also where to pay.
Result<Http::Response> presentAnswer(Session &session, const QString &vendorCode,
                                     const Subscription &present, const QDateTime &now);
Result<Http::Response> changeAnswer(Session &session, const QString &vendorCode,
                                    const TierChange &change, const QDateTime &now);

} // namespace Orion
