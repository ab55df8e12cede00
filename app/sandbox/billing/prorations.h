#pragma once

#include "app/sandbox/state/state.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

// The lines of a change in the middle of a period: what was not used of the old item comes back,
// what is left of the period is charged for the new one.
QJsonArray prorationLines(State &state, const QJsonObject &subscription, const QJsonObject &oldItem,
                          const QJsonObject &newItem, qint64 at);

// Keeps lines for the subscription's next invoice, and hands them over.
void keepPending(State &state, const QString &subscriptionId, const QJsonArray &lines);
QJsonArray takePending(State &state, const QString &subscriptionId);

} // namespace Orion::Sandbox
