#include "ui/widgets/formfield.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>

namespace Orion
{

FormField::FormField(const QString &label, QWidget *field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_note(new QLabel(this))
{
    auto *name = Formats::secondary(new QLabel(label, this));
    name->setBuddy(field);
    name->setFixedWidth(120);
    name->setMinimumHeight(Space::field);
    name->setWordWrap(true);
    field->setAccessibleName(label);
    m_note->setWordWrap(true);
    m_note->hide();
    QFont small = m_note->font();
    small.setPixelSize(12);
    m_note->setFont(small);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(Space::half);
    grid->addWidget(name, 0, 0, Qt::AlignTop);
    // A field of fixed width stays at the left instead of pulling the line together.
    const bool fixed = field->maximumWidth() < QWIDGETSIZE_MAX;
    grid->addWidget(field, 0, 1, fixed ? Qt::Alignment(Qt::AlignLeft) : Qt::Alignment());
    grid->addWidget(m_note, 1, 1);
    grid->setColumnStretch(1, 1);
}

void FormField::setProblem(const QString &text)
{
    if (text == m_problem)
        return;
    m_problem = text;
    QWidget *target = m_field;
    if (auto *proxy = qobject_cast<QLineEdit *>(m_field->focusProxy()))
        target = proxy;
    target->setProperty("invalid", !text.isEmpty());
    target->style()->unpolish(target);
    target->style()->polish(target);
    updateNote();
}

void FormField::setHint(const QString &text)
{
    m_hint = text;
    updateNote();
}

void FormField::setHintTone(const char *tone)
{
    m_hintTone = tone;
    updateNote();
}

void FormField::updateNote()
{
    const bool wrong = !m_problem.isEmpty();
    const QString text = wrong ? m_problem : m_hint;
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
    m_field->setAccessibleDescription(text);
    Formats::setTone(m_note, wrong ? "bad" : m_hintTone.constData());
}

} // namespace Orion
