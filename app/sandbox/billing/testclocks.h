#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

namespace Orion::Sandbox
{

// A test clock's time stands still until it is advanced; what belongs to its customers lives by it.

Answer<QJsonObject> createTestClock(State &state, const QJsonObject &parameters);

// Starts to advance: the clock is advancing until advanceTestClocks has done all in between.
Answer<QJsonObject> startAdvancing(State &state, const QString &id, qint64 to);

// Does what is due on advancing clocks, one thing after the other, each at its own time. At most
// this many things a call.
void advanceTestClocks(State &state, int most);
bool isAnyAdvancing(const State &state);
bool isAdvancing(const State &state, const QString &clockId);

// The clock goes, and its customers with it.
void deleteTestClock(State &state, const QString &id);

// The clock that a call is about, by the objects that its path and parameters name; empty for real
// time.
QString clockOfCall(const State &state, const QString &id, const QJsonObject &parameters);

// What time it is on the clock; nothing for real time.
std::optional<qint64> frozenTime(const State &state, const QString &clockId);

ApiError clockIsAdvancing();

} // namespace Orion::Sandbox
