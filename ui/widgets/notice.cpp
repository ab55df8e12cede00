#include "ui/widgets/notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

namespace Orion
{

Notice::Notice(Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_button(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("notice"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(160);
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, Space::one, Space::one, Space::one);
    layout->setSpacing(Space::one);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_bar);
    layout->addWidget(m_button);
    layout->addWidget(m_close);
    hide();

    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, &Notice::actionClicked);
    connect(&theme, &Theme::changed, this, &Notice::updateIcons);
}

void Notice::tell(Kind kind, const QString &text, const QString &action)
{
    m_kind = kind;
    setText(text);
    setAccessibleName(text);
    m_bar->setVisible(kind == Kind::Progress);
    m_close->setVisible(kind != Kind::Progress && !m_lasting);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    updateIcons();
    Formats::setTone(this, kind == Kind::Failure ? "bad" : kind == Kind::Success ? "good" : "");
    show();
}

void Notice::setText(const QString &text)
{
    m_text->setText(text);
}

QString Notice::text() const
{
    return m_text->text();
}

QString Notice::action() const
{
    return m_button->text();
}

void Notice::setProgressIcon(const QString &icon)
{
    m_progressIcon = icon;
}

void Notice::setLasting(const QString &icon)
{
    setProgressIcon(icon);
    m_lasting = true;
}

void Notice::setProgress(qint64 done, qint64 total)
{
    // In thousandths, for the bar counts in int. Without a total it shows only that it goes on.
    m_bar->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0)
        m_bar->setValue(int(std::min<qint64>(1000, done * 1000 / total)));
}

void Notice::updateIcons()
{
    struct Look
    {
        QString icon;
        Token token;
    };
    const Look look = m_kind == Kind::Failure   ? Look{QStringLiteral("alert"), Token::Bad}
                      : m_kind == Kind::Success ? Look{QStringLiteral("check"), Token::Good}
                      : m_kind == Kind::Info    ? Look{QStringLiteral("info"), Token::TextSecondary}
                                                : Look{m_progressIcon, Token::TextSecondary};
    m_icon->setPixmap(m_theme.icon(look.icon, look.token).pixmap(16, 16));
    m_close->setIcon(m_theme.icon(QStringLiteral("close")));
}

} // namespace Orion
