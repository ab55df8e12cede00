#include "ui/pages/capacity/chartlegend.h"

#include "ui/charts/seriescolors.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

namespace Orion
{

namespace
{

// Text has no opacity of its own.
QColor mixed(const QColor &color, const QColor &ground, double opacity)
{
    const auto part = [opacity](int over, int under) {
        return int(over * opacity + under * (1 - opacity));
    };
    return QColor(part(color.red(), ground.red()), part(color.green(), ground.green()),
                  part(color.blue(), ground.blue()));
}

} // namespace

ChartLegend::ChartLegend(Theme &theme, QWidget *parent)
    : QLabel(parent)
    , m_theme(theme)
{
    setFont(theme.smallFont());
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    Formats::secondary(this);
    connect(&theme, &Theme::changed, this, &ChartLegend::update);
}

void ChartLegend::showData(const TimeChartData &shown)
{
    const bool isStacked = shown.kind == TimeChartData::Kind::StackedAreas;
    m_entries.clear();
    for (const TimeLine &line : shown.lines) {
        const QString sign = isStacked       ? QStringLiteral("■")
                             : line.isDashed ? QStringLiteral("╌╌")
                                             : QStringLiteral("━━");
        m_entries.push_back({sign, line.name, line.color, 1});
    }
    double opacity = 0; // bands lie over one another
    for (const TimeBand &band : shown.bands) {
        opacity += band.opacity;
        m_entries.push_back(
            {QStringLiteral("■"), tr("%1 interval", "80 %").arg(band.name), band.color, opacity});
    }
    update();
}

void ChartLegend::update()
{
    QStringList parts;
    for (const Entry &entry : m_entries) {
        const QColor color = mixed(seriesColor(entry.color, m_theme.isDark()),
                                   m_theme.color(Token::Surface), entry.opacity);
        parts.append(QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp;%3")
                         .arg(color.name(), entry.sign,
                              entry.name.toHtmlEscaped().replace(u' ', QLatin1String("&nbsp;"))));
    }
    setText(parts.join(QStringLiteral("&nbsp;&nbsp;&nbsp; ")));
    setVisible(!m_entries.empty());
}

} // namespace Orion
