#pragma once

#include "app/sandbox/state/kinds.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace Orion::Sandbox
{

// Something that is to happen to an object by itself.
struct Due
{
    qint64 time = 0; // Unix seconds
    Kind kind;
    QString id;
};

// When the next thing happens to the object by itself, by what it says; nothing when nothing does.
std::optional<qint64> dueTime(Kind kind, const QJsonObject &object);

// The test clock that the object's time comes from; empty for those that live in real time.
QString testClockOf(const QJsonObject &object);

// A trial's end is told this long before, a first payment is waited for this long, and so is the
// payment of a pending update.
inline constexpr qint64 trialNotice = 3 * 86'400;
inline constexpr qint64 paymentPatience = 23 * 3'600;

} // namespace Orion::Sandbox
