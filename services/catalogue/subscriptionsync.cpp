#include "services/catalogue/subscriptionsync.h"

#include "services/catalogue/stripelist.h"
#include "services/catalogue/subscriptioncomparison.h"
#include "services/database/advisorylock.h"
#include "services/database/changes.h"
#include "services/database/idlist.h"
#include "services/database/transaction.h"
#include "services/platform/clock.h"
#include "services/stripe/readers/json.h"
#include "services/webhooks/presentstate.h"

#include <QLoggingCategory>

#include <algorithm>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcSync, "orion.stripe.sync")

// What Stripe says now contains all that happened so long ago, however much the clocks differ.
constexpr qint64 freshSeconds = 60;

// Of vendors that have to lose one subscription before they get the other; more are left to the
// next run.
constexpr qsizetype mostLater = 1000;
constexpr qsizetype laterAtOnce = 100;

const QString versionsSql =
    QStringLiteral("select object_id, version_created, version_event_id from billing.stripe_objects"
                   " where object_id = any (string_to_array(?, chr(31)))");

struct KnownVersion
{
    QDateTime created;
    QString eventId;

    bool operator==(const KnownVersion &other) const = default;
};
using KnownVersions = QHash<QString, KnownVersion>; // by the object's id

Result<KnownVersions> readVersions(Session &session, const QStringList &ids)
{
    KnownVersions versions;
    const auto read = session.forEach(versionsSql, {idList(ids)}, [&](const Row &row) {
        versions.insert(row.text(0), {row.time(1), row.text(2)});
        return true;
    });
    return read ? Result<KnownVersions>(versions) : fail(read.error());
}

// What Stripe says about some subscriptions, and what the database knew of them before it did.
struct Looked
{
    QDateTime asked;
    KnownVersions known;
    std::vector<QJsonObject> objects;
};

enum class Round
{
    First,
    Last // what has to wait stays
};

// One walk through the list. Lives on the stack of syncSubscriptions().
class Sync
{
public:
    Sync(Session &session, StripeApi &stripe, const Clock &clock, const SyncOptions &options,
         const SyncReport &report)
        : m_session(session)
        , m_stripe(stripe)
        , m_clock(clock)
        , m_options(options)
        , m_report(report)
    {}

    Result<SyncOutcome> run();

private:
    Result<void> walk();
    Result<void> syncPage(const QString &after, const std::vector<QJsonObject> &objects);
    Result<void> syncLater();
    Result<void> repair(const std::vector<ComparedSubscription> &differing, const Looked &looked,
                        Round round);
    Result<Looked> lookAgain(const QString &after, const QStringList &ids);
    Result<void> addSingly(QStringList ids, Looked &looked);
    Result<Handled> apply(const QJsonObject &object, const Looked &looked);
    void reportRepairs(const std::vector<ComparedSubscription> &before,
                       const std::vector<ComparedSubscription> &after,
                       const QHash<QString, QString> &reasons);
    void tell(const SyncedDifference &difference);

    Session &m_session;
    StripeApi &m_stripe;
    const Clock &m_clock;
    const SyncOptions &m_options;
    const SyncReport &m_report;
    SyncOutcome m_outcome;
    QStringList m_later; // ids that wait for the others
};

QString idOf(const QJsonObject &object)
{
    return StripeJson::text(object, "id");
}

QStringList idsOf(const std::vector<ComparedSubscription> &subscriptions)
{
    QStringList ids;
    for (const ComparedSubscription &one : subscriptions)
        ids.append(one.subscription.id);
    return ids;
}

Result<std::vector<QJsonObject>> whole(StripeApi &stripe, const std::vector<QJsonObject> &objects)
{
    std::vector<QJsonObject> page;
    for (const QJsonObject &object : objects) {
        auto one = wholeSubscription(stripe, object);
        if (!one)
            return fail(one.error());
        page.push_back(std::move(*one));
    }
    return page;
}

