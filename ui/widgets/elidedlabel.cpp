#include "ui/widgets/elidedlabel.h"

#include <QResizeEvent>

namespace Orion
{

ElidedLabel::ElidedLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_full = text;
    setAccessibleName(text);
    updateGeometry();
    setText(fontMetrics().elidedText(m_full, Qt::ElideRight, std::max(width(), 24)));
    setToolTip(this->text() == m_full ? QString() : m_full);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {24, QLabel::minimumSizeHint().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_full) + 2, fontMetrics().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    setText(fontMetrics().elidedText(m_full, Qt::ElideRight, event->size().width()));
    setToolTip(text() == m_full ? QString() : m_full);
}

} // namespace Orion
