#include "app/companion/commands/webhookoptions.h"

namespace Orion::Commands
{

namespace
{

Result<WebhookStatus> statusOf(const QString &text)
{
    if (const auto status = webhookStatusFromText(text))
        return *status;
    QStringList words;
    for (const WebhookStatus status : allWebhookStatuses)
        words.append(toText(status));
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("--status takes one of: %1.").arg(words.join(QStringLiteral(", "))));
}

} // namespace

QList<QCommandLineOption> webhookFilterOptions()
{
    return {{QStringLiteral("status"),
             QStringLiteral("received, processed, ignored, superseded or failed"),
             QStringLiteral("S")},
            {QStringLiteral("type"), QStringLiteral("a type, or how it begins: invoice."),
             QStringLiteral("T")},
            {QStringLiteral("vendor"), QStringLiteral("a vendor's code"), QStringLiteral("CODE")},
            {QStringLiteral("since"),
             QStringLiteral("received on this day (UTC) or at this time, or later"),
             QStringLiteral("TIME")}};
}

Result<WebhookFilter> webhookFilterOf(const Invocation &arguments)
{
    WebhookFilter filter;
    filter.typePrefix = arguments.value(QStringLiteral("type"));
    filter.vendorCode = arguments.value(QStringLiteral("vendor"));
    if (arguments.isSet(QStringLiteral("status"))) {
        const auto status = statusOf(arguments.value(QStringLiteral("status")));
        if (!status)
            return fail(status.error());
        filter.status = *status;
    }
    const auto since = timeOption(arguments, QStringLiteral("since"));
    if (!since)
        return fail(since.error());
    filter.receivedFrom = *since;
    return filter;
}

} // namespace Orion::Commands
