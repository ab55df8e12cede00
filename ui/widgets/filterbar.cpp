#include "ui/widgets/filterbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/searchfield.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace Orion
{

FilterBar::FilterBar(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QHBoxLayout(this))
    , m_reset(new QPushButton(tr("Clear filters"), this))
    , m_note(Formats::muted(new QLabel(this)))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(Space::one);
    m_reset->setProperty("look", QStringLiteral("quiet"));
    m_reset->hide();
    m_layout->addWidget(m_reset);
    m_layout->addStretch();
    m_layout->addWidget(m_note);
    connect(m_reset, &QPushButton::clicked, this, &FilterBar::resetRequested);
}

void FilterBar::addWidget(QWidget *widget)
{
    m_layout->insertWidget(m_layout->indexOf(m_reset), widget);
}

SearchField *FilterBar::addSearch(const QString &placeholder)
{
    auto *field = new SearchField(m_theme, placeholder, this);
    field->setFixedWidth(280);
    addWidget(field);
    return field;
}

QComboBox *FilterBar::addChoice(const QString &name, const QString &all)
{
    auto *box = new QComboBox(this);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumWidth(136);
    box->addItem(all, QVariant());
    addWidget(box);
    return box;
}

void FilterBar::setNote(const QString &text)
{
    m_note->setText(text);
}

void FilterBar::setResettable(bool some)
{
    m_reset->setVisible(some);
}

} // namespace Orion