Result<SyncOutcome> Sync::run()
{
    const DifferenceReport stays = [this](const Difference &difference) {
        tell({difference, false, {}});
    };
    if (const auto ready = forgetSeen(m_session); !ready)
        return fail(ready.error());
    if (const auto walked = walk(); !walked)
        return fail(walked.error());
    if (const auto synced = syncLater(); !synced)
        return fail(synced.error());
    if (const auto compared = compareUnseen(m_session, m_stripe, stays); !compared)
        return fail(compared.error());
    if (const auto compared = reportDoubles(m_session, stays); !compared)
        return fail(compared.error());
    return m_outcome;
}

Result<void> Sync::walk()
{
    QString after;
    return forEachPageOfList(
        m_stripe, allSubscriptions(), [&](const std::vector<QJsonObject> &objects) -> Result<void> {
            if (m_options.isStopping && m_options.isStopping())
                return fail(ErrorCode::Cancelled, QStringLiteral("The program is ending."));
            m_outcome.subscriptions += qint64(objects.size());
            if (const auto synced = syncPage(after, objects); !synced)
                return synced;
            after = idOf(objects.back());
            return {};
        });
}

Result<void> Sync::syncPage(const QString &after, const std::vector<QJsonObject> &objects)
{
    const auto page = whole(m_stripe, objects);
    if (!page)
        return fail(page.error());
    auto compared = compareSubscriptions(m_session, *page);
    if (!compared)
        return fail(compared.error());
    std::vector<SeenSubscription> seen;
    for (const ComparedSubscription &one : *compared)
        seen.push_back(one.seen);
    if (const auto noted = noteSeen(m_session, seen); !noted)
        return noted;
    std::erase_if(*compared, [](const auto &one) { return one.differences.empty(); });
    if (compared->empty())
        return {};
    if (m_options.dryRun) {
        reportRepairs(*compared, *compared, {});
        return {};
    }
    const auto looked = lookAgain(after, idsOf(*compared));
    if (!looked)
        return fail(looked.error());
    return repair(*compared, *looked, Round::First);
}

// A vendor who has a new subscription instead of the old one is in the way of himself until the old
// one's end is known, which the list tells later.
Result<void> Sync::syncLater()
{
    while (!m_later.isEmpty()) {
        const QStringList ids = m_later.mid(0, laterAtOnce);
        m_later = m_later.mid(laterAtOnce);
        Looked looked;
        if (const auto added = addSingly(ids, looked); !added)
            return added;
        const auto compared = compareSubscriptions(m_session, looked.objects);
        if (!compared)
            return fail(compared.error());
        if (const auto repaired = repair(*compared, looked, Round::Last); !repaired)
            return repaired;
    }
    return {};
}

// By the same call as before, which costs one for all of them. What has moved to another page since
// is asked for by itself.
Result<Looked> Sync::lookAgain(const QString &after, const QStringList &ids)
{
    Looked looked;
    looked.asked = m_clock.now();
    auto known = readVersions(m_session, ids);
    if (!known)
        return fail(known.error());
    looked.known = std::move(*known);
    StripeCall call = allSubscriptions();
    call.parameters.add(QStringLiteral("limit"), qint64(100));
    if (!after.isEmpty())
        call.parameters.add(QStringLiteral("starting_after"), after);
    const auto answer = m_stripe.call(call);
    if (!answer)
        return fail(toError(answer.error()));
    std::vector<QJsonObject> found;
    QStringList missing = ids;
    const QJsonArray data = answer->object.value(QLatin1String("data")).toArray();
    for (const QJsonValue value : data) {
        if (missing.removeOne(idOf(value.toObject())))
            found.push_back(value.toObject());
    }
    auto objects = whole(m_stripe, found);
    if (!objects)
        return fail(objects.error());
    looked.objects = std::move(*objects);
    if (const auto added = addSingly(missing, looked); !added)
        return fail(added.error());
    return looked;
}

