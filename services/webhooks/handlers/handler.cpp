#include "services/webhooks/handlers/handler.h"

namespace Orion
{

Result<Handled> applyNewest(const EventContext &context, const ObjectVersion &version,
                            const std::function<Result<Handled>()> &apply)
{
    const auto standing = compareVersion(context.session, version, context.now);
    if (!standing)
        return fail(standing.error());
    if (*standing == Standing::Same)
        return Handled{};
    if (*standing == Standing::Older)
        return Handled{Verdict::Superseded,
                       QStringLiteral("A newer state of this object was applied before."),
                       std::nullopt,
                       {}};
    auto handled = apply();
    if (!handled || handled->verdict != Verdict::Applied)
        return handled;
    if (const auto recorded = recordVersion(context.session, version, context.now); !recorded)
        return fail(recorded.error());
    return handled;
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
