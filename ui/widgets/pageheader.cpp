#include "ui/widgets/pageheader.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <QHBoxLayout>
#include <QLabel>

namespace Orion
{

PageHeader::PageHeader(Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_note(Formats::muted(new QLabel(this)))
    , m_actions(new QHBoxLayout)
{
    auto *name = new QLabel(title, this);
    name->setFont(theme.titleFont());
    m_actions->setSpacing(Space::one);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(name, 0, Qt::AlignVCenter);
    layout->addWidget(m_note, 1, Qt::AlignVCenter);
    layout->addLayout(m_actions);
    setFixedHeight(Space::field);
}

void PageHeader::setNote(const QString &text)
{
    m_note->setText(text);
}

void PageHeader::addAction(QWidget *widget)
{
    m_actions->addWidget(widget);
}

} // namespace Orion
