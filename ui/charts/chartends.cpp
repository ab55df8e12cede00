#include "ui/charts/chartends.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Orion
{

namespace
{

constexpr double rowHeight = 16; // px

struct End
{
    const PreparedLine *line;
    double y;      // of the line
    double labelY; // of its name
};

// The value of the last entry within view, if it lies at the right edge.
template <typename Entry>
const Entry *lastInView(const std::vector<Entry> &entries, const PlotScale &scale)
{
    const auto inView = entriesWithin(entries, scale.days);
    if (inView.empty() || double(inView.back().day) < scale.days.last - 1)
        return nullptr;
    return &inView.back();
}

std::vector<End> endsOf(const PreparedChart &chart, const PlotScale &scale)
{
    std::vector<End> ends;
    for (std::size_t i = 0; i < chart.lines().size(); ++i) {
        std::optional<double> value;
        if (chart.isStacked()) {
            const DayInterval *area = lastInView(chart.bands()[i].intervals, scale);
            if (area && area->upper > area->lower)
                value = (area->lower + area->upper) / 2;
        } else if (const DayPoint *point = lastInView(chart.lines()[i].points, scale)) {
            value = point->value;
        }
        if (value)
            ends.push_back({&chart.lines()[i], scale.yOf(*value), 0});
    }
    std::ranges::stable_sort(ends, {}, &End::y);
    return ends;
}

} // namespace

void spread(std::vector<double> &places, double distance, double lowest, double highest)
{
    if (places.empty())
        return;
    const double most = (highest - lowest) / std::max(1.0, double(places.size()) - 1);
    const double step = std::min(distance, most);
    double next = lowest;
    for (double &place : places) {
        place = std::max(place, next);
        next = place + step;
    }
    double last = highest;
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        *place = std::min(*place, last);
        last = *place - step;
    }
}

void paintEnds(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
               const ChartStyle &style)
{
    if (layout.gutter.isEmpty())
        return;
    const QFontMetricsF metrics(style.font);
    const QRectF &plot = layout.scale.plot;
    std::vector<End> ends = endsOf(chart, layout.scale);
    std::vector<double> places;
    for (const End &end : ends)
        places.push_back(end.y);
    spread(places, rowHeight, plot.top() + 4, plot.bottom() - 4);
    const double left = plot.right() + 12;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const double y = places[i];
        if (std::abs(y - ends[i].y) > 2) { // leads from the line to its name
            painter.setPen(QPen(style.axis, 1));
            painter.drawLine(QPointF(plot.right() + 2, ends[i].y), QPointF(left - 2, y));
        }
        drawSample(painter, {left, y}, sampleOf(*ends[i].line, chart.isStacked()), style);
        const double textLeft = left + sampleWidth + 6;
        painter.setPen(style.secondary);
        painter.drawText(QPointF(textLeft, y + metrics.capHeight() / 2),
                         metrics.elidedText(ends[i].line->name, Qt::ElideRight,
                                            layout.gutter.right() - textLeft));
    }
}

} // namespace Orion
