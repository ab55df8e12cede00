#include "ui/shell/navbutton.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace Orion
{

NavButton::NavButton(Theme &theme, const QString &icon, const QString &title,
                     const QKeySequence &shortcut, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icon(icon)
    , m_keys(shortcut.toString(QKeySequence::NativeText))
{
    setText(title);
    setAccessibleName(title);
    setToolTip(tr("%1 (%2)").arg(title, m_keys));
    setCheckable(true);
    setAutoExclusive(true);
    setFixedHeight(32);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void NavButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void NavButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void NavButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || hasFocus();
    painter.setPen(hasFocus() ? QPen(m_theme.color(Token::Accent)) : QPen(Qt::NoPen));
    if (isChecked())
        painter.setBrush(m_theme.color(Token::Selected));
    else if (lit)
        painter.setBrush(m_theme.color(Token::Hover));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

    const Token token = isChecked() ? Token::Accent : Token::TextSecondary;
    m_theme.icon(m_icon, token).paint(&painter, QRect(8, 7, 18, 18));
    QFont words = font();
    words.setWeight(isChecked() ? QFont::Medium : QFont::Normal);
    painter.setFont(words);
    painter.setPen(m_theme.color(isChecked() ? Token::Text : Token::TextSecondary));
    painter.drawText(rect().adjusted(36, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (lit) {
        painter.setFont(m_theme.smallFont());
        painter.setPen(m_theme.color(Token::TextMuted));
        painter.drawText(rect().adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, m_keys);
    }
}

} // namespace Orion
