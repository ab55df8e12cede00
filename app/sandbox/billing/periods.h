#pragma once

#include "models/domain/period.h"

#include <QJsonObject>

namespace Orion::Sandbox
{

// A span in Unix seconds, as Stripe's objects hold it.
struct Span
{
    qint64 start = 0;
    qint64 end = 0;
};

// The first end of a price's interval ("recurring") after the time, counted from the anchor.
qint64 nextBoundary(qint64 anchor, const QJsonObject &recurring, qint64 after);

// The part of an amount that falls on what is left of the span, rounded to the nearest.
qint64 shareLeft(qint64 amount, Span span, qint64 now);

bool sameInterval(const QJsonObject &left, const QJsonObject &right);

} // namespace Orion::Sandbox
