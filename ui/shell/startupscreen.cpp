#include "ui/shell/startupscreen.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace Orion
{

StartupScreen::StartupScreen(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(QStringLiteral("Orion Billing"), this))
    , m_text(Formats::secondary(new QLabel(this)))
    , m_progress(new QProgressBar(this))
    , m_retry(new QPushButton(tr("Try again"), this))
    , m_quit(new QPushButton(tr("Quit"), this))
{
    setObjectName(QStringLiteral("startup"));
    setAttribute(Qt::WA_StyledBackground);
    setWindowTitle(QStringLiteral("Orion Billing"));
    auto *mark = new QLabel(this);
    mark->setPixmap(theme.icon(QStringLiteral("orion"), Token::Accent).pixmap(40, 40));
    m_title->setFont(theme.titleFont());
    m_text->setWordWrap(true);
    m_text->setMinimumHeight(60);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_retry->setProperty("look", QStringLiteral("primary"));

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::one);
    buttons->addStretch();
    buttons->addWidget(m_quit);
    buttons->addWidget(m_retry);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(40, 40, 40, Space::three);
    layout->setSpacing(12);
    layout->addWidget(mark);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addStretch();
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    setFixedSize(480, 320);
    connect(m_retry, &QPushButton::clicked, this, &StartupScreen::retryRequested);
    connect(m_quit, &QPushButton::clicked, this, &StartupScreen::quitRequested);
    showStep({});
}

void StartupScreen::showStep(const QString &text)
{
    m_title->setText(QStringLiteral("Orion Billing"));
    m_text->setText(text);
    m_progress->show();
    m_retry->hide();
    m_quit->hide();
}

void StartupScreen::showFailed(const Error &error)
{
    m_title->setText(tr("The console could not start"));
    m_text->setText(ServiceTexts::shown(error.message));
    m_progress->hide();
    m_quit->show();
    m_retry->show();
    m_retry->setFocus();
}

QString StartupScreen::text() const
{
    return m_text->text();
}

} // namespace Orion
