#include "ui/widgets/copylabel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>
#include <QToolButton>

namespace Orion
{

CopyLabel::CopyLabel(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_button(new QToolButton(this))
{
    m_text->setFont(theme.monospaceFont());
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_button->setIconSize({14, 14});
    m_button->setFixedSize(22, 22);
    m_button->setToolTip(tr("Copy"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Space::half);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    setFocusProxy(m_button);
    connect(m_button, &QToolButton::clicked, this, &CopyLabel::copy);
    connect(&theme, &Theme::changed, this, [this] { updateIcon(false); });
    updateIcon(false);
    setValue({});
}

void CopyLabel::setValue(const QString &value)
{
    m_value = value;
    m_button->setVisible(!value.isEmpty());
    m_button->setAccessibleName(tr("Copy %1").arg(value));
    setToolTip(value);
    elide();
}

void CopyLabel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    elide();
}

void CopyLabel::elide()
{
    const int room = std::max(24, width() - (m_value.isEmpty() ? 0 : 30));
    m_text->setText(
        m_text->fontMetrics().elidedText(Formats::orDash(m_value), Qt::ElideMiddle, room));
}

void CopyLabel::copy()
{
    QGuiApplication::clipboard()->setText(m_value);
    updateIcon(true);
    QTimer::singleShot(1200, this, [this] { updateIcon(false); });
}

void CopyLabel::updateIcon(bool copied)
{
    m_button->setIcon(copied ? m_theme.icon(QStringLiteral("check"), Token::Good)
                             : m_theme.icon(QStringLiteral("copy"), Token::TextMuted));
}

} // namespace Orion
