#pragma once

#include "ui/widgets/badge.h"

#include <QWidget>

namespace Orion
{

// A line of a MiniTable.
struct MiniRow
{
    QString key; // of what a click opens; empty: nothing
    QString text;
    QString second;   // quieter, after the text
    StatusLook badge; // no text: none
    QString right;    // a number or a time
};

// A few lines inside a card, painted: recent invoices, events, changes. The arrow keys move, Enter
// or a click opens.
class MiniTable : public QWidget
{
    Q_OBJECT

public:
    explicit MiniTable(Theme &theme, QWidget *parent = nullptr);

    void setRows(std::vector<MiniRow> rows, const QString &whenEmpty);
    const std::vector<MiniRow> &rows() const { return m_rows; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

Q_SIGNALS:
    void opened(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setLit(int row);
    void open(int row);
    void paintRow(QPainter &painter, const QRect &rect, const MiniRow &row) const;

    Theme &m_theme;
    std::vector<MiniRow> m_rows;
    QString m_whenEmpty;
    int m_lit = -1;
    int m_badgeColumn = 0; // width of the widest badge, so that they stand in line
    int m_rightColumn = 0;
};

} // namespace Orion
