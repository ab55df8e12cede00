#include "app/companion/commands/commands.h"

#include "app/companion/commands/webhookoptions.h"
#include "services/webhooks/webhooklog.h"

namespace Orion::Commands
{

namespace
{

// Tab-separated, so that other programs can read it. The error is the last column.
void print(QTextStream &out, const WebhookEvent &event)
{
    out << event.eventId << '\t' << event.eventType << '\t' << toText(event.status) << '\t'
        << event.receivedAt.toUTC().toString(Qt::ISODate) << '\t' << event.attempts << '\t'
        << event.vendorCode << '\t' << QString(event.lastError).simplified() << '\n';
}

Result<void> run(CommandContext &context)
{
    const auto filter = webhookFilterOf(context.arguments());
    if (!filter)
        return fail(filter.error());
    const auto limit = numberOption(context.arguments(), QStringLiteral("limit"), 50, 1, 1'000'000);
    if (!limit)
        return fail(limit.error());
    const auto session = context.openDatabase(QStringLiteral("orion_ops"));
    if (!session)
        return fail(session.error());

    PageRequest request;
    for (qint64 left = *limit; left > 0;) {
        request.limit = int(qMin<qint64>(left, 500));
        const auto page = listEvents(**session, *filter, request);
        if (!page)
            return fail(page.error());
        for (const WebhookEvent &event : page->rows)
            print(context.out(), event);
        left -= qint64(page->rows.size());
        if (page->nextCursor.isEmpty() || page->rows.empty())
            break;
        request.cursor = page->nextCursor;
    }
    return {};
}

} // namespace

Command webhookList()
{
    return {.words = {QStringLiteral("webhook"), QStringLiteral("list")},
            .summary = QStringLiteral("List received events, the newest first."),
            .options = webhookFilterOptions() << QCommandLineOption(
                           QStringLiteral("limit"),
                           QStringLiteral("at most so many; 50 if not given"), QStringLiteral("N")),
            .run = &run};
}

} // namespace Orion::Commands
