#include "ui/charts/chartlevels.h"

#include "ui/charts/dayformats.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Orion
{

namespace
{

// Draws the levels of one picture and remembers where labels are.
class LevelPainter
{
public:
    LevelPainter(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
                 const ChartStyle &style)
        : m_painter(painter)
        , m_chart(chart)
        , m_layout(layout)
        , m_style(style)
        , m_metrics(style.font)
    {}

    void paintToday();
    void paintLimits();
    void paintMarks();

private:
    const QRectF &plot() const { return m_layout.scale.plot; }
    bool isInView(const QDate &day) const;
    double xOf(const QDate &day) const { return m_layout.scale.xOf(double(day.toJulianDay())); }

    void nameLimit(const TimeLimit &limit);
    void nameFarLimits(const std::vector<const TimeLimit *> &limits, bool areAbove);
    void paintMark(const TimeMark &mark);
    void paintMarkBar(const TimeMark &mark, double y);
    void paintDiamond(const QPointF &centre);
    bool write(const QString &text, QPointF topLeft, const QColor &color);

    QPainter &m_painter;
    const PreparedChart &m_chart;
    const ChartLayout &m_layout;
    const ChartStyle &m_style;
    QFontMetricsF m_metrics;
    std::vector<QRectF> m_labels;
    std::vector<double> m_limits; // y of the lines
};

bool LevelPainter::isInView(const QDate &day) const
{
    const DaySpan &days = m_layout.scale.days;
    return day.isValid() && double(day.toJulianDay()) >= days.first &&
           double(day.toJulianDay()) <= days.last;
}

// On a piece of the surface, so that lines behind it do not disturb; not where another label is.
bool LevelPainter::write(const QString &text, QPointF topLeft, const QColor &color)
{
    const QRectF box(topLeft, QSizeF(m_metrics.horizontalAdvance(text) + 8, m_metrics.height()));
    if (box.right() > plot().right() + 1 || box.left() < plot().left())
        return false;
    if (std::ranges::any_of(m_labels, [&](const QRectF &other) { return other.intersects(box); }))
        return false;
    QColor back = m_style.surface;
    back.setAlpha(230);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(back);
    m_painter.drawRoundedRect(box, 3, 3);
    m_painter.setPen(color);
    m_painter.drawText(QPointF(box.left() + 4, box.top() + m_metrics.ascent()), text);
    m_labels.push_back(box);
    return true;
}

void LevelPainter::paintToday()
{
    const QDate &today = m_chart.data().today;
    if (!isInView(today))
        return;
    const double x = std::floor(xOf(today));
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    for (double y = plot().top(); y < plot().bottom(); y += 5)
        m_painter.fillRect(QRectF(x, y, 1, std::min(3.0, plot().bottom() - y)), m_style.muted);
    m_painter.setRenderHint(QPainter::Antialiasing);
    const QString text = QCoreApplication::translate("TimeChart", "Today");
    const double width = m_metrics.horizontalAdvance(text) + 8;
    if (!write(text, {x + 3, plot().top() + 3}, m_style.secondary))
        write(text, {x - 3 - width, plot().top() + 3}, m_style.secondary);
}

void LevelPainter::paintLimits()
{
    std::vector<const TimeLimit *> above;
    std::vector<const TimeLimit *> within;
    std::vector<const TimeLimit *> below;
    for (const TimeLimit &limit : m_chart.data().limits) {
        if (!std::isfinite(limit.value))
            continue;
        if (limit.value > m_layout.scale.top)
            above.push_back(&limit);
        else if (limit.value < m_layout.scale.bottom)
            below.push_back(&limit);
        else
            within.push_back(&limit);
    }
    for (auto *limits : {&above, &within, &below})
        std::ranges::sort(*limits, {}, [](const TimeLimit *limit) { return limit->value; });
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    for (const TimeLimit *limit : within) {
        m_limits.push_back(std::floor(m_layout.scale.yOf(limit->value)));
        m_painter.fillRect(QRectF(plot().left(), m_limits.back(), plot().width(), 1),
                           m_style.limit);
    }
    m_painter.setRenderHint(QPainter::Antialiasing);
    for (const TimeLimit *limit : within)
        nameLimit(*limit);
    nameFarLimits(above, true);
    nameFarLimits(below, false);
}

// Above the line, or below it where the edge or another limit is in the way.
void LevelPainter::nameLimit(const TimeLimit &limit)
{
    const double y = std::floor(m_layout.scale.yOf(limit.value));
    const QString text = m_chart.limitText(limit);
    const double width = m_metrics.horizontalAdvance(text) + 8;
    const auto crossesAnother = [&](double top) {
        return std::ranges::any_of(m_limits, [&](double other) {
            return other != y && other > top - 1 && other < top + m_metrics.height() + 1;
        });
    };
    const double above = y - m_metrics.height() - 1;
    const double below = y + 2;
    const bool isAboveFree = above >= plot().top() - 4 && !crossesAnother(above);
    const bool prefersBelow = !isAboveFree && (!crossesAnother(below) || above < plot().top() - 4);
    for (const double top : {prefersBelow ? below : above, prefersBelow ? above : below})
        for (const double left :
             {plot().left() + 4, plot().right() - 4 - width, plot().center().x() - width / 2})
            if (top >= plot().top() - 4 && write(text, {left, top}, m_style.limit))
                return;
}

// One after the other along the edge behind which they are.
void LevelPainter::nameFarLimits(const std::vector<const TimeLimit *> &limits, bool areAbove)
{
    double left = plot().left() + 4;
    const double top = areAbove ? plot().top() + 3 : plot().bottom() - m_metrics.height() - 2;
    for (const TimeLimit *limit : limits) {
        const QString text =
            m_chart.limitText(*limit) + (areAbove ? QStringLiteral(" ↑") : QStringLiteral(" ↓"));
        const double width = m_metrics.horizontalAdvance(text) + 8;
        while (left + width < plot().right() && !write(text, {left, top}, m_style.limit))
            left += 8;
        left += width + 4;
    }
}

void LevelPainter::paintMarks()
{
    for (const TimeMark &mark : m_chart.data().marks)
        if (std::isfinite(mark.value) && mark.value <= m_layout.scale.top &&
            mark.value >= m_layout.scale.bottom)
            paintMark(mark);
}

void LevelPainter::paintMark(const TimeMark &mark)
{
    const double y = m_layout.scale.yOf(mark.value);
    paintMarkBar(mark, y);
    if (!mark.likely)
        return;
    const QString date = shortDay(*mark.likely);
    const double above = y - m_metrics.height() - 8;
    const double below = y + 8;
    const double top = above < plot().top() - 2 ? below : above;
    if (isInView(*mark.likely)) {
        const double x = xOf(*mark.likely);
        paintDiamond({x, y});
        const double width = m_metrics.horizontalAdvance(date) + 8;
        // What grows comes from the left below and goes to the right above.
        const std::array<QPointF, 5> places{QPointF(x - width - 6, top), QPointF(x + 6, below),
                                            QPointF(x - width / 2, top),
                                            QPointF(x - width - 6, below), QPointF(x + 6, top)};
        for (const QPointF &place : places)
            if (write(date, place, m_style.text))
                return;
    } else if (double(mark.likely->toJulianDay()) > m_layout.scale.days.last) {
        const QString text = date + QStringLiteral(" →");
        const double left = plot().right() - m_metrics.horizontalAdvance(text) - 10;
        if (!write(text, {left, top}, m_style.text))
            write(text, {left, below}, m_style.text);
    }
}

// From the earliest to the latest day. An end that is known has a cap, one that is not is open.
void LevelPainter::paintMarkBar(const TimeMark &mark, double y)
{
    if (!mark.earliest && !mark.latest)
        return;
    const QDate today = m_chart.data().today;
    const double from = mark.earliest     ? xOf(*mark.earliest)
                        : today.isValid() ? xOf(today)
                                          : plot().left();
    const double to = mark.latest ? xOf(*mark.latest) : plot().right() + 1;
    if (from > plot().right() || to < plot().left())
        return;
    const double left = std::max(from, plot().left());
    const double right = std::min(to, plot().right());
    QColor color = m_style.limit;
    color.setAlphaF(0.45F);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color);
    m_painter.drawRect(QRectF(left, y - 2, right - left, 4));
    m_painter.setPen(QPen(m_style.limit, 1.5));
    for (const double end : {from, to})
        if ((end == from ? mark.earliest : mark.latest) && end >= plot().left() &&
            end <= plot().right())
            m_painter.drawLine(QPointF(end, y - 5), QPointF(end, y + 5));
}

void LevelPainter::paintDiamond(const QPointF &centre)
{
    const std::array<QPointF, 4> points{centre + QPointF(0, -6), centre + QPointF(6, 0),
                                        centre + QPointF(0, 6), centre + QPointF(-6, 0)};
    m_painter.setPen(QPen(m_style.surface, 1.5));
    m_painter.setBrush(m_style.limit);
    m_painter.drawPolygon(points.data(), int(points.size()));
    m_labels.emplace_back(centre.x() - 6, centre.y() - 6, 12, 12);
}

} // namespace

void paintLevels(QPainter &painter, const PreparedChart &chart, const ChartLayout &layout,
                 const ChartStyle &style)
{
    LevelPainter levels(painter, chart, layout, style);
    levels.paintLimits();
    levels.paintMarks();
    levels.paintToday();
}

} // namespace Orion
