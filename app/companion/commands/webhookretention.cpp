#include "app/companion/commands/commands.h"

#include "services/webhooks/retention.h"

namespace Orion::Commands
{

namespace
{

QString sentence(const RetiredMonth &month, bool dryRun)
{
    QString text =
        QStringLiteral("%1: %2 payloads %3")
            .arg(month.name())
            .arg(month.rows)
            .arg(dryRun ? QStringLiteral("would be dropped") : QStringLiteral("dropped"));
    if (month.kept > 0)
        text += QStringLiteral(", %1 kept until their events are settled").arg(month.kept);
    if (!month.archive.isEmpty())
        text += QStringLiteral(", all archived in ") + month.archive;
    return text + u'.';
}

Result<void> run(CommandContext &context)
{
    RetentionOptions options;
    options.days = context.configuration().payloadRetentionDays;
    options.archiveFolder = context.configuration().payloadArchiveFolder;
    options.dryRun = context.arguments().isSet(QStringLiteral("dry-run"));
    const auto session = context.openDatabase(QStringLiteral("orion_companion"));
    if (!session)
        return fail(session.error());
    if (options.days == 0) {
        context.out() << "ORION_PAYLOAD_RETENTION_DAYS is not set: all payloads are kept.\n";
        return {};
    }
    const QDateTime now = context.clock().now();
    if (!options.dryRun) {
        if (const auto prepared = preparePayloadMonths(**session, now); !prepared)
            return prepared;
    }
    const auto retired = retirePayloads(**session, now, options, [&](const RetiredMonth &month) {
        context.out() << sentence(month, options.dryRun) << Qt::endl;
    });
    if (!retired)
        return fail(retired.error());
    if (retired->empty())
        context.out() << QStringLiteral("No month ended more than %1 days ago; nothing to drop.\n")
                             .arg(options.days);
    return {};
}

} // namespace

Command webhookRetention()
{
    return {.words = {QStringLiteral("webhook"), QStringLiteral("retention")},
            .summary = QStringLiteral("Drop or archive payloads that are older than configured."),
            .options = {{QStringLiteral("dry-run"),
                         QStringLiteral("only list the months, change nothing")}},
            .run = &run};
}

} // namespace Orion::Commands
