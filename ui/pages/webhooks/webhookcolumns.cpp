#include "ui/pages/webhooks/webhookcolumns.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/widgets/badge.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("WebhookColumns", text);
}

QString timeText(const WebhookEvent &event)
{
    return QLocale().toString(event.receivedAt.toLocalTime(),
                              words(QT_TRANSLATE_NOOP("WebhookColumns", "d MMM, HH:mm:ss")));
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
    add({words(QT_TRANSLATE_NOOP("WebhookColumns", "Received (%1)")).arg(Formats::zone(now)),
         Qt::AlignLeft,
         {},
         142},
        timeText, {});
    add({words(QT_TRANSLATE_NOOP("WebhookColumns", "Type")), Qt::AlignLeft, {}, 206},
        [](const Event &event) { return event.eventType; }, {});
    add(
        {words(QT_TRANSLATE_NOOP("WebhookColumns", "Status")), Qt::AlignLeft, {}, 122},
        [](const Event &event) { return lookOf(event.status).text; }, statusRole);
    add({words(QT_TRANSLATE_NOOP("WebhookColumns", "Vendor")), Qt::AlignLeft, {}, 200, true},
        vendorText, vendorRole);
    add({words(QT_TRANSLATE_NOOP("WebhookColumns", "Attempts")), Qt::AlignRight, {}, 98},
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
        return words(QT_TRANSLATE_NOOP("WebhookColumns", "Webhook"));
    if (source == QLatin1String("recovery"))
        return words(QT_TRANSLATE_NOOP("WebhookColumns", "Gap recovery, unsigned"));
    if (source == QLatin1String("demo"))
        return words(QT_TRANSLATE_NOOP("WebhookColumns", "Demo data"));
    return source;
}

} // namespace Orion
