#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include "models/tables/pagedtablemodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/tableheader.h"
#include "ui/widgets/usagemeter.h"

namespace Orion
{

namespace
{

constexpr int cellPadding = 12;

} // namespace

TableView::TableView(Theme &theme, QWidget *parent)
    : QTableView(parent)
{
    setItemDelegate(new TableDelegate(theme, this));
    setHorizontalHeader(new TableHeader(theme, this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Space::row);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
}

TableHeader *TableView::header() const
{
    return static_cast<TableHeader *>(horizontalHeader());
}

// QTableView would choose the first row, and a choice opens its detail: only the person chooses.
void TableView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    setHovered(rowAt(event->position().toPoint().y()));
}

void TableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHovered(-1);
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid()) {
        Q_EMIT activated(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::setHovered(int row)
{
    if (row == m_hovered)
        return;
    m_hovered = row;
    viewport()->update();
}

TableDelegate::TableDelegate(Theme &theme, TableView *view)
    : QStyledItemDelegate(view)
    , m_theme(theme)
    , m_view(view)
{}

void TableDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, m_theme.color(Token::Selected));
    else if (index.row() == m_view->hoveredRow())
        painter->fillRect(option.rect, m_theme.color(Token::Hover));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      m_theme.color(Token::Border));
    if (selected && index.column() == 0 && m_view->hasFocus())
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                          m_theme.color(Token::Accent));
}

void TableDelegate::paintText(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const QString second = index.data(SecondaryTextRole).toString();
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QVariant color = index.data(Qt::ForegroundRole);
    const QVariant font = index.data(Qt::FontRole);
    if (font.isValid())
        painter->setFont(font.value<QFont>());
    const QFontMetrics metrics = painter->fontMetrics();
    painter->setPen(color.isValid() ? color.value<QColor>() : m_theme.color(Token::Text));
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter->drawText(rect, int(alignment) | Qt::TextSingleLine, shown);
    if (second.isEmpty())
        return;
    const QRect rest = rect.adjusted(metrics.horizontalAdvance(shown) + Space::one, 0, 0, 0);
    if (rest.width() < 80) // a stump says nothing
        return;
    painter->setPen(m_theme.color(Token::TextMuted));
    painter->drawText(rest, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                      metrics.elidedText(second, Qt::ElideRight, rest.width()));
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    painter->save();
    paintGround(painter, option, index);
    painter->setFont(option.font);
    const QRect inner = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
    const QVariant badge = index.data(BadgeRole);
    const QVariant usage = index.data(UsageRole);
    if (badge.isValid()) {
        StatusBadge::paint(painter, inner,
                           {index.data(Qt::DisplayRole).toString(), BadgeTone(badge.toInt())},
                           m_theme);
    } else if (usage.isValid()) {
        const QVariantList values = usage.toList();
        Usage shown{values.at(0).toLongLong(), std::nullopt};
        if (!values.at(1).isNull())
            shown.limit = values.at(1).toLongLong();
        UsageMeter::paintCell(painter, inner, shown, m_theme);
    } else {
        paintText(painter, inner, index);
    }
    painter->restore();
}

} // namespace Orion
