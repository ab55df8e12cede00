#include "ui/charts/chartreduction.h"

#include <cmath>

namespace Orion
{

namespace
{

// What is known of the column of pixels that is being filled.
class LineColumn
{
public:
    LineColumn(LinePieces &pieces, double columnWidth)
        : m_pieces(pieces)
        , m_width(columnWidth)
    {}

    void add(const QPointF &point)
    {
        const double number = std::floor(point.x() / m_width);
        if (m_isEmpty || number != m_number) {
            finish();
            m_number = number;
            m_isEmpty = false;
            m_first = m_left = m_right = point;
        } else if (point.y() < std::min(m_left.y(), m_right.y())) {
            replaceExtreme(m_left.y() <= m_right.y(), point);
        } else if (point.y() > std::max(m_left.y(), m_right.y())) {
            replaceExtreme(m_left.y() > m_right.y(), point);
        }
        m_last = point;
    }

    void finish()
    {
        if (m_isEmpty)
            return;
        append(m_first);
        append(m_left);
        append(m_right);
        append(m_last);
        m_isEmpty = true;
    }

private:
    // m_left and m_right are the two extremes in the order in which they came.
    void replaceExtreme(bool isLeft, const QPointF &point)
    {
        if (isLeft)
            m_left = m_right;
        m_right = point;
    }

    void append(const QPointF &point)
    {
        const bool isKnown =
            m_pieces.points.size() > m_pieces.pieces.back().from && m_pieces.points.back() == point;
        if (!isKnown)
            m_pieces.points.push_back(point);
    }

    LinePieces &m_pieces;
    double m_width;
    double m_number = 0;
    bool m_isEmpty = true;
    QPointF m_first;
    QPointF m_left;
    QPointF m_right;
    QPointF m_last;
};

void begin(LinePieces &pieces)
{
    pieces.pieces.push_back({pieces.points.size(), pieces.points.size()});
}

void end(LinePieces &pieces)
{
    pieces.pieces.back().to = pieces.points.size();
    if (pieces.pieces.back().from == pieces.points.size())
        pieces.pieces.pop_back();
}

double between(double from, double to, double share)
{
    return from + (to - from) * share;
}

// The entry as it is at the edge of what is in view, when it lies beyond and is joined to its
// neighbour within.
DayPoint mixed(const DayPoint &one, const DayPoint &other, double share)
{
    return {0, between(one.value, other.value, share)};
}

DayInterval mixed(const DayInterval &one, const DayInterval &other, double share)
{
    return {0, between(one.lower, other.lower, share), between(one.upper, other.upper, share)};
}

// Calls visit(day, entry) for each entry in view and at the edges, and split() between pieces.
template <typename Entry, typename Visit, typename Split>
void walk(std::span<const Entry> entries, const DaySpan &days, const Visit &visit,
          const Split &split)
{
    const auto isInView = [&](const Entry &entry) {
        return double(entry.day) >= days.first && double(entry.day) <= days.last;
    };
    const auto visitEdge = [&](const Entry &one, const Entry &other, double edge) {
        const double share = (edge - double(one.day)) / double(other.day - one.day);
        visit(edge, mixed(one, other, share));
    };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (isInView(entries[i]))
            visit(double(entries[i].day), entries[i]);
        if (i + 1 == entries.size())
            break;
        const Entry &next = entries[i + 1];
        if (next.day - entries[i].day > PreparedChart::longestJoin) {
            split();
            continue;
        }
        if (double(entries[i].day) < days.first && double(next.day) > days.first)
            visitEdge(entries[i], next, days.first);
        if (double(entries[i].day) < days.last && double(next.day) > days.last)
            visitEdge(entries[i], next, days.last);
    }
}

// The highest upper and lowest lower end of the column that is being filled.
struct BandColumn
{
    double number = 0;
    double first = 0; // x
    double last = 0;
    double upper = 0; // y
    double lower = 0;
};

void closeBand(LinePieces &pieces)
{
    pieces.points.insert(pieces.points.end(), pieces.wayBack.rbegin(), pieces.wayBack.rend());
    pieces.wayBack.clear();
    end(pieces);
}

void appendColumn(LinePieces &pieces, const BandColumn &column)
{
    for (const double x : {column.first, column.last}) {
        pieces.points.emplace_back(x, column.upper);
        pieces.wayBack.emplace_back(x, column.lower);
        if (column.first == column.last)
            break;
    }
}

} // namespace

void reduceLine(std::span<const DayPoint> points, const PlotScale &scale, double columnWidth,
                LinePieces &pieces)
{
    pieces.clear();
    begin(pieces);
    LineColumn column(pieces, columnWidth);
    walk(
        points, scale.days,
        [&](double day, const DayPoint &point) {
            column.add({scale.xOf(day), scale.yOf(point.value)});
        },
        [&] {
            column.finish();
            end(pieces);
            begin(pieces);
        });
    column.finish();
    end(pieces);
}

void reduceBand(std::span<const DayInterval> intervals, const PlotScale &scale, double columnWidth,
                LinePieces &pieces)
{
    pieces.clear();
    begin(pieces);
    std::optional<BandColumn> column;
    const auto finish = [&] {
        if (column)
            appendColumn(pieces, *column);
        column.reset();
    };
    walk(
        intervals, scale.days,
        [&](double day, const DayInterval &interval) {
            const double x = scale.xOf(day);
            const double number = std::floor(x / columnWidth);
            if (column && column->number != number)
                finish();
            const double upper = scale.yOf(interval.upper);
            const double lower = scale.yOf(interval.lower);
            if (!column)
                column = BandColumn{number, x, x, upper, lower};
            column->last = x;
            column->upper = std::min(column->upper, upper);
            column->lower = std::max(column->lower, lower);
        },
        [&] {
            finish();
            closeBand(pieces);
            begin(pieces);
        });
    finish();
    closeBand(pieces);
}

} // namespace Orion
