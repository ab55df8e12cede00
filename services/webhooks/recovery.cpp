#include "services/webhooks/recovery.h"

#include "models/domain/words.h"
#include "services/database/advisorylock.h"
#include "services/database/idlist.h"
#include "services/database/sqlerror.h"
#include "services/platform/clock.h"
#include "services/stripe/client/paging.h"
#include "services/stripe/readers/json.h"
#include "services/webhooks/dispatcher.h"
#include "services/webhooks/inbox.h"
#include "services/webhooks/recoverylog.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSet>

#include <algorithm>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcRecovery, "orion.webhooks.recovery")

constexpr qint64 daysKept = 30;             // by Stripe
constexpr qint64 overlapSeconds = 600;      // clocks differ, and events are listed a little late
constexpr qint64 stretchSeconds = 6 * 3600; // what is compared before it is noted as done
constexpr std::size_t atOnce = 100;         // events in memory
constexpr int mostTypes = 20;               // that Stripe takes in one call

const QString knownSql = QStringLiteral("select event_id from billing.stripe_webhook_events"
                                        " where event_id = any (string_to_array(?, chr(31)))");

Error cancelled()
{
    return {ErrorCode::Cancelled, QStringLiteral("The program is ending."), {}};
}

// Which events a list is asked for. Invalid times do not narrow.
struct Wanted
{
    QDateTime from;  // inclusive
    QDateTime until; // exclusive
    bool undeliveredOnly = false;
};

// One run. Lives on the stack of recoverEvents(), which holds the lock.
class Run
{
public:
    Run(Session &session, StripeApi &stripe, const Clock &clock, const RecoveryOptions &options,
        const std::function<void(const RecoveryProgress &)> &told)
        : m_session(session)
        , m_stripe(stripe)
        , m_clock(clock)
        , m_options(options)
        , m_told(told)
    {}

    Result<RecoveryProgress> run();

private:
    Result<void> compare(const QDateTime &begun);
    Result<void> compareStretch(const Wanted &wanted);
    Result<void> compareList(const StripeCall &call);
    Result<void> take(const std::vector<QJsonObject> &page);
    Result<std::vector<ReceivedEvent>> missingOf(const std::vector<QJsonObject> &page);
    Result<void> store(const std::vector<ReceivedEvent> &events);
    Result<void> storeSingly(const std::vector<ReceivedEvent> &events);
    bool isStopping() const { return m_options.isStopping && m_options.isStopping(); }

    Session &m_session;
    StripeApi &m_stripe;
    const Clock &m_clock;
    const RecoveryOptions &m_options;
    const std::function<void(const RecoveryProgress &)> &m_told;
    RecoveryProgress m_progress;
    qint64 m_id = 0; // in webhook_recoveries
};

// Whether the database refuses what an event holds, and not for anything that passes: whoever skips
// an event for a moment's trouble has lost it.
bool isItsOwnFault(const Error &error)
{
    const QString state = sqlState(error);
    return state.startsWith(QLatin1String("22")) || state.startsWith(QLatin1String("23"));
}

QDateTime beginning(const RecoveryOptions &options, const QDateTime &now)
{
    const QDateTime oldest = now.addDays(-daysKept);
    QDateTime since = options.gap ? options.gap->since.addSecs(-overlapSeconds) : options.since;
    return since.isValid() ? std::clamp(since, oldest, now) : oldest;
}

Result<RecoveryProgress> Run::run()
{
    const QDateTime begun = m_clock.now();
    m_progress.since = beginning(m_options, begun);
    if (m_options.gap && m_options.gap->since < m_progress.since)
        m_progress.note = QStringLiteral("Nothing came in since %1, and Stripe keeps events for 30 "
                                         "days only. Run orion-companion stripe sync and stripe "
                                         "backfill for what is older.")
                              .arg(minuteInWords(m_options.gap->since));
    const auto id = beginRecovery(m_session, m_options, m_progress, begun);
    if (!id)
        return fail(id.error());
    m_id = *id;
    const auto outcome = compare(begun);
    const auto ended = endRecovery(m_session, m_id, m_progress, outcome, m_clock.now());
    if (!outcome)
        return fail(outcome.error());
    return ended ? Result<RecoveryProgress>(m_progress) : fail(ended.error());
}

// The oldest first: events are better applied in their order, and what was compared need not be
// again when the run is cut off.
Result<void> Run::compare(const QDateTime &begun)
{
    for (QDateTime from = m_progress.since;;) {
        const QDateTime until = from.addSecs(stretchSeconds);
        const bool isLast = until >= begun;
        if (const auto done = compareStretch({from, isLast ? QDateTime() : until}); !done)
            return done;
        const QDateTime reached = isLast ? begun : until;
        if (const auto noted = noteRecovery(m_session, m_id, m_progress, reached); !noted)
            return noted;
        if (isLast)
            break;
        if (m_options.gap) {
            if (const auto done = narrowGap(m_session, *m_options.gap, until); !done)
                return done;
        }
        from = until;
    }
    if (!m_options.gap)
        return {};
    if (const auto done = compareStretch({begun.addDays(-daysKept), m_progress.since, true}); !done)
        return done;
    return closeGap(m_session, *m_options.gap, begun);
}

