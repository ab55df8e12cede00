#pragma once

#include <QColor>
#include <QFont>

namespace Orion
{

class Theme;

// The look of a chart, taken from the theme. Plain value.
struct ChartStyle
{
    explicit ChartStyle(const Theme &theme);

    bool isDark;
    QColor surface;
    QColor raised;
    QColor grid;
    QColor axis;
    QColor text;
    QColor secondary;
    QColor muted;
    QColor accent;
    QColor limit;
    QFont font;
    QFont strong;

    QColor series(int place) const;
    // As seen through on the surface, but opaque: faster, and areas may lie over each other.
    QColor area(int place, double opacity) const;
};

} // namespace Orion
