#pragma once

#include <QColor>

#include <array>

namespace Orion
{

// The colours of lines, bands and areas. As in Okabe and Ito's palette (jfly.uni-koeln.de/color),
// hues that people with every kind of colour blindness tell apart, here also by their lightness,
// and each with a contrast of at least 3:1 on the surface of its theme, which theirs do not have.
// The same place has the same hue in both themes.
struct SeriesColor
{
    const char *name;
    QRgb light;
    QRgb dark;
};

inline constexpr std::array<SeriesColor, 8> seriesColors{{
    {"blue", 0xff3b5cdd, 0xff3d8dfa},
    {"orange", 0xffdc7014, 0xffe68d4e},
    {"green", 0xff38a063, 0xffb8eec3},
    {"purple", 0xff764a99, 0xff9664a3},
    {"amber", 0xff825100, 0xfff3d64a},
    {"petrol", 0xff004b5b, 0xff25d9fd},
    {"rose", 0xff811b29, 0xffe0305e},
    {"slate", 0xff898891, 0xff9da4a8},
}};

// Any place: after the last colour comes the first again.
inline QColor seriesColor(int place, bool isDark)
{
    const auto count = int(seriesColors.size());
    const SeriesColor &color = seriesColors[std::size_t((place % count + count) % count)];
    return QColor::fromRgb(isDark ? color.dark : color.light);
}

} // namespace Orion
