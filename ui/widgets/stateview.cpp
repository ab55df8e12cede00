#include "ui/widgets/stateview.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace Orion
{

namespace
{

constexpr std::chrono::milliseconds patience{150};
constexpr int usualTextWidth = 360;

} // namespace

StateView::StateView(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(Formats::secondary(new QLabel(this)))
    , m_button(new QPushButton(this))
{
    m_title->setFont(theme.headingFont());
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setFixedWidth(usualTextWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Space::one);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_icon, m_title, m_text})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addSpacing(Space::half);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);

    m_loadingSoon.setSingleShot(true);
    m_loadingSoon.setInterval(patience);
    connect(&m_loadingSoon, &QTimer::timeout, this, [this] {
        m_skeleton = true;
        update();
    });
    connect(m_button, &QPushButton::clicked, this, &StateView::actionClicked);
    connect(&theme, &Theme::changed, this, &StateView::updateIcon);
    show({}, {}, {}, {});
}

void StateView::showLoading()
{
    show({}, {}, {}, {});
    setAccessibleName(tr("Loading"));
    m_loadingSoon.start();
}

void StateView::showEmpty(const QString &icon, const QString &title, const QString &text,
                          const QString &action)
{
    show(icon, title, text, action);
}

void StateView::showFailed(const Error &error)
{
    show(QStringLiteral("alert"), tr("This could not be loaded"),
         ServiceTexts::shown(error.message), tr("Try again"));
}

void StateView::setTextWidth(int width)
{
    m_text->setFixedWidth(width);
}

QString StateView::title() const
{
    return m_title->text();
}

QString StateView::text() const
{
    return m_text->text();
}

void StateView::show(const QString &icon, const QString &title, const QString &text,
                     const QString &action)
{
    m_loadingSoon.stop();
    m_skeleton = false;
    m_iconName = icon;
    m_icon->setVisible(!icon.isEmpty());
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_text->setText(text);
    // A centred item does not get the height that its width asks for by itself.
    m_text->ensurePolished();
    m_text->setFixedHeight(std::max(0, m_text->heightForWidth(m_text->width()))); // -1: no text
    m_text->setVisible(!text.isEmpty());
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    updateIcon();
    update();
}

void StateView::updateIcon()
{
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(m_theme.icon(m_iconName, Token::TextMuted).pixmap(32, 32));
}

// Quiet grey lines in the rhythm of the rows to come.
void StateView::paintEvent(QPaintEvent *)
{
    if (!m_skeleton)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor color = m_theme.color(Token::NeutralBack);
    for (int row = 0; row < 8; ++row) {
        color.setAlphaF(1.0F - float(row) * 0.11F);
        painter.setBrush(color);
        const int y = Space::two + row * Space::row;
        const int usable = width() - 2 * Space::two;
        painter.drawRoundedRect(Space::two, y, usable * (row % 3 + 4) / 16, 12, 4, 4);
        painter.drawRoundedRect(Space::two + usable / 2, y, usable / 8, 12, 4, 4);
        painter.drawRoundedRect(Space::two + usable * 13 / 16, y, usable * 3 / 16, 12, 4, 4);
    }
}

} // namespace Orion
