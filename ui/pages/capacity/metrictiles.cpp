#include "ui/pages/capacity/metrictiles.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QShortcut>

#include "models/domain/growth.h"
#include "ui/pages/capacity/capacitywords.h"
#include "ui/pages/capacity/metrictile.h"
#include "ui/theme/theme.h"

namespace Orion
{

namespace
{

const GrowthTrend *trendOf(const GrowthTrends &growth, PlatformMetric metric)
{
    const QString name = toText(metric);
    const auto found = std::ranges::find(growth.trends, name, &GrowthTrend::metric);
    return found == growth.trends.end() ? nullptr : &*found;
}

TileContent contentOf(const CapacitySnapshot &latest, const GrowthTrend *trend,
                      PlatformMetric metric)
{
    TileContent content;
    content.name = CapacityWords::name(metric);
    const auto value = valueOf(latest, metric, Measure::Amount);
    content.value =
        value ? CapacityWords::value(metric, Measure::Amount, *value) : QStringLiteral("–");
    if (trend)
        content.change = CapacityWords::change(trend->growthRatePercent);
    if (const auto standing = limitStanding(latest, metric)) {
        content.usage = Usage{standing->used, standing->limit};
        content.standing = CapacityWords::standing(metric, *standing);
    } else {
        content.standing = MetricTiles::tr("No limit");
    }
    return content;
}

QString toolTipOf(const CapacitySnapshot &latest, const GrowthTrend *trend, PlatformMetric metric)
{
    QStringList lines;
    if (trend)
        lines.append(MetricTiles::tr("From %1 to %2 in %3 days")
                         .arg(CapacityWords::value(metric, Measure::Amount, trend->startValue),
                              CapacityWords::value(metric, Measure::Amount, trend->currentValue))
                         .arg(trend->coveredDays));
    if (const auto standing = limitStanding(latest, metric))
        lines.append(CapacityWords::scope(metric, *standing));
    lines.append(MetricTiles::tr("Key %1").arg(int(metric) + 1));
    return lines.join(u'\n');
}

} // namespace

MetricTiles::MetricTiles(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_grid(new QGridLayout(this))
{
    setAccessibleName(tr("Metric"));
    m_grid->setContentsMargins({});
    m_grid->setSpacing(Space::one);
    for (const PlatformMetric metric : allPlatformMetrics) {
        auto *tile = new MetricTile(theme, this);
        m_tiles.emplace(metric, tile);
        m_group->addButton(tile, int(metric));
        auto *shortcut = new QShortcut(QKeySequence(int(Qt::Key_1) + int(metric)), tile);
        connect(shortcut, &QShortcut::activated, tile, &QAbstractButton::click);
    }
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        setCurrent(PlatformMetric(id));
        Q_EMIT chosen(PlatformMetric(id));
    });
    arrange();
}

void MetricTiles::showSnapshots(std::span<const CapacitySnapshot> snapshots, const QDate &first,
                                const QDate &last)
{
    if (snapshots.empty())
        return;
    const CapacitySnapshot &latest = snapshots.back();
    const GrowthTrends growth = growthTrends(snapshots, first, last);
    for (const auto &[metric, tile] : m_tiles) {
        const GrowthTrend *trend = trendOf(growth, metric);
        tile->setContent(contentOf(latest, trend, metric));
        tile->setToolTip(toolTipOf(latest, trend, metric));
    }
    m_showsStorage = std::ranges::any_of(
        snapshots, [](const CapacitySnapshot &day) { return day.storageUsedGb.has_value(); });
    m_columns = 0;
    arrange();
}

void MetricTiles::setCurrent(PlatformMetric metric)
{
    m_tiles.at(metric)->setChecked(true);
    // Tab goes to the chosen one only, as it does after a click; the arrow keys to the others.
    for (const auto &[other, tile] : m_tiles)
        tile->setFocusPolicy(other == metric ? Qt::StrongFocus : Qt::ClickFocus);
    setFocusProxy(m_tiles.at(metric));
    // Chosen by its number, it does not leave the focus at another.
    if (isAncestorOf(window()->focusWidget()))
        m_tiles.at(metric)->setFocus();
}

void MetricTiles::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

// One row where all fit, else two.
void MetricTiles::arrange()
{
    const int count = int(m_tiles.size()) - (m_showsStorage ? 0 : 1);
    const int each = MetricTile::leastWidth + m_grid->spacing();
    const int columns = count * each <= width() + m_grid->spacing() ? count : (count + 1) / 2;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int column = 0; column < int(m_tiles.size()); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    int place = 0;
    for (const auto &[metric, tile] : m_tiles) {
        const bool isShown = m_showsStorage || metric != PlatformMetric::Storage;
        tile->setVisible(isShown);
        if (isShown) {
            m_grid->removeWidget(tile);
            m_grid->addWidget(tile, place / columns, place % columns);
            ++place;
        }
    }
}

} // namespace Orion
