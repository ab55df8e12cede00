#include "ui/pages/capacity/metrictile.h"

#include <QEvent>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/usagemeter.h"

namespace Orion
{

namespace
{

constexpr int tileHeight = 92;
constexpr int usualWidth = 148;
constexpr int margin = 12;
constexpr int valueSize = 18;
constexpr int barHeight = 4;

QFont valueFont(const Theme &theme)
{
    QFont font = theme.titleFont();
    font.setPixelSize(valueSize);
    return font;
}

// Left-aligned, with an ellipsis where it has no room.
void drawLine(QPainter &painter, const QRect &rect, const QString &text)
{
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

MetricTile::MetricTile(Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MetricTile::setContent(const TileContent &content)
{
    m_content = content;
    setAccessibleName(content.name);
    QStringList said{content.value, content.change, content.standing};
    said.removeAll(QString());
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    update();
}

QSize MetricTile::sizeHint() const
{
    return {usualWidth, tileHeight};
}

QSize MetricTile::minimumSizeHint() const
{
    return {leastWidth / 2, tileHeight}; // while they are arranged anew
}

bool MetricTile::event(QEvent *event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave)
        update();
    return QAbstractButton::event(event);
}

void MetricTile::paintFrame(QPainter &painter) const
{
    const Token line = hasFocus() || isChecked() ? Token::Accent : Token::Border;
    const double width = hasFocus() ? 2 : 1;
    const Token back = isChecked() ? Token::Selected : underMouse() ? Token::Hover : Token::Surface;
    painter.setPen(QPen(m_theme.color(line), width));
    painter.setBrush(m_theme.color(back));
    const double inset = width / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 8, 8);
}

void MetricTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter);

    const QRect inner = rect().adjusted(margin, 10, -margin, -10);
    painter.setFont(m_theme.smallFont());
    painter.setPen(m_theme.color(Token::TextSecondary));
    drawLine(painter, QRect(inner.left(), inner.top(), inner.width(), 16), m_content.name);

    const QRect middle(inner.left(), inner.top() + 18, inner.width(), 26);
    const int changeWidth = painter.fontMetrics().horizontalAdvance(m_content.change);
    painter.setPen(m_theme.color(Token::TextMuted));
    painter.drawText(middle.adjusted(0, 4, 0, 0), Qt::AlignRight | Qt::AlignVCenter,
                     m_content.change);
    painter.setFont(valueFont(m_theme));
    painter.setPen(m_theme.color(Token::Text));
    drawLine(painter, middle.adjusted(0, 0, -changeWidth - 6, 0), m_content.value);

    if (m_content.usage)
        UsageMeter::paintBar(&painter,
                             QRectF(inner.left(), inner.top() + 49, inner.width(), barHeight),
                             *m_content.usage, m_theme);
    painter.setFont(m_theme.smallFont());
    painter.setPen(m_theme.color(m_content.usage ? Token::TextSecondary : Token::TextMuted));
    drawLine(painter, QRect(inner.left(), inner.bottom() - 15, inner.width(), 16),
             m_content.standing);
}

} // namespace Orion
