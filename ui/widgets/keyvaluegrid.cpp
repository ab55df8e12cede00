#include "ui/widgets/keyvaluegrid.h"

#include "ui/widgets/formats.h"

#include <QGridLayout>
#include <QLabel>

namespace Orion
{

KeyValueGrid::KeyValueGrid(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnMinimumWidth(0, 112);
    m_grid->setColumnStretch(1, 1);
}

QLabel *KeyValueGrid::addText(const QString &name)
{
    auto *value = new QLabel(this);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setWordWrap(true);
    addWidget(name, value);
    return value;
}

void KeyValueGrid::addWidget(const QString &name, QWidget *value)
{
    auto *label = Formats::muted(new QLabel(name, this));
    m_grid->addWidget(label, m_rows, 0, Qt::AlignTop | Qt::AlignLeft);
    m_grid->addWidget(value, m_rows, 1);
    m_grid->setRowMinimumHeight(m_rows, 24);
    label->setMinimumHeight(24);
    ++m_rows;
}

void KeyValueGrid::setRowVisible(const QWidget *value, bool visible)
{
    int row = 0;
    int column = 0;
    int span = 0;
    m_grid->getItemPosition(m_grid->indexOf(value), &row, &column, &span, &span);
    for (int i = 0; i < 2; ++i)
        m_grid->itemAtPosition(row, i)->widget()->setVisible(visible);
    m_grid->setRowMinimumHeight(row, visible ? 24 : 0);
}

} // namespace Orion
