#include "ui/widgets/segmented.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace Orion
{

Segmented::Segmented(const QString &name, QWidget *parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("segments"));
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    connect(m_group, &QButtonGroup::idClicked, this, &Segmented::chosen);
}

QToolButton *Segmented::addChoice(int value, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip.isEmpty() ? text : toolTip);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("look", QStringLiteral("segment"));
    m_group->addButton(button, value);
    layout()->addWidget(button);
    button->ensurePolished();
    button->setMinimumWidth(button->sizeHint().width()); // words are never cut
    return button;
}

void Segmented::setCurrent(int value)
{
    QAbstractButton *wanted = m_group->button(value);
    // Tab goes to the one that holds, as it does after a click; to all where none does.
    for (QAbstractButton *button : m_group->buttons())
        button->setFocusPolicy(!wanted || button == wanted ? Qt::StrongFocus : Qt::ClickFocus);
    if (wanted) {
        wanted->setChecked(true);
        return;
    }
    m_group->setExclusive(false);
    for (QAbstractButton *button : m_group->buttons())
        button->setChecked(false);
    m_group->setExclusive(true);
}

int Segmented::current() const
{
    return m_group->checkedId();
}

QToolButton *Segmented::button(int value) const
{
    return qobject_cast<QToolButton *>(m_group->button(value));
}

} // namespace Orion
