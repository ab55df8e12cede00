#include "services/webhooks/refresh.h"

#include "services/database/transaction.h"
#include "services/platform/clock.h"
#include "services/webhooks/presentstate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcRefresh, "orion.webhooks.refresh")

// Whoever takes objects has them for so long; when it dies, somebody else tries after that.
constexpr int leaseSeconds = 60;
// Stripe could not be asked about an object now, or its answer is to be applied later.
constexpr int unheardSeconds = 5;
constexpr int laterSeconds = 60;

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

// Only what is still this look's own: it may have been marked anew meanwhile.
const QString giveBackSql = QStringLiteral(R"(
update billing.stripe_objects o set refresh_requested_at = given.due
from (select * from jsonb_to_recordset(?::jsonb) as x(id text, due timestamptz)) given
where o.object_id = given.id and o.refresh_requested_at = ?)");

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

enum class Look
{
    Settled,
    Later,  // the answer cannot be applied yet
    Unheard // Stripe does not answer; nor will it to the next question
};

Result<Look> settleUnknown(Session &session, const MarkedObject &object, const StripeError &error)
{
    qCWarning(lcRefresh).noquote()
        << object.kind << object.id << "cannot be looked at:" << toError(error).detail;
    const auto done = session.execute(doneSql, {object.id});
    return done ? Result<Look>(Look::Settled) : fail(done.error());
}

Result<Look> look(Session &session, StripeApi &stripe, const Clock &clock,
                  const MarkedObject &object, RefreshOutcome &outcome)
{
    StripeCall call;
    call.path = pathOf(object);
    call.priority = StripePriority::Background;
    const QDateTime asked = clock.now();
    const auto answer = stripe.call(call);
    if (!answer)
        return answer.error().isFinal() ? settleUnknown(session, object, answer.error())
                                        : Result<Look>(Look::Unheard);
    const PresentState state{object.id, object.kind, answer->object, asked, object.versionCreated};
    const auto handled =
        inTransaction(session, [&] { return applyState(session, object, state, clock.now()); });
    if (!handled && session.isBroken())
        return fail(handled.error());
    if (!handled) {
        qCWarning(lcRefresh).noquote()
            << object.kind << object.id
            << "cannot be brought up to date:" << handled.error().message << handled.error().detail;
        return Look::Later;
    }
    outcome.topics.insert(handled->topics.begin(), handled->topics.end());
    return handled->verdict == Verdict::Later ? Look::Later : Look::Settled;
}

// What was taken and not settled, for whoever looks next, which may be a companion that reaches
// Stripe.
class Returned
{
public:
    void add(const MarkedObject &object, const QDateTime &due)
    {
        m_lease = object.lease;
        m_objects.append(QJsonObject{{QStringLiteral("id"), object.id},
                                     {QStringLiteral("due"), due.toString(Qt::ISODateWithMs)}});
    }

    int size() const { return int(m_objects.size()); }

    Result<void> save(Session &session) const
    {
        if (m_objects.isEmpty())
            return {};
        const auto saved = session.execute(
            giveBackSql,
            {QString::fromUtf8(QJsonDocument(m_objects).toJson(QJsonDocument::Compact)), m_lease});
        return saved ? Result<void>() : fail(saved.error());
    }

private:
    QDateTime m_lease;
    QJsonArray m_objects;
};

} // namespace

Result<RefreshOutcome> refreshObjects(Session &session, StripeApi &stripe, const Clock &clock,
                                      int limit)
{
    const auto marked = takeMarked(session, clock.now(), limit);
    if (!marked)
        return fail(marked.error());
    RefreshOutcome outcome;
    Returned returned;
    bool isHeard = true;
    for (const MarkedObject &object : *marked) {
        if (!isHeard) {
            returned.add(object, clock.now());
            continue;
        }
        const auto looked = look(session, stripe, clock, object, outcome);
        if (!looked)
            return fail(looked.error());
        isHeard = *looked != Look::Unheard;
        if (*looked == Look::Settled)
            ++outcome.refreshed;
        else
            returned.add(object, clock.now().addSecs(isHeard ? laterSeconds : unheardSeconds));
    }
    outcome.left = returned.size();
    outcome.isHeard = isHeard;
    if (const auto saved = returned.save(session); !saved)
        return fail(saved.error());
    return outcome;
}

} // namespace Orion
