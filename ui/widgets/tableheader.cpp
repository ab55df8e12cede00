#include "ui/widgets/tableheader.h"

#include "ui/theme/theme.h"

#include <QHoverEvent>
#include <QPainter>

namespace Orion
{

namespace
{

constexpr int cellPadding = 12; // as in the cells
constexpr int arrow = 12;

} // namespace

TableHeader::TableHeader(Theme &theme, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme)
{
    setFont(theme.smallFont());
    setFixedHeight(36);
    setMinimumSectionSize(56);
    setHighlightSections(false);
    setSectionsClickable(true);
    setAttribute(Qt::WA_Hover);
}

void TableHeader::setSorted(int column, Qt::SortOrder order)
{
    m_sorted = column;
    m_order = order;
    viewport()->update();
}

void TableHeader::setSortable(int column, bool sortable)
{
    if (sortable)
        m_sortable.append(column);
}

bool TableHeader::event(QEvent *event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverLeave) {
        const int column =
            event->type() == QEvent::HoverLeave
                ? -1
                : logicalIndexAt(static_cast<QHoverEvent *>(event)->position().toPoint());
        if (column != m_hovered) {
            m_hovered = column;
            viewport()->update();
        }
    }
    return QHeaderView::event(event);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    painter->save();
    painter->fillRect(rect, m_theme.color(Token::Surface));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1),
                      m_theme.color(Token::Border));
    const bool lit = column == m_sorted || (column == m_hovered && m_sortable.contains(column));
    painter->setFont(font());
    painter->setPen(m_theme.color(lit ? Token::Text : Token::TextMuted));
    const QString title = model()->headerData(column, Qt::Horizontal).toString();
    const auto alignment =
        Qt::Alignment(model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const QRect inner = rect.adjusted(cellPadding, 0, -cellPadding, 0);
    const QString shown = fontMetrics().elidedText(title, Qt::ElideRight, inner.width());
    painter->drawText(inner, int(alignment | Qt::AlignVCenter), shown);
    if (column == m_sorted) {
        const int width = fontMetrics().horizontalAdvance(shown);
        const bool right = alignment.testFlag(Qt::AlignRight);
        const int x = right ? inner.right() - width - arrow - 3 : inner.left() + width + 4;
        const QString name = m_order == Qt::AscendingOrder ? QStringLiteral("arrow-up")
                                                           : QStringLiteral("arrow-down");
        m_theme.icon(name, Token::Text)
            .paint(painter, QRect(x, inner.center().y() - arrow / 2 + 1, arrow, arrow));
    }
    painter->restore();
}

} // namespace Orion
