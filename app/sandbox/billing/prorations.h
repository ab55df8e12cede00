#pragma once

#include "app/sandbox/state/state.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

// The lines of a change in the middle of a period. What was not used of the item comes back …
QJsonObject creditLine(State &state, const QJsonObject &subscription, const QJsonObject &item,
                       qint64 at);
// … and what is left of the period is charged for the new one …
QJsonObject debitLine(State &state, const QJsonObject &subscription, const QJsonObject &item,
                      qint64 at);
// … or all of it, when the period starts with the change.
QJsonObject periodLine(State &state, const QJsonObject &subscription, const QJsonObject &item);

bool isProration(const QJsonObject &line);

// Keeps lines for the subscription's next invoice, and hands them over.
void keepPending(State &state, const QString &subscriptionId, const QJsonArray &lines);
QJsonArray takePending(State &state, const QString &subscriptionId);
QJsonArray pendingLines(const State &state, const QString &subscriptionId);

} // namespace Orion::Sandbox
