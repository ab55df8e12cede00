#include "ui/widgets/usagemeter.h"

#include "ui/theme/theme.h"

#include <QLocale>
#include <QPainter>

namespace Orion
{

namespace
{

bool isOver(const Usage &usage)
{
    return usage.limit && usage.used > *usage.limit;
}

constexpr double nearlyFull = 90.0;

} // namespace

UsageMeter::UsageMeter(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QString UsageMeter::describe(const Usage &usage)
{
    const QLocale locale;
    const QString used = locale.toString(usage.used);
    if (!usage.limit)
        return tr("%1 · unlimited").arg(used);
    const QString limit = locale.toString(*usage.limit);
    if (isOver(usage))
        return tr("%1 of %2 · %3 over")
            .arg(used, limit, locale.toString(usage.used - *usage.limit));
    return tr("%1 of %2").arg(used, limit);
}

void UsageMeter::setUsage(const QString &name, const Usage &usage)
{
    m_name = name;
    m_usage = usage;
    m_numbers = describe(usage);
    setAccessibleName(name);
    setAccessibleDescription(m_numbers);
    update();
}

QSize UsageMeter::sizeHint() const
{
    return {200, 32};
}

void UsageMeter::paintBar(QPainter *painter, const QRectF &rect, const Usage &usage,
                          const Theme &theme)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const double radius = rect.height() / 2;
    if (!usage.limit) {
        // Nothing to be full of: dots instead of a bar.
        painter->setBrush(theme.color(Token::BorderStrong));
        const double size = std::min(rect.height(), 3.0);
        for (double x = rect.left(); x + size <= rect.right(); x += 8)
            painter->drawEllipse(QRectF(x, rect.center().y() - size / 2, size, size));
        painter->restore();
        return;
    }
    painter->setBrush(theme.color(Token::Track));
    painter->drawRoundedRect(rect, radius, radius);
    const double percent = std::clamp(usage.percent().value_or(0.0), 0.0, 100.0);
    if (percent > 0) {
        const Token token = isOver(usage)           ? Token::Bad
                            : percent >= nearlyFull ? Token::Warning
                                                    : Token::Accent;
        painter->setBrush(theme.color(token));
        QRectF filled = rect;
        filled.setWidth(std::max(rect.height(), rect.width() * percent / 100.0));
        painter->drawRoundedRect(filled, radius, radius);
    }
    painter->restore();
}

void UsageMeter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect line(0, 0, width(), 20);
    painter.setPen(m_theme.color(Token::TextSecondary));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_name);
    painter.setPen(m_theme.color(isOver(m_usage) ? Token::Bad : Token::Text));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_numbers);
    paintBar(&painter, QRectF(0, 24, width(), 6), m_usage, m_theme);
}

void UsageMeter::paintCell(QPainter *painter, const QRect &rect, const Usage &usage,
                           const Theme &theme)
{
    const QLocale locale;
    const QString numbers = usage.limit
                                ? QStringLiteral("%1 / %2").arg(locale.toString(usage.used),
                                                                locale.toString(*usage.limit))
                                : locale.toString(usage.used);
    painter->save();
    painter->setFont(theme.smallFont());
    painter->setPen(theme.color(isOver(usage) ? Token::Bad : Token::Text));
    const int middle = rect.center().y();
    painter->drawText(QRect(rect.left(), middle - 15, rect.width(), 18),
                      Qt::AlignRight | Qt::AlignVCenter, numbers);
    painter->restore();
    paintBar(painter, QRectF(rect.left(), middle + 6, rect.width(), 4), usage, theme);
}

} // namespace Orion
