#include "ui/pages/webhooks/payloadview.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QLocale>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/jsontext.h"
#include "ui/widgets/longtextview.h"
#include "ui/widgets/searchfield.h"

namespace Orion
{

namespace
{

QToolButton *choice(const QString &text, QButtonGroup *group, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setCheckable(true);
    button->setProperty("look", QStringLiteral("segment"));
    group->addButton(button);
    return button;
}

QToolButton *iconButton(const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace

Payload Payload::fromBytes(const QByteArray &bytes)
{
    Payload payload;
    payload.bytes = bytes;
    payload.raw = QString::fromUtf8(bytes);
    if (!QJsonDocument::fromJson(bytes).isNull())
        payload.pretty = prettyJson(payload.raw);
    return payload;
}

PayloadView::PayloadView(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    buildUi();
    connectSignals();
    updateIcons();
    setMessage({});
}

void PayloadView::buildUi()
{
    m_stack = new QStackedWidget(this);
    m_text = new LongTextView(m_stack);
    m_text->setFont(m_theme.monospaceFont());
    m_text->setAccessibleName(tr("Payload"));
    m_text->document()->setDocumentMargin(Space::one);
    m_message = Formats::secondary(new QLabel(m_stack));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_message);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Space::one);
    layout->addWidget(buildTools());
    layout->addWidget(m_stack, 1);
}

QWidget *PayloadView::buildTools()
{
    auto *tools = new QWidget(this);
    auto *group = new QButtonGroup(this);
    m_pretty = choice(tr("Formatted"), group, tools);
    m_pretty->setChecked(true);
    m_raw = choice(tr("Raw"), group, tools);
    m_size = Formats::muted(new QLabel(tools));
    m_search = new SearchField(m_theme, tr("Find in payload"), tools);
    m_matchText = Formats::muted(new QLabel(tools));
    m_previous = iconButton(tr("Previous match (Shift+F3)"), tools);
    m_next = iconButton(tr("Next match (F3)"), tools);
    m_copy = iconButton(tr("Copy the payload as received"), tools);

    auto *shape = new QHBoxLayout;
    shape->setSpacing(Space::half);
    shape->addWidget(m_pretty);
    shape->addWidget(m_raw);
    shape->addSpacing(Space::one);
    shape->addWidget(m_size);
    shape->addStretch();
    shape->addWidget(m_copy);
    auto *find = new QHBoxLayout;
    find->setSpacing(Space::half);
    find->addWidget(m_search, 1);
    find->addSpacing(Space::half);
    find->addWidget(m_matchText);
    find->addWidget(m_previous);
    find->addWidget(m_next);
    auto *rows = new QVBoxLayout(tools);
    rows->setContentsMargins({});
    rows->setSpacing(Space::one);
    rows->addLayout(shape);
    rows->addLayout(find);
    return tools;
}

void PayloadView::connectSignals()
{
    connect(m_raw, &QToolButton::toggled, this, &PayloadView::showText);
    connect(m_copy, &QToolButton::clicked, this, &PayloadView::copyAll);
    connect(m_search, &SearchField::searched, this, [this] {
        m_searched = true;
        search();
        // Enter searches first and steps on only when there was nothing new to search for.
        QMetaObject::invokeMethod(
            this, [this] { m_searched = false; }, Qt::QueuedConnection);
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (!m_searched)
            step(1);
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    const auto *next = new QShortcut(QKeySequence(Qt::Key_F3), this);
    connect(next, &QShortcut::activated, this, [this] { step(1); });
    const auto *previous = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F3), this);
    connect(previous, &QShortcut::activated, this, [this] { step(-1); });
    connect(&m_theme, &Theme::changed, this, [this] {
        updateIcons();
        showText();
    });
}

void PayloadView::setPayload(Payload payload)
{
    m_payload = std::move(payload);
    m_size->setText(
        QLocale().formattedDataSize(m_payload.bytes.size(), 1, QLocale::DataSizeTraditionalFormat));
    m_pretty->setEnabled(!m_payload.pretty.isEmpty());
    m_raw->setEnabled(true);
    m_copy->setEnabled(true);
    m_search->setEnabled(true);
    if (m_payload.pretty.isEmpty())
        m_raw->setChecked(true);
    m_stack->setCurrentWidget(m_text);
    showText();
}

void PayloadView::setMessage(const QString &message)
{
    m_payload = {};
    m_text->setText({});
    m_message->setText(message);
    m_size->clear();
    m_matches = 0;
    updateMatchText();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_pretty, m_raw, m_copy, m_search})
        widget->setEnabled(false);
    m_stack->setCurrentWidget(m_message);
}

bool PayloadView::isRaw() const
{
    return m_raw->isChecked();
}

void PayloadView::setRaw(bool raw)
{
    (raw ? m_raw : m_pretty)->setChecked(true);
}

void PayloadView::showText()
{
    if (m_stack->currentWidget() != m_text)
        return;
    if (isRaw()) {
        m_text->setText(m_payload.raw);
        m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    } else {
        const JsonColors colors{m_theme.color(Token::Info), m_theme.color(Token::Good),
                                m_theme.color(Token::Warning), m_theme.color(Token::Accent)};
        m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
        m_text->setText(m_payload.pretty, [colors](const QString &line, bool continued) {
            return jsonFormats(line, continued, colors);
        });
    }
    search();
}

void PayloadView::search()
{
    m_matches = m_text->search(m_search->text().trimmed(), m_theme.color(Token::WarningBack));
    m_match = 0;
    if (m_matches > 0)
        m_text->showMatch(0);
    updateMatchText();
}

void PayloadView::step(int by)
{
    if (m_matches == 0)
        return;
    m_match = (m_match + by + m_matches) % m_matches;
    m_text->showMatch(m_match);
    updateMatchText();
}

QString PayloadView::matchText() const
{
    return m_matchText->text();
}

void PayloadView::updateMatchText()
{
    const bool searching = !m_search->text().trimmed().isEmpty() && m_search->isEnabled();
    m_matchText->setVisible(searching);
    m_previous->setVisible(m_matches > 1);
    m_next->setVisible(m_matches > 1);
    if (m_matches == 0)
        m_matchText->setText(tr("Not found"));
    else
        m_matchText->setText(tr("%1 of %2").arg(m_match + 1).arg(m_matches));
}

void PayloadView::updateIcons()
{
    m_copy->setIcon(m_theme.icon(QStringLiteral("copy")));
    m_previous->setIcon(m_theme.icon(QStringLiteral("chevron-left")));
    m_next->setIcon(m_theme.icon(QStringLiteral("chevron-right")));
}

void PayloadView::copyAll()
{
    QGuiApplication::clipboard()->setText(m_payload.raw);
}

} // namespace Orion
