#include "ui/charts/chartexport.h"

#include "ui/charts/preparedchart.h"

#include <map>

namespace Orion
{

namespace
{

// A cell of text as RFC 4180 has it. What a spreadsheet would run as a formula gets an apostrophe
// in front, as in the export of invoices.
QString textCell(const QString &text)
{
    static const QString formulaStarts = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");
    QString cell = text;
    if (!cell.isEmpty() && formulaStarts.contains(cell.at(0)))
        cell.prepend(u'\'');
    const bool needsMarks = std::ranges::any_of(
        cell, [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
    if (!needsMarks)
        return cell;
    return u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

// All digits that a double has, never in powers of ten.
QString numberCell(double value)
{
    return QString::number(value, 'f', QLocale::FloatingPointShortest);
}

// The rows by day; a cell without a value is empty.
class CsvRows
{
public:
    CsvRows(qsizetype columns, const DaySpan &days)
        : m_columns(columns)
        , m_days(days)
    {}

    void put(qint64 day, qsizetype column, double value)
    {
        if (double(day) < m_days.first || double(day) > m_days.last)
            return;
        QStringList &cells = m_rows[day];
        if (cells.isEmpty())
            cells.resize(m_columns);
        cells[column] = numberCell(value);
    }

    void appendTo(QString &text) const
    {
        for (const auto &[day, cells] : m_rows)
            text += QDate::fromJulianDay(day).toString(Qt::ISODate) + u',' + cells.join(u',') +
                    QStringLiteral("\r\n");
    }

private:
    qsizetype m_columns;
    DaySpan m_days;
    std::map<qint64, QStringList> m_rows;
};

QStringList headings(const PreparedChart &chart)
{
    QStringList names{QStringLiteral("day")};
    for (const PreparedLine &line : chart.lines())
        names.append(textCell(line.name));
    if (!chart.isStacked()) {
        for (const PreparedBand &band : chart.bands()) {
            names.append(textCell(band.name + QStringLiteral(" lower")));
            names.append(textCell(band.name + QStringLiteral(" upper")));
        }
    }
    return names;
}

} // namespace

QByteArray chartCsv(const TimeChartData &data, const QDate &first, const QDate &last)
{
    const PreparedChart chart(data);
    const QStringList names = headings(chart);
    const DaySpan bounds = chart.bounds();
    CsvRows rows(names.size() - 1, {first.isValid() ? double(first.toJulianDay()) : bounds.first,
                                    last.isValid() ? double(last.toJulianDay()) : bounds.last});
    qsizetype column = 0;
    for (const PreparedLine &line : chart.lines()) {
        for (const DayPoint &point : line.points)
            rows.put(point.day, column, point.value);
        ++column;
    }
    if (!chart.isStacked()) {
        for (const PreparedBand &band : chart.bands()) {
            for (const DayInterval &interval : band.intervals) {
                rows.put(interval.day, column, interval.lower);
                rows.put(interval.day, column + 1, interval.upper);
            }
            column += 2;
        }
    }
    QString text = names.join(u',') + QStringLiteral("\r\n");
    rows.appendTo(text);
    return text.toUtf8();
}

} // namespace Orion
