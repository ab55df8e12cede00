#include "ui/pages/webhooks/webhookcolumns.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("WebhookColumns", text);
}

QString timeText(const WebhookEvent &event)
{
    return QLocale().toString(event.receivedAt.toLocalTime(), QStringLiteral("d MMM, HH:mm:ss"));
}

QVariant statusRole(const WebhookEvent &event, int role)
{
    return role == BadgeRole ? QVariant(int(lookOf(event.status).tone)) : QVariant();
}

QString vendorText(const WebhookEvent &event)
{
    return Formats::orDash(event.vendorName.isEmpty() ? event.vendorCode : event.vendorName);
}

QVariant vendorRole(const WebhookEvent &event, int role)
{
    return role == SecondaryTextRole && !event.vendorName.isEmpty() ? QVariant(event.vendorCode)
                                                                    : QVariant();
}

} // namespace

std::vector<Column<WebhookEvent>> webhookColumns(const QDateTime &now)
{
    using Event = WebhookEvent;
    std::vector<Column<Event>> columns;
    const auto add = [&](const ColumnLook &look, std::function<QString(const Event &)> text,
                         std::function<QVariant(const Event &, int)> role) {
        columns.push_back({look, std::move(text), std::move(role)});
    };
    add({tr("Received (%1)").arg(Formats::zone(now)), Qt::AlignLeft, {}, 132}, timeText, {});
    add({tr("Type"), Qt::AlignLeft, {}, 206}, [](const Event &event) { return event.eventType; },
        {});
    add(
        {tr("Status"), Qt::AlignLeft, {}, 122},
        [](const Event &event) { return lookOf(event.status).text; }, statusRole);
    add({tr("Vendor"), Qt::AlignLeft, {}, 200, true}, vendorText, vendorRole);
    add({tr("Attempts"), Qt::AlignRight, {}, 98},
        [](const Event &event) { return QLocale().toString(event.attempts); }, {});
    return columns;
}

QString webhookKey(const WebhookEvent &event)
{
    return event.eventId;
}

QString sourceName(const QString &source)
{
    if (source == QLatin1String("webhook"))
        return tr("Webhook");
    if (source == QLatin1String("recovery"))
        return tr("Gap recovery, unsigned");
    if (source == QLatin1String("demo"))
        return tr("Demo data");
    return source;
}

} // namespace Orion
