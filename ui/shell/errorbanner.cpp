#include "ui/shell/errorbanner.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace Orion
{

BannerText bannerOf(const Error &error)
{
    const auto words = [](const char *text) {
        return QCoreApplication::translate("ErrorBanner", text);
    };
    switch (error.code) {
    case ErrorCode::DatabaseUnavailable:
        return {words(QT_TRANSLATE_NOOP("ErrorBanner",
                                        "The database cannot be reached. Nothing was changed; the "
                                        "console connects again by itself.")),
                false};
    case ErrorCode::SchemaOutdated:
    case ErrorCode::SchemaTooNew:
    case ErrorCode::ConfigurationInvalid:
        return {ServiceTexts::shown(error.message), true};
    case ErrorCode::RateLimited:
    case ErrorCode::Timeout:
    case ErrorCode::Unavailable:
    case ErrorCode::Conflict:
        return {ServiceTexts::shown(error.message), false};
    case ErrorCode::Internal:
        return {words(QT_TRANSLATE_NOOP("ErrorBanner",
                                        "Something unexpected went wrong; nothing was changed. "
                                        "Try again, and tell the developers if it stays.")),
                true};
    default:
        return {ServiceTexts::shown(error.message), true};
    }
}

ErrorBanner::ErrorBanner(Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("banner"));
    m_text->setWordWrap(true);
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close"));
    m_close->setIcon(theme.icon(QStringLiteral("close")));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::one, Space::two, Space::one);
    layout->setSpacing(Space::one);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    setMinimumHeight(40);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void ErrorBanner::show(const BannerText &banner, bool closable)
{
    m_text->setText(banner.text);
    m_close->setVisible(closable);
    const Token token = banner.bad ? Token::Bad : Token::Warning;
    const QString icon = m_lost ? QStringLiteral("offline") : QStringLiteral("alert");
    m_icon->setPixmap(m_theme.icon(icon, token).pixmap(18, 18));
    Formats::setTone(this, banner.bad ? "bad" : "warning");
    setAccessibleName(banner.text);
    setVisible(true);
}

void ErrorBanner::showError(const Error &error)
{
    if (m_lost || error.code == ErrorCode::Cancelled)
        return;
    show(bannerOf(error), true);
}

void ErrorBanner::showLost(const QString &text)
{
    m_lost = true;
    show({text, false}, false);
}

void ErrorBanner::clearLost()
{
    if (!m_lost)
        return;
    m_lost = false;
    hide();
}

QString ErrorBanner::text() const
{
    return isHidden() ? QString() : m_text->text();
}

} // namespace Orion
