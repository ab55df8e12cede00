#pragma once

#include "app/sandbox/state/state.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

// An invoice that is about to be made for a subscription.
struct InvoiceDraft
{
    QString id; // given, because the subscription names it first
    QJsonObject subscription;
    QJsonArray lines;
    QString billingReason; // subscription_create, subscription_cycle, subscription_update
};

// Makes the invoice, finalises it and keeps it as open: invoice.created, invoice.finalized.
// What the customer has as balance is used up.
QJsonObject issueInvoice(State &state, const InvoiceDraft &draft);

// Makes the invoice and leaves it a draft, which advances by itself or not: invoice.created.
QJsonObject draftInvoice(State &state, const InvoiceDraft &draft, bool advances);

// Makes a draft an open invoice: invoice.finalized.
void finalizeInvoice(State &state, const QString &invoiceId);

// Closes an open invoice without payment: void or uncollectible.
void closeInvoice(State &state, const QString &invoiceId, const QString &status);

// The id of the subscription that the invoice belongs to.
QString subscriptionOf(const QJsonObject &invoice);

// Notes when a status was reached, such as "paid_at".
void setTransition(QJsonObject &invoice, QLatin1String name, qint64 time);

} // namespace Orion::Sandbox
