#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;

namespace Orion
{

// Names at the left, values at the right, one pair a line.
class KeyValueGrid : public QWidget
{
    Q_OBJECT

public:
    explicit KeyValueGrid(QWidget *parent = nullptr);

    QLabel *addText(const QString &name); // returns the label of the value; selectable
    void addWidget(const QString &name, QWidget *value);
    void setRowVisible(const QWidget *value, bool visible);

private:
    QGridLayout *m_grid;
    int m_rows = 0;
};

} // namespace Orion
