#pragma once

#include "ui/charts/chartlayout.h"

namespace Orion
{

// One line of the card: a sample, a name and what it is worth on that day.
struct HoverRow
{
    QString name;
    QString value;
    SeriesSample sample;
};

struct HoverText
{
    QString day; // "Tue, 3 Nov 2026"
    std::vector<HoverRow> rows;

    QString plain() const; // "Tue, 3 Nov 2026\nVendors: 1,204\n80 %: 1,150 – 1,260"
};

// Everything that is known of a day: lines, intervals, the sum of areas, how far the limits are,
// and the crossings whose range it lies in.
HoverText hoverText(const PreparedChart &chart, qint64 day);

} // namespace Orion
