#pragma once

#include "ui/charts/timechartdata.h"

#include <QLabel>

namespace Orion
{

class Theme;

// What the lines, bands and areas of a chart are, in a line above it.
class ChartLegend : public QLabel
{
    Q_OBJECT

public:
    explicit ChartLegend(Theme &theme, QWidget *parent = nullptr);

    void showData(const TimeChartData &shown);

private:
    void update();

    struct Entry
    {
        QString sign;
        QString name;
        int color = 0;
        double opacity = 1;
    };

    Theme &m_theme;
    std::vector<Entry> m_entries;
};

} // namespace Orion
