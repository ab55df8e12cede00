#include "ui/charts/chartstyle.h"

#include "ui/charts/seriescolors.h"
#include "ui/theme/theme.h"

namespace Orion
{

ChartStyle::ChartStyle(const Theme &theme)
    : isDark(theme.isDark())
    , surface(theme.color(Token::Surface))
    , raised(theme.color(Token::SurfaceRaised))
    , grid(theme.color(Token::Border))
    , axis(theme.color(Token::BorderStrong))
    , text(theme.color(Token::Text))
    , secondary(theme.color(Token::TextSecondary))
    , muted(theme.color(Token::TextMuted))
    , accent(theme.color(Token::Accent))
    , limit(theme.color(Token::Bad))
    , font(theme.smallFont())
    , strong(theme.smallFont())
{
    strong.setWeight(QFont::DemiBold);
}

QColor ChartStyle::series(int place) const
{
    return seriesColor(place, isDark);
}

QColor ChartStyle::area(int place, double opacity) const
{
    const QColor color = series(place);
    const auto mix = [&](int over, int under) {
        return int(over * opacity + under * (1 - opacity) + 0.5);
    };
    return {mix(color.red(), surface.red()), mix(color.green(), surface.green()),
            mix(color.blue(), surface.blue())};
}

} // namespace Orion
