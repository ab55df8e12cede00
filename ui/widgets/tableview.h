#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace Orion
{

class TableHeader;
class Theme;

// The console's table: whole rows, a row lit under the pointer, Enter and double click open,
// drawn by TableDelegate.
class TableView : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(Theme &theme, QWidget *parent = nullptr);

    int hoveredRow() const { return m_hovered; }
    TableHeader *header() const;
    void layOutNow() { executeDelayedItemsLayout(); } // so that positions are right

protected:
    void focusInEvent(QFocusEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setHovered(int row);

    int m_hovered = -1;
};

// Draws cells by the roles of TableRole: badges, small meters, a second quieter text.
class TableDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    TableDelegate(Theme &theme, TableView *view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintGround(QPainter *painter, const QStyleOptionViewItem &option,
                     const QModelIndex &index) const;
    void paintText(QPainter *painter, const QRect &rect, const QModelIndex &index) const;

    Theme &m_theme;
    TableView *m_view;
};

} // namespace Orion
