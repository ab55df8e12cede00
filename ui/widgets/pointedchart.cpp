#include "ui/widgets/pointedchart.h"

#include <QAbstractAxis>
#include <QChart>
#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLegend>
#include <QMouseEvent>
#include <QToolTip>

#include "ui/theme/theme.h"

#include <cmath>

namespace Orion
{

PointedChart::PointedChart(Theme &theme, int height, QWidget *parent)
    : QChartView(parent)
    , m_theme(theme)
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(height);
    viewport()->setMouseTracking(true);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
}

void PointedChart::colorAxis(QAbstractAxis *axis) const
{
    axis->setGridLinePen(QPen(m_theme.color(Token::Border), 1));
    axis->setLabelsColor(m_theme.color(Token::TextMuted));
    axis->setLabelsFont(m_theme.smallFont());
}

double PointedChart::roundedUp(qint64 peak)
{
    double unit = 1;
    while (double(peak) > unit * 10)
        unit *= 10;
    return std::max(2.0, std::ceil(double(peak) / unit / 2) * 2) * unit;
}

int PointedChart::placeAt(const QPoint &position) const
{
    const QRectF plot = chart()->plotArea();
    if (places() == 0 || !plot.contains(mapToScene(position)))
        return -1;
    const double share = (mapToScene(position).x() - plot.left()) / plot.width();
    return std::clamp(int(share * places()), 0, places() - 1);
}

void PointedChart::point(int place)
{
    m_pointed = place;
    if (place < 0) {
        QToolTip::hideText();
        return;
    }
    const QRectF plot = chart()->plotArea();
    const double x = plot.left() + plot.width() * (place + 0.5) / places();
    const QString text = textOf(place);
    QToolTip::showText(viewport()->mapToGlobal(mapFromScene(QPointF(x, plot.top()))), text, this);
    setAccessibleDescription(text);
}

bool PointedChart::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        point(placeAt(static_cast<QHelpEvent *>(event)->pos()));
        return true;
    }
    return QChartView::viewportEvent(event);
}

void PointedChart::mouseReleaseEvent(QMouseEvent *event)
{
    QChartView::mouseReleaseEvent(event);
    if (const int place = placeAt(event->position().toPoint()); place >= 0)
        Q_EMIT picked(place);
}

void PointedChart::keyPressEvent(QKeyEvent *event)
{
    const int last = places() - 1;
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && m_pointed >= 0 && m_pointed <= last)
        Q_EMIT picked(m_pointed);
    else if (step != 0 && last >= 0)
        point(std::clamp(m_pointed < 0 ? last : m_pointed + step, 0, last));
    else
        event->ignore(); // Escape and the like are the page's
}

void PointedChart::focusOutEvent(QFocusEvent *event)
{
    point(-1);
    QChartView::focusOutEvent(event);
}

} // namespace Orion
