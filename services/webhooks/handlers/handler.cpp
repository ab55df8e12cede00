#include "services/webhooks/handlers/handler.h"

namespace Orion
{

Result<std::optional<qint64>> vendorOf(const EventContext &context, const VendorClues &clues)
{
    if (const auto known = context.books.subscriptions.vendorOf(clues.subscriptionId))
        return known;
    return findVendor(context.session, clues);
}

Result<Handled> applyNewest(const EventContext &context, ObjectVersion version,
                            const std::function<Result<Handled>()> &apply)
{
    Versions &versions = context.books.versions;
    // What Stripe says when it is asked is the last word, even if it seems to go back in life.
    if (context.event.isAnswer()) {
        const auto rank = versions.rankOf(version.objectId);
        if (!rank)
            return fail(rank.error());
        version.rank = std::max(version.rank, *rank);
    }
    const auto standing = versions.compare(version);
    if (!standing)
        return fail(standing.error());
    if (*standing == Standing::Same)
        return Handled{};
    if (*standing == Standing::Older)
        return superseded();
    auto handled = apply();
    if (!handled || handled->verdict != Verdict::Applied)
        return handled;
    versions.record(version);
    return handled;
}

Handled superseded()
{
    return {Verdict::Superseded,
            QStringLiteral("A newer state of this object was applied before."),
            std::nullopt,
            {}};
}

Handled waitForVendor()
{
    return {
        Verdict::Later,
        QStringLiteral("No vendor is known for this subscription, customer or vendor code yet."),
        std::nullopt,
        {}};
}

} // namespace Orion
