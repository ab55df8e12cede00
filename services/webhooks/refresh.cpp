#include "services/webhooks/refresh.h"

#include "services/database/transaction.h"
#include "services/platform/clock.h"
#include "services/webhooks/presentstate.h"

#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcRefresh, "orion.webhooks.refresh")

// Whoever takes an object has it for so long; then somebody else tries.
constexpr int leaseSeconds = 60;

const QString takeSql = QStringLiteral(R"(
update billing.stripe_objects o set refresh_requested_at = ?
from (select object_id from billing.stripe_objects
      where refresh_requested_at <= ?
      order by refresh_requested_at limit ? for update skip locked) due
where o.object_id = due.object_id
returning o.object_id, o.kind, o.version_created, o.version_event_id)");

// Whether nothing newer has landed since the object was taken.
const QString unchangedSql = QStringLiteral(R"(
select 1 from billing.stripe_objects
where object_id = ? and refresh_requested_at = ? and version_event_id = ?)");

const QString doneSql = QStringLiteral("update billing.stripe_objects set refresh_requested_at = "
                                       "null where object_id = ?");

struct MarkedObject
{
    QString id;
    QString kind;
    QDateTime versionCreated;
    QString versionEventId;
    QDateTime lease;
};

Result<std::vector<MarkedObject>> takeMarked(Session &session, const QDateTime &now, int limit)
{
    const QDateTime lease = now.addSecs(leaseSeconds);
    return session.select(takeSql, {lease, now, limit}, [&](const Row &row) {
        return MarkedObject{row.text(0), row.text(1), row.time(2), row.text(3), lease};
    });
}

QString pathOf(const MarkedObject &object)
{
    if (object.kind == QLatin1String("subscription"))
        return QStringLiteral("/v1/subscriptions/") + object.id;
    if (object.kind == QLatin1String("invoice"))
        return QStringLiteral("/v1/invoices/") + object.id;
    if (object.kind == QLatin1String("dispute"))
        return QStringLiteral("/v1/disputes/") + object.id;
    return QStringLiteral("/v1/customers/") + object.id;
}

Result<Handled> applyState(Session &session, const MarkedObject &object, const PresentState &state,
                           const QDateTime &now)
{
    return applyPresentState(session, state, now, [&]() -> Result<bool> {
        const auto unchanged =
            session.selectOne(unchangedSql, {object.id, object.lease, object.versionEventId},
                              [](const Row &row) { return row.integer(0); });
        return unchanged ? Result<bool>(unchanged->has_value()) : fail(unchanged.error());
    });
}

// False: it has to be tried again.
Result<bool> refresh(Session &session, StripeApi &stripe, const Clock &clock,
                     const MarkedObject &object, RefreshOutcome &outcome)
{
    StripeCall call;
    call.path = pathOf(object);
    call.priority = StripePriority::Background;
    const QDateTime asked = clock.now();
    const auto answer = stripe.call(call);
    if (!answer && !answer.error().isFinal())
        return false;
    if (!answer) {
        qCWarning(lcRefresh).noquote()
            << object.kind << object.id << "cannot be looked at:" << toError(answer.error()).detail;
        const auto done = session.execute(doneSql, {object.id});
        return done ? Result<bool>(true) : fail(done.error());
    }
    const PresentState state{object.id, object.kind, answer->object, asked, object.versionCreated};
    const auto handled =
        inTransaction(session, [&] { return applyState(session, object, state, clock.now()); });
    if (!handled && session.isBroken())
        return fail(handled.error());
    if (!handled) {
        qCWarning(lcRefresh).noquote()
            << object.kind << object.id
            << "cannot be brought up to date:" << handled.error().message << handled.error().detail;
        return false;
    }
    outcome.topics.insert(handled->topics.begin(), handled->topics.end());
    return true;
}

} // namespace

Result<RefreshOutcome> refreshObjects(Session &session, StripeApi &stripe, const Clock &clock,
                                      int limit)
{
    const auto marked = takeMarked(session, clock.now(), limit);
    if (!marked)
        return fail(marked.error());
    RefreshOutcome outcome;
    for (const MarkedObject &object : *marked) {
        const auto done = refresh(session, stripe, clock, object, outcome);
        if (!done)
            return fail(done.error());
        ++(*done ? outcome.refreshed : outcome.left);
    }
    return outcome;
}

} // namespace Orion
