#include "services/webhooks/presentstate.h"

#include "services/stripe/readers/json.h"
#include "services/webhooks/dispatcher.h"
#include "services/webhooks/queue.h"

namespace Orion
{

namespace
{

const QString doneSql = QStringLiteral("update billing.stripe_objects set refresh_requested_at = "
                                       "null where object_id = ?");

QString eventTypeOf(const PresentState &state)
{
    if (state.kind == QLatin1String("invoice"))
        return QStringLiteral("invoice.finalized");
    if (state.kind == QLatin1String("dispute"))
        return QStringLiteral("charge.dispute.updated");
    if (state.kind == QLatin1String("customer"))
        return state.object.value(QLatin1String("deleted")).toBool()
                   ? QStringLiteral("customer.deleted")
                   : QStringLiteral("customer.updated");
    return StripeJson::text(state.object, "status") == QLatin1String("canceled")
               ? QStringLiteral("customer.subscription.deleted")
               : QStringLiteral("customer.subscription.updated");
}

// The last event of its second: its id comes after those of all events, and after that of a state
// that was asked for before.
StripeEvent eventOf(const PresentState &state)
{
    StripeEvent event;
    event.id = QStringLiteral("~%1").arg(state.asked.toMSecsSinceEpoch(), 16, 10, QLatin1Char('0'));
    event.type = eventTypeOf(state);
    event.created = state.version;
    event.object = state.object;
    event.objectId = state.objectId;
    return event;
}

} // namespace

Result<Handled> applyPresentState(Session &session, const PresentState &state, const QDateTime &now,
                                  const std::function<Result<bool>()> &isCurrent)
{
    const StripeEvent event = eventOf(state);
    if (const auto locked = lockKeysInOrder(session, lockKeys(event)); !locked)
        return fail(locked.error());
    const auto current = isCurrent();
    if (!current)
        return fail(current.error());
    if (!*current)
        return Handled{Verdict::Superseded,
                       QStringLiteral("It has changed since Stripe was asked."),
                       std::nullopt,
                       {}};
    Books books(session, now);
    auto handled = dispatch({session, event, now, books});
    if (!handled)
        return handled;
    if (const auto flushed = books.flush(); !flushed)
        return fail(flushed.error());
    if (handled->verdict == Verdict::Later)
        return handled; // a mark stays, so that it is asked again
    if (const auto done = session.execute(doneSql, {state.objectId}); !done)
        return fail(done.error());
    return handled;
}

} // namespace Orion
