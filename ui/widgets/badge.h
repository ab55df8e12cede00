#pragma once

#include "models/domain/enums.h"

#include <QStyleOptionViewItem>
#include <QWidget>

namespace Orion
{

class Theme;

enum class BadgeTone
{
    Neutral,
    Good,
    Info,
    Warning,
    Bad
};

// A state in words and in how it is shown.
struct StatusLook
{
    QString text; // translated
    BadgeTone tone = BadgeTone::Neutral;
};
StatusLook lookOf(SubscriptionStatus status);
StatusLook lookOf(WebhookStatus status);
StatusLook lookOfInvoiceStatus(const QString &stripeStatus); // draft open paid uncollectible void

// A short word on a coloured ground, with a dot so that colour is not all there is.
class StatusBadge : public QWidget
{
    Q_OBJECT

public:
    explicit StatusBadge(Theme &theme, QWidget *parent = nullptr);

    void setLook(const StatusLook &look);
    const StatusLook &look() const { return m_look; }
    QSize sizeHint() const override;

    // The same inside a cell or another painting; left-aligned, centred vertically.
    static void paint(QPainter *painter, const QRect &rect, const StatusLook &look,
                      const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    StatusLook m_look;
};

} // namespace Orion
