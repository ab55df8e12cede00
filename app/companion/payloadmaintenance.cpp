#include "app/companion/payloadmaintenance.h"

#include "services/database/session.h"

#include <QLoggingCategory>

#include <chrono>

namespace Orion
{

namespace
{

Q_LOGGING_CATEGORY(lcPayloads, "orion.webhooks.payloads")

constexpr std::chrono::seconds lookEvery{60}; // also after a failure: locks are soon free
constexpr qint64 hoursBetween = 24;

RetentionOptions stoppable(RetentionOptions options, const std::stop_source &stop)
{
    options.stop = stop.get_token();
    return options;
}

bool passes(ErrorCode code)
{
    return code == ErrorCode::Timeout || code == ErrorCode::Conflict ||
           code == ErrorCode::DatabaseUnavailable || code == ErrorCode::Cancelled;
}

} // namespace

PayloadMaintenance::PayloadMaintenance(ConnectionSettings database, RetentionOptions options,
                                       const Clock &clock, Metrics &metrics)
    : m_database(std::move(database))
    , m_options(stoppable(std::move(options), m_stop))
    , m_clock(clock)
    , m_metrics(metrics)
    , m_thread([this] { work(); })
{}

PayloadMaintenance::~PayloadMaintenance()
{
    stop();
}

void PayloadMaintenance::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop.request_stop();
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void PayloadMaintenance::work()
{
    const auto session = Session::closed(m_database, QStringLiteral("orion-companion payloads"));
    do {
        if (const auto done = maintain(*session); !done)
            noteFailure(done.error());
        else
            m_lastFailure.clear();
    } while (waitForNext());
}

bool PayloadMaintenance::waitForNext()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, lookEvery, [this] { return m_stop.stop_requested(); });
    return !m_stop.stop_requested();
}

Result<void> PayloadMaintenance::maintain(Session &session)
{
    const auto last = payloadsMaintainedAt(session, m_options);
    if (!last)
        return fail(last.error());
    const QDateTime now = m_clock.now();
    if (m_notBefore.isValid() && now < m_notBefore)
        return {};
    if (last->isValid() && last->addSecs(hoursBetween * 3600) > now)
        return {};
    if (const auto prepared = preparePayloadMonths(session, now); !prepared)
        return prepared;
    const auto retired = retirePayloads(session, now, m_options,
                                        [this](const RetiredMonth &month) { noteMonth(month); });
    if (!retired)
        return fail(retired.error());
    return notePayloadsMaintained(session, m_options, now);
}

void PayloadMaintenance::noteMonth(const RetiredMonth &month)
{
    m_metrics
        .counter("orion_webhook_payload_months_total",
                 "Months of webhook payloads that are no longer in the database.",
                 {{"outcome", month.archive.isEmpty() ? "dropped" : "archived"}})
        .add();
    qCInfo(lcPayloads).noquote() << month.rows << "payloads of" << month.name() << "were dropped,"
                                 << month.kept << "kept for events that are not settled."
                                 << (month.archive.isEmpty()
                                         ? QString()
                                         : QStringLiteral("Archived in ") + month.archive);
}

void PayloadMaintenance::noteFailure(const Error &error)
{
    // What does not pass by itself, a full disk say, is not tried every minute.
    if (!passes(error.code))
        m_notBefore = m_clock.now().addSecs(3600);
    // Another companion has it in hand, or the program ends.
    if (error.code == ErrorCode::Conflict || error.code == ErrorCode::Cancelled ||
        error.message == m_lastFailure)
        return;
    m_lastFailure = error.message;
    qCWarning(lcPayloads).noquote()
        << "The webhooks' payloads cannot be looked after now:" << error.message << error.detail;
}

} // namespace Orion