Result<void> Run::compareStretch(const Wanted &wanted)
{
    const QStringList types = handledTypes();
    for (qsizetype first = 0; first < types.size(); first += mostTypes) {
        StripeCall call;
        call.path = QStringLiteral("/v1/events");
        call.priority = StripePriority::Background;
        const qsizetype count = qMin<qsizetype>(mostTypes, types.size() - first);
        for (qsizetype i = 0; i < count; ++i)
            call.parameters.add(QStringLiteral("types[%1]").arg(i), types.at(first + i));
        call.parameters.add(QStringLiteral("created[gte]"), wanted.from);
        if (wanted.until.isValid())
            call.parameters.add(QStringLiteral("created[lt]"), wanted.until);
        if (wanted.undeliveredOnly)
            call.parameters.add(QStringLiteral("delivery_success"), false);
        if (const auto done = compareList(call); !done)
            return done;
    }
    return {};
}

Result<void> Run::compareList(const StripeCall &call)
{
    if (isStopping())
        return fail(cancelled());
    std::vector<QJsonObject> page;
    Result<void> outcome;
    const auto walked = forEachStripeObject(m_stripe, call, [&](const QJsonObject &event) {
        page.push_back(event);
        if (page.size() < atOnce)
            return true;
        outcome = take(page);
        page.clear();
        if (outcome && isStopping())
            outcome = fail(cancelled());
        return outcome.has_value();
    });
    if (!outcome)
        return outcome;
    // What was listed before Stripe went away counts.
    if (const auto taken = take(page); !taken)
        return taken;
    if (walked)
        return {};
    return walked.error().kind == StripeErrorKind::Cancelled ? fail(cancelled())
                                                             : fail(toError(walked.error()));
}

Result<void> Run::take(const std::vector<QJsonObject> &page)
{
    if (page.empty())
        return {};
    m_progress.listed += qint64(page.size());
    const auto missing = missingOf(page);
    if (!missing)
        return fail(missing.error());
    if (const auto stored = store(*missing); !stored)
        return stored;
    m_told(m_progress);
    return {};
}

Result<std::vector<ReceivedEvent>> Run::missingOf(const std::vector<QJsonObject> &page)
{
    QStringList ids;
    for (const QJsonObject &event : page)
        ids.append(StripeJson::text(event, "id"));
    const auto rows =
        m_session.select(knownSql, {idList(ids)}, [](const Row &row) { return row.text(0); });
    if (!rows)
        return fail(rows.error());
    const QSet<QString> known(rows->begin(), rows->end());
    std::vector<ReceivedEvent> missing;
    for (const QJsonObject &object : page) {
        if (known.contains(StripeJson::text(object, "id")))
            continue;
        auto event = parseEvent(QJsonDocument(object).toJson(QJsonDocument::Compact));
        if (event) {
            event->source = QStringLiteral("recovery");
            missing.push_back(std::move(*event));
            continue;
        }
        ++m_progress.unreadable;
        qCWarning(lcRecovery).noquote() << "Event" << StripeJson::text(object, "id")
                                        << "cannot be read:" << event.error().message;
    }
    return missing;
}

Result<void> Run::store(const std::vector<ReceivedEvent> &events)
{
    const auto stored = storeEvents(m_session, events);
    if (stored) {
        m_progress.recovered += std::ranges::count(*stored, true);
        return {};
    }
    return isItsOwnFault(stored.error()) ? storeSingly(events) : fail(stored.error());
}

// One event that the database does not take must not keep the others away.
Result<void> Run::storeSingly(const std::vector<ReceivedEvent> &events)
{
    for (const ReceivedEvent &event : events) {
        const auto stored = storeEvents(m_session, std::span(&event, 1));
        if (!stored && !isItsOwnFault(stored.error()))
            return fail(stored.error());
        if (stored) {
            m_progress.recovered += stored->front() ? 1 : 0;
            continue;
        }
        ++m_progress.unreadable;
        qCWarning(lcRecovery).noquote()
            << "Event" << event.eventId << "cannot be stored:" << stored.error().message
            << stored.error().detail;
    }
    return {};
}

} // namespace

Result<RecoveryProgress> recoverEvents(Session &session, StripeApi &stripe, const Clock &clock,
                                       const RecoveryOptions &options,
                                       const std::function<void(const RecoveryProgress &)> &told)
{
    const auto lock = AdvisoryLock::tryTake(session, QStringLiteral("webhook recovery"));
    if (!lock)
        return fail(lock.error());
    if (!*lock)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Another recovery is running on this database. Wait for it."));
    return Run(session, stripe, clock, options, told).run();
}

} // namespace Orion
