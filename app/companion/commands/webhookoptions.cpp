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

Result<QDateTime> timeOf(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("--since takes a time such as 2026-11-28T09:00:00Z."));
    return time.toUTC();
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
            {QStringLiteral("since"), QStringLiteral("received at this time or later, RFC 3339"),
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
    if (arguments.isSet(QStringLiteral("since"))) {
        const auto since = timeOf(arguments.value(QStringLiteral("since")));
        if (!since)
            return fail(since.error());
        filter.receivedFrom = *since;
    }
    return filter;
}

} // namespace Orion::Commands
