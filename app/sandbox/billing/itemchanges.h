#pragma once

#include "app/sandbox/api/apierror.h"
#include "app/sandbox/state/state.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

// An update of a subscription in the making: nothing is kept before all of it is known to be valid.
struct Update
{
    State &state;
    const QJsonObject &parameters;
    QJsonObject subscription;
    QJsonArray lines = {};     // prorations and full periods that the changes of items lead to
    bool startsPeriod = false; // another interval is billed at once, whatever the behavior
};

// Takes items out, changes and adds them, as items[] says, and works out what that costs.
Answer<void> applyItems(Update &update);

} // namespace Orion::Sandbox
