#pragma once

#include <QHeaderView>

namespace Orion
{

class Theme;

// Column titles that stand exactly over their cells, with a small arrow beside the one that orders
// the table.
class TableHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit TableHeader(Theme &theme, QWidget *parent = nullptr);

    void setSorted(int column, Qt::SortOrder order); // -1: none
    void setSortable(int column, bool sortable);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;
    bool event(QEvent *event) override;

private:
    Theme &m_theme;
    QList<int> m_sortable;
    int m_sorted = -1;
    int m_hovered = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace Orion
