#include "app/companion/seriescsv.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace Orion
{

namespace
{

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// The fields of a line without their quotation marks; nothing when one is not closed.
std::optional<QStringList> fieldsOf(const QString &line)
{
    QStringList fields;
    QString field;
    bool isQuoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (c == u'"' && isQuoted && i + 1 < line.size() && line.at(i + 1) == u'"') {
            field += c;
            ++i;
        } else if (c == u'"') {
            isQuoted = !isQuoted;
        } else if (c == u',' && !isQuoted) {
            fields.append(field.trimmed());
            field.clear();
        } else {
            field += c;
        }
    }
    if (isQuoted)
        return std::nullopt;
    fields.append(field.trimmed());
    return fields;
}

// A finite number, or NaN for a missing one; nothing for all else.
std::optional<double> valueOf(const QString &field)
{
    if (field.isEmpty() || field.compare(QLatin1String("NA"), Qt::CaseInsensitive) == 0 ||
        field.compare(QLatin1String("NaN"), Qt::CaseInsensitive) == 0)
        return missing;
    bool isNumber = false;
    const double value = field.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value))
        return std::nullopt;
    return value;
}

bool isHeading(const QStringList &fields)
{
    return fields.size() > 1 &&
           std::all_of(fields.begin() + 1, fields.end(),
                       [](const auto &field) { return !field.isEmpty() && !valueOf(field); });
}

tl::unexpected<Error> wrongLine(int number, const QString &what)
{
    return fail(ErrorCode::Unavailable,
                QStringLiteral("Line %1 of the input %2.").arg(number).arg(what));
}

Result<CsvSeries> seriesOf(const QStringList &fields, int number)
{
    CsvSeries series{fields.first(), {}};
    if (series.id.isEmpty())
        return wrongLine(number, QStringLiteral("has no id in its first field"));
    for (qsizetype i = 1; i < fields.size(); ++i) {
        const auto value = valueOf(fields.at(i));
        if (!value)
            return wrongLine(
                number,
                QStringLiteral("has \"%1\" where a number belongs").arg(fields.at(i).left(40)));
        series.values.push_back(*value);
    }
    while (!series.values.empty() && std::isnan(series.values.back()))
        series.values.pop_back();
    return series;
}

} // namespace

Result<std::vector<CsvSeries>> readSeriesCsv(QIODevice &input)
{
    std::vector<CsvSeries> all;
    bool isFirst = true;
    for (int number = 1;; ++number) {
        const QByteArray line = input.readLine();
        if (line.isEmpty())
            return all;
        QString text = QString::fromUtf8(line).trimmed();
        if (text.startsWith(QChar::ByteOrderMark))
            text.remove(0, 1);
        if (text.isEmpty())
            continue;
        const auto fields = fieldsOf(text);
        if (!fields)
            return wrongLine(number, QStringLiteral("has a quotation mark that is not closed"));
        const bool mayBeHeading = std::exchange(isFirst, false);
        if (mayBeHeading && isHeading(*fields))
            continue;
        auto series = seriesOf(*fields, number);
        if (!series)
            return fail(series.error());
        all.push_back(std::move(*series));
    }
}

QString csvField(const QString &text)
{
    const bool needsMarks = std::ranges::any_of(
        text, [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
    if (!needsMarks)
        return text;
    return u'"' + QString(text).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace Orion
