#pragma once

#include "models/domain/result.h"
#include "ui/charts/timechartdata.h"

#include <QByteArray>

namespace Orion
{

class TimeChart;

// What a chart shows now, in the present theme, with title and legend. A file appears only when it
// is complete; one that was there before stays as it was until then. Errors say what to do.
Result<void> saveChartPng(const TimeChart &chart, const QString &path); // 1920×1080 px
Result<void> saveChartSvg(const TimeChart &chart, const QString &path); // text stays text
Result<void> saveChartCsv(const TimeChart &chart, const QString &path); // the days in view

// UTF-8, RFC 4180: the day, then each line, then the lower and upper end of each band. Days as in
// ISO 8601, numbers with a point. A name that a spreadsheet would take for a formula has ' before
// it. Invalid days: from the first, to the last.
QByteArray chartCsv(const TimeChartData &data, const QDate &first = {}, const QDate &last = {});

} // namespace Orion
