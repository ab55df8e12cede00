#include "ui/widgets/minitable.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace Orion
{

namespace
{

constexpr int rowHeight = 32;

} // namespace

MiniTable::MiniTable(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MiniTable::setRows(std::vector<MiniRow> rows, const QString &whenEmpty)
{
    m_rows = std::move(rows);
    m_whenEmpty = whenEmpty;
    m_lit = -1;
    m_badgeColumn = 0;
    m_rightColumn = 0;
    StatusBadge measure(m_theme);
    for (const MiniRow &row : m_rows) {
        if (!row.badge.text.isEmpty()) {
            measure.setLook(row.badge);
            m_badgeColumn = std::max(m_badgeColumn, measure.sizeHint().width());
        }
        m_rightColumn = std::max(m_rightColumn, fontMetrics().horizontalAdvance(row.right));
    }
    const bool some = std::any_of(m_rows.begin(), m_rows.end(),
                                  [](const MiniRow &row) { return !row.key.isEmpty(); });
    setFocusPolicy(some ? Qt::StrongFocus : Qt::NoFocus);
    updateGeometry();
    update();
}

QSize MiniTable::sizeHint() const
{
    return {320, rowHeight * std::max(1, int(m_rows.size()))};
}

void MiniTable::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_rows.empty()) {
        painter.setPen(m_theme.color(Token::TextMuted));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, m_whenEmpty);
        return;
    }
    for (int i = 0; i < int(m_rows.size()); ++i) {
        const QRect line(0, i * rowHeight, width(), rowHeight);
        if (i == m_lit && !m_rows[std::size_t(i)].key.isEmpty())
            painter.fillRect(line, m_theme.color(hasFocus() ? Token::Selected : Token::Hover));
        if (i > 0)
            painter.fillRect(QRect(0, line.top(), width(), 1), m_theme.color(Token::Border));
        paintRow(painter, line, m_rows[std::size_t(i)]);
    }
}

void MiniTable::paintRow(QPainter &painter, const QRect &rect, const MiniRow &row) const
{
    painter.setFont(font());
    painter.setPen(m_theme.color(Token::TextSecondary));
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, row.right);
    QRect rest = rect.adjusted(0, 0, -(m_rightColumn + Space::two), 0);
    if (m_badgeColumn > 0) {
        const QRect place(rest.right() - m_badgeColumn, rect.top(), m_badgeColumn + 1,
                          rect.height());
        StatusBadge::paint(&painter, place, row.badge, m_theme);
        rest.setRight(place.left() - Space::one);
    }
    const QFontMetrics metrics = fontMetrics();
    painter.setPen(m_theme.color(Token::Text));
    const QString text = metrics.elidedText(row.text, Qt::ElideRight, rest.width());
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, text);
    rest.setLeft(rest.left() + metrics.horizontalAdvance(text) + Space::one);
    if (rest.width() < 32)
        return;
    painter.setPen(m_theme.color(Token::TextMuted));
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.second, Qt::ElideRight, rest.width()));
}

void MiniTable::setLit(int row)
{
    if (row >= int(m_rows.size()))
        row = -1;
    if (row == m_lit)
        return;
    m_lit = row;
    const bool opens = row >= 0 && !m_rows[std::size_t(row)].key.isEmpty();
    setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void MiniTable::open(int row)
{
    if (row >= 0 && row < int(m_rows.size()) && !m_rows[std::size_t(row)].key.isEmpty())
        Q_EMIT opened(m_rows[std::size_t(row)].key);
}

void MiniTable::mouseMoveEvent(QMouseEvent *event)
{
    setLit(int(event->position().y()) / rowHeight);
}

void MiniTable::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        open(int(event->position().y()) / rowHeight);
}

void MiniTable::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    setLit(-1);
}

void MiniTable::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_rows.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Down:
        setLit(std::min(m_lit + 1, last));
        return;
    case Qt::Key_Up:
        setLit(std::max(m_lit - 1, 0));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        open(m_lit);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace Orion
