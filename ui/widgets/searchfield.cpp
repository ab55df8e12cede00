#include "ui/widgets/searchfield.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QKeyEvent>

namespace Orion
{

SearchField::SearchField(Theme &theme, const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    QAction *icon = addAction(theme.icon(QStringLiteral("search"), Token::TextMuted),
                              QLineEdit::LeadingPosition);
    connect(&theme, &Theme::changed, icon, [icon, &theme] {
        icon->setIcon(theme.icon(QStringLiteral("search"), Token::TextMuted));
    });
    m_pause.setSingleShot(true);
    m_pause.setInterval(200);
    connect(&m_pause, &QTimer::timeout, this, &SearchField::search);
    connect(this, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(this, &QLineEdit::returnPressed, this, &SearchField::search);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        search();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::reset()
{
    clear();
    m_pause.stop();
    m_last.clear();
}

void SearchField::search()
{
    m_pause.stop();
    const QString now = text().trimmed();
    if (now == m_last)
        return;
    m_last = now;
    Q_EMIT searched(now);
}

} // namespace Orion
