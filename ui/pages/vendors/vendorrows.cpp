#include "ui/pages/vendors/vendorrows.h"

#include "ui/widgets/formats.h"

#include <QCoreApplication>

namespace Orion
{

namespace
{

QString words(const char *text, int number = -1)
{
    return QCoreApplication::translate("VendorRows", text, nullptr, number);
}

QString statusWord(const QString &stored)
{
    const auto status = subscriptionStatusFromText(stored);
    return status ? lookOf(*status).text : stored;
}

// What a change was about: the tier if it moved, else the status.
QString changeText(const SubscriptionChange &change)
{
    if (change.oldTier != change.newTier && !change.oldTier.isEmpty())
        return QStringLiteral("%1 → %2").arg(change.oldTier, change.newTier);
    if (change.oldStatus != change.newStatus && !change.oldStatus.isEmpty())
        return QStringLiteral("%1 → %2").arg(statusWord(change.oldStatus),
                                             statusWord(change.newStatus));
    return QStringLiteral("%1, %2").arg(change.newTier, statusWord(change.newStatus));
}

} // namespace

QString priceText(const Subscription &subscription)
{
    if (!subscription.priceCents)
        return {};
    const QString amount = Formats::money(*subscription.priceCents, subscription.currency);
    return (subscription.isAnnual ? words(QT_TRANSLATE_NOOP("VendorRows", "%1 a year"))
                                  : words(QT_TRANSLATE_NOOP("VendorRows", "%1 a month")))
        .arg(amount);
}

QString periodText(const Subscription &subscription)
{
    if (!subscription.periodEnd.isValid())
        return {};
    return words(QT_TRANSLATE_NOOP("VendorRows", "%1 to %2"))
        .arg(Formats::date(subscription.periodStart), Formats::date(subscription.periodEnd));
}

QString pastDueText(const Subscription &subscription)
{
    if (!subscription.pastDueSince.isValid())
        return {};
    return words(QT_TRANSLATE_N_NOOP("VendorRows", "since %1, %n attempts"),
                 subscription.paymentRetryCount)
        .arg(Formats::date(subscription.pastDueSince));
}

std::vector<MiniRow> invoiceRows(const std::vector<Invoice> &invoices)
{
    std::vector<MiniRow> rows;
    for (const Invoice &invoice : invoices)
        rows.push_back({QString::number(invoice.id), Formats::date(invoice.date), invoice.number,
                        lookOfInvoiceStatus(invoice.status),
                        Formats::money(invoice.totalCents, invoice.currency)});
    return rows;
}

std::vector<MiniRow> eventRows(const std::vector<WebhookEvent> &events, const QDateTime &now)
{
    std::vector<MiniRow> rows;
    for (const WebhookEvent &event : events)
        rows.push_back({event.eventId,
                        event.eventType,
                        {},
                        lookOf(event.status),
                        Formats::ago(event.receivedAt, now)});
    return rows;
}

std::vector<MiniRow> changeRows(const std::vector<SubscriptionChange> &changes)
{
    std::vector<MiniRow> rows;
    for (const SubscriptionChange &change : changes) {
        const qint64 moved = change.newMrrCents - change.oldMrrCents;
        const QString sign = moved > 0 ? QStringLiteral("+") : QString();
        rows.push_back({{},
                        Formats::date(change.occurredAt),
                        changeText(change),
                        {},
                        moved == 0 ? QString() : sign + Formats::money(moved, change.currency)});
    }
    return rows;
}

} // namespace Orion
