#include "services/catalogue/subscriptionsync.h"

#include "services/catalogue/stripelist.h"
#include "services/catalogue/subscriptioncomparison.h"
#include "services/catalogue/subscriptionlook.h"
#include "services/database/advisorylock.h"
#include "services/database/changes.h"
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
    const auto page = wholeSubscriptions(m_stripe, objects);
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
    const auto looked = lookAtPage(m_session, m_stripe, m_clock, after, idsOf(*compared));
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
        const auto looked = lookSingly(m_session, m_stripe, m_clock, ids);
        if (!looked)
            return fail(looked.error());
        const auto compared = compareSubscriptions(m_session, looked->objects);
        if (!compared)
            return fail(compared.error());
        if (const auto repaired = repair(*compared, *looked, Round::Last); !repaired)
            return repaired;
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
            const auto present = readKnownVersions(m_session, {id});
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
