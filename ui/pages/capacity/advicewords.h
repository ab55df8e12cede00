#pragma once

#include "services/capacity/recommendations.h"

namespace Orion
{

// Where a recommendation leads: a page of the console and what to open there.
struct AdviceTarget
{
    QString page; // empty: the scaling table of this page
    QString key;
    QString text; // of the button
};
AdviceTarget targetOf(const Recommendation &advice);

// A sentence of a recommendation in the person's language, with their numbers, days and times.
QString shownAdvice(const QString &sentence);

} // namespace Orion
