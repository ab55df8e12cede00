#include "services/catalogue/subscriptioncheck.h"

#include "services/catalogue/stripelist.h"
#include "services/catalogue/subscriptioncomparison.h"

namespace Orion
{

namespace
{

Result<void> checkPage(Session &session, StripeApi &stripe, const std::vector<QJsonObject> &objects,
                       const DifferenceReport &report)
{
    const auto page = wholeSubscriptions(stripe, objects);
    if (!page)
        return fail(page.error());
    const auto compared = compareSubscriptions(session, *page);
    if (!compared)
        return fail(compared.error());
    std::vector<SeenSubscription> noted;
    for (const ComparedSubscription &one : *compared) {
        for (const Difference &difference : one.differences)
            report(difference);
        noted.push_back(one.seen);
    }
    return noteSeen(session, noted);
}

} // namespace

Result<qint64> checkSubscriptions(Session &session, StripeApi &stripe,
                                  const DifferenceReport &report)
{
    if (const auto ready = forgetSeen(session); !ready)
        return fail(ready.error());
    qint64 count = 0;
    const auto compared =
        forEachPageOfList(stripe, allSubscriptions(), [&](const std::vector<QJsonObject> &objects) {
            count += qint64(objects.size());
            return checkPage(session, stripe, objects, report);
        });
    if (!compared)
        return fail(compared.error());
    if (const auto checked = compareUnseen(session, stripe, report); !checked)
        return fail(checked.error());
    if (const auto checked = reportDoubles(session, report); !checked)
        return fail(checked.error());
    return count;
}

} // namespace Orion
