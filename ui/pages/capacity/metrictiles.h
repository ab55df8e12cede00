#pragma once

#include "services/capacity/metricoutlook.h"

#include <QWidget>

#include <map>
#include <span>

class QButtonGroup;
class QGridLayout;

namespace Orion
{

class MetricTile;
class Theme;

// All metrics side by side, of which one is chosen: by a click, the arrow keys, or its number. In
// two rows where there is little room. Lives on the GUI thread.
class MetricTiles : public QWidget
{
    Q_OBJECT

public:
    explicit MetricTiles(Theme &theme, QWidget *parent = nullptr);

    // The snapshots in the order of their days; the change is over the days from first to last.
    void showSnapshots(std::span<const CapacitySnapshot> snapshots, const QDate &first,
                       const QDate &last);
    void setCurrent(PlatformMetric metric); // without chosen()
    MetricTile *tile(PlatformMetric metric) const { return m_tiles.at(metric); }

Q_SIGNALS:
    void chosen(Orion::PlatformMetric metric); // by the person

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    std::map<PlatformMetric, MetricTile *> m_tiles;
    QButtonGroup *m_group;
    QGridLayout *m_grid;
    bool m_showsStorage = true;
    int m_columns = 0;
};

} // namespace Orion
