#pragma once

#include "app/sandbox/billing/periods.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// What a price costs for the quantity, in minor units.
qint64 amountOf(const QJsonObject &item);

struct LineDraft
{
    QJsonObject item; // the subscription item, with its price
    Span span;
    qint64 amount = 0; // minor units; negative for a credit
    QString description;
    bool isProration = false;
    QJsonValue creditedItems = QJsonValue::Null; // of a credit: the line that it gives back
};

// The invoice line of a subscription's item, taxed where the subscription asks for it.
QJsonObject makeLine(State &state, const QJsonObject &subscription, const LineDraft &draft);

// "1 × Professional (at €99.00 / month)".
QString cycleDescription(const State &state, const QJsonObject &item);

// The name of a price's product.
QString productName(const State &state, const QJsonObject &price);

// Sums the lines into subtotal, total, total_taxes and their like.
void sumLines(QJsonObject &invoice);

} // namespace Orion::Sandbox