Result<void> Sync::addSingly(QStringList ids, Looked &looked)
{
    if (ids.isEmpty())
        return {};
    const auto known = readVersions(m_session, ids);
    if (!known)
        return fail(known.error());
    looked.known.insert(*known);
    if (!looked.asked.isValid())
        looked.asked = m_clock.now();
    for (const QString &id : ids) {
        const auto object = findObject(m_stripe, QStringLiteral("/v1/subscriptions/") + id,
                                       StripePriority::Background);
        if (!object)
            return fail(object.error());
        if (!*object)
            continue;
        auto one = wholeSubscription(m_stripe, **object);
        if (!one)
            return fail(one.error());
        looked.objects.push_back(std::move(*one));
    }
    return {};
}

Result<void> Sync::repair(const std::vector<ComparedSubscription> &differing, const Looked &looked,
                          Round round)
{
    // The ends first: they make room for what began after them.
    std::vector<QJsonObject> objects = looked.objects;
    std::ranges::stable_partition(objects, [](const QJsonObject &object) {
        return StripeJson::text(object, "status") == QLatin1String("canceled");
    });
    QHash<QString, QString> reasons;
    std::set<Topic> topics;
    QStringList later;
    for (const QJsonObject &object : objects) {
        const auto handled = apply(object, looked);
        if (!handled && m_session.isBroken())
            return fail(handled.error());
        if (handled)
            topics.insert(handled->topics.begin(), handled->topics.end());
        else
            qCWarning(lcSync).noquote()
                << idOf(object) << "cannot be repaired:" << handled.error().message
                << handled.error().detail;
        reasons.insert(idOf(object), handled ? handled->note : handled.error().message);
        if (handled && handled->verdict == Verdict::Later && round == Round::First &&
            m_later.size() < mostLater)
            later.append(idOf(object));
    }
    m_later += later;
    const auto after = compareSubscriptions(m_session, objects);
    if (!after)
        return fail(after.error());
    std::vector<ComparedSubscription> before = differing;
    std::erase_if(before, [&](const auto &one) { return later.contains(one.subscription.id); });
    reportRepairs(before, *after, reasons);
    return topics.empty() ? Result<void>() : notifyChanges(m_session, topics);
}

Result<Handled> Sync::apply(const QJsonObject &object, const Looked &looked)
{
    const QString id = idOf(object);
    const KnownVersion known = looked.known.value(id);
    PresentState state{id, QStringLiteral("subscription"), object, looked.asked,
                       looked.asked.addSecs(-freshSeconds)};
    if (known.created.isValid() && known.created > state.version)
        state.version = known.created;
    return inTransaction(m_session, [&] {
        return applyPresentState(m_session, state, m_clock.now(), [&]() -> Result<bool> {
            const auto present = readVersions(m_session, {id});
            return present ? Result<bool>(present->value(id) == known) : fail(present.error());
        });
    });
}

void Sync::reportRepairs(const std::vector<ComparedSubscription> &before,
                         const std::vector<ComparedSubscription> &after,
                         const QHash<QString, QString> &reasons)
{
    for (const ComparedSubscription &one : before) {
        const auto now = std::ranges::find_if(
            after, [&](const auto &other) { return other.subscription.id == one.subscription.id; });
        for (const Difference &difference : one.differences) {
            const bool stays = now == after.end() ||
                               std::ranges::any_of(now->differences, [&](const Difference &other) {
                                   return other.field == difference.field;
                               });
            tell({difference, !stays, reasons.value(one.subscription.id)});
        }
    }
}

void Sync::tell(const SyncedDifference &difference)
{
    ++(difference.isRepaired ? m_outcome.repaired : m_outcome.remaining);
    m_report(difference);
}

} // namespace

QString SyncedDifference::sentence() const
{
    if (isRepaired)
        return difference.sentence() + QStringLiteral(" Repaired.");
    return reason.isEmpty() ? difference.sentence() : difference.sentence() + u' ' + reason;
}

Result<SyncOutcome> syncSubscriptions(Session &session, StripeApi &stripe, const Clock &clock,
                                      const SyncOptions &options, const SyncReport &report)
{
    const auto lock = AdvisoryLock::tryTake(session, QStringLiteral("stripe sync"));
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Another synchronisation is running on this database. Wait for "
                                   "it."));
    return Sync(session, stripe, clock, options, report).run();
}

} // namespace Orion
