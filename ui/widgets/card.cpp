#include "ui/widgets/card.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace Orion
{

Card::Card(Theme &theme, const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_header(new QHBoxLayout)
    , m_content(new QVBoxLayout)
{
    setObjectName(QStringLiteral("card"));
    m_title->setFont(theme.headingFont());
    m_header->setContentsMargins(Space::two, 12, Space::two, 0);
    m_header->setSpacing(Space::one);
    m_header->addWidget(m_title);
    m_header->addStretch();
    m_content->setContentsMargins(Space::two, 12, Space::two, Space::two);
    m_content->setSpacing(12);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(m_header);
    layout->addLayout(m_content, 1);
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    if (title.isEmpty())
        m_header->setContentsMargins({});
}

void Card::addToHeader(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Card::setContentMargins(int horizontal, int vertical)
{
    m_content->setContentsMargins(horizontal, vertical, horizontal, vertical);
}

QFrame *separatorLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setObjectName(QStringLiteral("line"));
    line->setFixedHeight(1);
    return line;
}

} // namespace Orion
