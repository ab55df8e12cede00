#pragma once

#include "ui/charts/timechartdata.h"

#include <QChartView>

#include <memory>

namespace Orion
{

class Theme;

// Values over days, to zoom, pan and point at. Shows nothing but its frame without data: the page
// puts a StateView there. Lives on the GUI thread.
//
// The wheel zooms around the pointed day, dragging pans, Shift and dragging zooms to a span, a
// double click shows everything. Left and Right walk the pointed day, with Ctrl or Shift they pan;
// + and - zoom, Home and End go to the first and last day, 0 and Escape show everything. Never
// beyond the data, never fewer than seven days.
class TimeChart : public QChartView
{
    Q_OBJECT

public:
    explicit TimeChart(Theme &theme, QWidget *parent = nullptr);
    ~TimeChart() override;

    void setData(TimeChartData data); // keeps the days in view where they still have data
    const TimeChartData &data() const;

    void showDays(const QDate &first, const QDate &last);
    void showAll();
    QDate firstDay() const; // in view; invalid without data
    QDate lastDay() const;

    void pointAt(const QDate &day); // the nearest day with values; invalid: at none
    QDate pointedDay() const;       // invalid: none
    QString pointedText() const;    // what the card says about it, a line each; empty without a day

    Theme &theme() const;

    QSize sizeHint() const override { return {720, 320}; }
    QSize minimumSizeHint() const override { return {320, 160}; }

Q_SIGNALS:
    void daysChanged(const QDate &first, const QDate &last); // by whatever means
    void pointedDayChanged(const QDate &day);                // invalid: none
};

} // namespace Orion
