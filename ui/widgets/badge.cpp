#include "ui/widgets/badge.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>

namespace Orion
{

namespace
{

constexpr int badgeHeight = 20;
constexpr int dot = 6;

struct TonePair
{
    Token text;
    Token back;
};

TonePair tokensOf(BadgeTone tone)
{
    switch (tone) {
    case BadgeTone::Good:
        return {Token::Good, Token::GoodBack};
    case BadgeTone::Info:
        return {Token::Info, Token::InfoBack};
    case BadgeTone::Warning:
        return {Token::Warning, Token::WarningBack};
    case BadgeTone::Bad:
        return {Token::Bad, Token::BadBack};
    case BadgeTone::Neutral:
        break;
    }
    return {Token::TextSecondary, Token::NeutralBack};
}

int widthOf(const QString &text, const QFont &font)
{
    return 8 + dot + 6 + QFontMetrics(font).horizontalAdvance(text) + 8;
}

QString words(const char *text)
{
    return QCoreApplication::translate("StatusBadge", text);
}

} // namespace

StatusLook lookOf(SubscriptionStatus status)
{
    switch (status) {
    case SubscriptionStatus::Trial:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Trial")), BadgeTone::Info};
    case SubscriptionStatus::Active:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Active")), BadgeTone::Good};
    case SubscriptionStatus::PastDue:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Past due")), BadgeTone::Bad};
    case SubscriptionStatus::Cancelled:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Cancelled")), BadgeTone::Neutral};
    case SubscriptionStatus::Expired:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Expired")), BadgeTone::Neutral};
    case SubscriptionStatus::Paused:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Paused")), BadgeTone::Warning};
    case SubscriptionStatus::Incomplete:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Incomplete")), BadgeTone::Warning};
    }
    return {};
}

StatusLook lookOf(WebhookStatus status)
{
    switch (status) {
    case WebhookStatus::Received:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Received")), BadgeTone::Info};
    case WebhookStatus::Processed:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Processed")), BadgeTone::Good};
    case WebhookStatus::Ignored:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Ignored")), BadgeTone::Neutral};
    case WebhookStatus::Superseded:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Superseded")), BadgeTone::Neutral};
    case WebhookStatus::Failed:
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Failed")), BadgeTone::Bad};
    }
    return {};
}

StatusLook lookOfInvoiceStatus(const QString &stripeStatus)
{
    if (stripeStatus == QLatin1String("paid"))
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Paid")), BadgeTone::Good};
    if (stripeStatus == QLatin1String("open"))
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Open")), BadgeTone::Warning};
    if (stripeStatus == QLatin1String("draft"))
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Draft")), BadgeTone::Info};
    if (stripeStatus == QLatin1String("uncollectible"))
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Uncollectible")), BadgeTone::Bad};
    if (stripeStatus == QLatin1String("void"))
        return {words(QT_TRANSLATE_NOOP("StatusBadge", "Void")), BadgeTone::Neutral};
    return {stripeStatus, BadgeTone::Neutral};
}

StatusBadge::StatusBadge(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusBadge::setLook(const StatusLook &look)
{
    m_look = look;
    setVisible(!look.text.isEmpty());
    setAccessibleName(look.text);
    updateGeometry();
    update();
}

QSize StatusBadge::sizeHint() const
{
    return {widthOf(m_look.text, m_theme.smallFont()), badgeHeight};
}

void StatusBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(&painter, rect(), m_look, m_theme);
}

void StatusBadge::paint(QPainter *painter, const QRect &rect, const StatusLook &look,
                        const Theme &theme)
{
    if (look.text.isEmpty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QFont font = theme.smallFont();
    const int width = std::min(widthOf(look.text, font), rect.width());
    const QRect box(rect.left(), rect.center().y() - badgeHeight / 2 + 1, width, badgeHeight);
    const auto [text, back] = tokensOf(look.tone);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(back));
    painter->drawRoundedRect(box, 4, 4);
    painter->setBrush(theme.color(text));
    painter->drawEllipse(QRectF(box.left() + 8, box.center().y() - dot / 2.0 + 0.5, dot, dot));
    painter->setFont(font);
    painter->setPen(theme.color(text));
    const QRect words = box.adjusted(8 + dot + 6, 0, -4, 0);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetrics(font).elidedText(look.text, Qt::ElideRight, words.width() + 4));
    painter->restore();
}

} // namespace Orion
