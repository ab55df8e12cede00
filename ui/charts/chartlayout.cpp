#include "ui/charts/chartlayout.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double row = 18;        // of text, px
constexpr double stepHeight = 44; // of the grid, about, px

// Lines that can only be told apart by their colours have their names at their ends.
bool namesItsEnds(const PreparedChart &chart)
{
    if (chart.isStacked())
        return true;
    return std::ranges::count(chart.lines(), false, &PreparedLine::isDashed) > 1;
}

QRectF gutterOf(const PreparedChart &chart, const QFontMetricsF &metrics, const QRectF &area)
{
    if (area.width() < 480 || !namesItsEnds(chart))
        return {};
    double widest = 0;
    for (const PreparedLine &line : chart.lines())
        widest = std::max(widest, metrics.horizontalAdvance(line.name));
    const double width = std::min(std::ceil(widest) + 12 + sampleWidth + 6, area.width() * 0.22);
    return {area.right() - width, area.top(), width, area.height()};
}

std::vector<LegendEntry> legendOf(const PreparedChart &chart, bool hasGutter)
{
    std::vector<LegendEntry> entries;
    if (chart.isStacked() && hasGutter)
        return entries; // all names stand there
    for (const PreparedLine &line : chart.lines())
        entries.push_back({line.name, sampleOf(line, chart.isStacked()), {}});
    if (!chart.isStacked())
        for (const PreparedBand &band : chart.bands())
            entries.push_back({band.name, sampleOf(band), {}});
    if (entries.size() < 2)
        entries.clear();
    return entries;
}

// In rows from left to right; the height of all rows.
double placeLegend(std::vector<LegendEntry> &entries, const QFontMetricsF &metrics,
                   const QRectF &area)
{
    double x = area.left();
    double y = area.top() + row / 2;
    for (LegendEntry &entry : entries) {
        const double width = sampleWidth + 6 + metrics.horizontalAdvance(entry.name);
        if (x > area.left() && x + width > area.right()) {
            x = area.left();
            y += row;
        }
        entry.place = {x, y};
        x += width + 18;
    }
    return entries.empty() ? 0 : y + row / 2 - area.top() + 8;
}

std::vector<double> levelsIn(const PreparedChart &chart, const DaySpan &days)
{
    std::vector<double> levels;
    for (const TimeLimit &limit : chart.data().limits)
        levels.push_back(limit.value);
    for (const TimeMark &mark : chart.data().marks)
        if (mark.likely && double(mark.likely->toJulianDay()) >= days.first &&
            double(mark.likely->toJulianDay()) <= days.last)
            levels.push_back(mark.value);
    std::ranges::sort(levels);
    return levels;
}

} // namespace

ChartLayout::ChartLayout(const PreparedChart &chart, const ChartStyle &style, const QRectF &area,
                         const DaySpan &inView)
{
    const QFontMetricsF metrics(style.font);
    gutter = gutterOf(chart, metrics, area);
    legend = legendOf(chart, !gutter.isEmpty());
    const double legendHeight = placeLegend(legend, metrics, area);

    QRectF plot =
        area.adjusted(0, legendHeight + 6, gutter.isEmpty() ? -12 : -gutter.width(), -2 * row - 2);
    plot.setTop(std::round(plot.top()));
    plot.setHeight(std::max(20.0, std::round(plot.height())));
    const auto label = [&](double value) { return chart.valueLabel(value); };
    values = valueAxis(chart.valuesWithin(inView), levelsIn(chart, inView),
                       std::max(2, int(plot.height() / stepHeight)), label);
    double widest = 0;
    for (int i = 0; i < values.ticks(); ++i) {
        valueLabels.push_back(label(values.tick(i)));
        widest = std::max(widest, metrics.horizontalAdvance(valueLabels.back()));
    }
    // In steps, so that the plot does not tremble while its labels change.
    plot.setLeft(plot.left() + std::ceil(widest / 8) * 8 + 8);
    plot.setWidth(std::max(20.0, std::round(plot.width())));
    scale = {plot, inView, values.bottom, values.top};
    for (LegendEntry &entry : legend)
        entry.place.rx() += 2;
    if (inView.length() > 0)
        days = dayTicks(inView, plot.width(), QLocale(),
                        [&](const QString &text) { return metrics.horizontalAdvance(text); });
}

SeriesSample sampleOf(const PreparedLine &line, bool isStacked)
{
    if (isStacked)
        return {SeriesSample::Shape::Area, line.color, 1};
    return {line.isDashed ? SeriesSample::Shape::DashedLine : SeriesSample::Shape::Line, line.color,
            1};
}

SeriesSample sampleOf(const PreparedBand &band)
{
    return {SeriesSample::Shape::Area, band.color, band.shownOpacity};
}

void drawSample(QPainter &painter, const QPointF &centreLeft, const SeriesSample &sample,
                const ChartStyle &style)
{
    if (sample.shape == SeriesSample::Shape::None)
        return;
    if (sample.shape == SeriesSample::Shape::Area) {
        const QRectF box(centreLeft.x() + 2, centreLeft.y() - 5, sampleWidth - 4, 10);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.area(sample.color, sample.opacity));
        painter.drawRoundedRect(box, 2, 2);
        return;
    }
    QPen pen(style.series(sample.color), 2);
    pen.setCapStyle(Qt::FlatCap);
    if (sample.shape == SeriesSample::Shape::DashedLine)
        pen.setDashPattern({2.0, 1.0});
    painter.setPen(pen);
    painter.drawLine(centreLeft, centreLeft + QPointF(sampleWidth, 0));
}

} // namespace Orion
