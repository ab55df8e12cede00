#pragma once

#include "models/domain/result.h"

#include <QIODevice>

#include <vector>

namespace Orion
{

// One line of a CSV of series: the id, then the values, the oldest first. NaN where a value is
// missing. Empty fields after the last value are no values.
struct CsvSeries
{
    QString id;
    std::vector<double> values;
};

// Reads one series a line, UTF-8, fields with or without quotation marks, decimal points. An empty
// field, NA and NaN are missing values; empty lines and a first line of column names are passed
// over. Errors: Unavailable, with the line that is wrong.
Result<std::vector<CsvSeries>> readSeriesCsv(QIODevice &input);

// A field as CSV has it: in quotation marks where it has to be.
QString csvField(const QString &text);

} // namespace Orion
