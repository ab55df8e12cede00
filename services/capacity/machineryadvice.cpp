#include "services/capacity/machineryadvice.h"

#include "models/domain/enums.h"
#include "services/capacity/advicetext.h"

namespace Orion
{

namespace
{

constexpr int muchMore = 10; // times a threshold: critical
constexpr int daysWithoutSnapshot = 2;

void adviseOnBacklog(std::vector<Recommendation> &advice, const WebhookQueue &queue,
                     const QDateTime &now, const CapacityThresholds &thresholds)
{
    const qint64 delay = queue.oldestDue.isValid() ? queue.oldestDue.secsTo(now) : 0;
    if (queue.due < thresholds.webhookBacklog && delay < thresholds.webhookDelaySeconds)
        return;
    const bool isCritical = queue.due >= qint64(thresholds.webhookBacklog) * muchMore ||
                            delay >= qint64(thresholds.webhookDelaySeconds) * muchMore;
    advice.push_back({QStringLiteral("webhooks"),
                      isCritical ? Severity::Critical : Severity::Warning,
                      QStringLiteral("Webhook events wait"),
                      QStringLiteral("%1 events are to be applied; the oldest waits for %2 s.")
                          .arg(grouped(queue.due), grouped(delay)),
                      QStringLiteral("See that a companion runs, and that the database keeps up."),
                      ActionPlace::Webhooks,
                      {},
                      toText(WebhookStatus::Received)});
}

void adviseOnFailedEvents(std::vector<Recommendation> &advice, qint64 failed)
{
    if (failed == 0)
        return;
    advice.push_back(
        {QStringLiteral("webhooks"),
         Severity::Warning,
         failed == 1 ? QStringLiteral("1 webhook event failed")
                     : QStringLiteral("%1 webhook events failed").arg(grouped(failed)),
         QStringLiteral("They could not be applied after several attempts, and wait for somebody."),
         QStringLiteral("See why, mend the cause, and replay them."),
         ActionPlace::Webhooks,
         {},
         toText(WebhookStatus::Failed)});
}

void adviseOnJob(std::vector<Recommendation> &advice, const JobTrouble &trouble)
{
    advice.push_back(
        {QStringLiteral("jobs"),
         Severity::Warning,
         QStringLiteral("Job %1 %2")
             .arg(trouble.job, trouble.state == QLatin1String("lost") ? QStringLiteral("was lost")
                                                                      : QStringLiteral("failed")),
         QStringLiteral("Its last run ended at %1: %2")
             .arg(trouble.finishedAt.toUTC().toString(Qt::ISODate),
                  trouble.message.isEmpty() ? QStringLiteral("it did not say why.")
                                            : trouble.message),
         QStringLiteral("Mend the cause and run it again."),
         ActionPlace::Jobs,
         {},
         trouble.job});
}

void adviseOnSnapshots(std::vector<Recommendation> &advice, const PlatformState &platform)
{
    const QDate today = platform.checkedAt.toUTC().date();
    if (platform.snapshot && platform.snapshot->date.daysTo(today) < daysWithoutSnapshot)
        return;
    advice.push_back({QStringLiteral("capacity"),
                      platform.snapshot ? Severity::Warning : Severity::Info,
                      platform.snapshot ? QStringLiteral("Capacity snapshots are missing")
                                        : QStringLiteral("No capacity snapshot yet"),
                      platform.snapshot
                          ? QStringLiteral("The last one is of %1; trends and forecasts go stale.")
                                .arg(platform.snapshot->date.toString(Qt::ISODate))
                          : QStringLiteral("Trends and forecasts need some days of them."),
                      QStringLiteral("See that the job capture_capacity_snapshot runs."),
                      ActionPlace::Jobs,
                      {},
                      QStringLiteral("capture_capacity_snapshot")});
}

} // namespace

void adviseOnMachinery(std::vector<Recommendation> &advice, const PlatformState &platform,
                       const CapacityThresholds &thresholds)
{
    adviseOnBacklog(advice, platform.webhooks, platform.checkedAt, thresholds);
    adviseOnFailedEvents(advice, platform.webhooks.failed);
    for (const JobTrouble &trouble : platform.jobTroubles)
        adviseOnJob(advice, trouble);
    adviseOnSnapshots(advice, platform);
}

} // namespace Orion
