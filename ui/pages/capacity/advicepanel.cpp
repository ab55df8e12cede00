#include "ui/pages/capacity/advicepanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/pages/capacity/capacitywords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/stateview.h"

namespace Orion
{

namespace
{

constexpr int stateTextWidth = 248;

QLabel *textLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

AdvicePanel::AdvicePanel(const PageContext &context, QWidget *parent)
    : Card(context.theme, tr("Recommendations"), parent)
    , m_context(context)
    , m_state(new StateView(context.theme, this))
    , m_area(new QScrollArea(this))
    , m_note(Formats::muted(new QLabel(this)))
{
    m_state->setTextWidth(stateTextWidth);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus); // the buttons inside take it
    m_area->hide();
    m_note->setFont(context.theme.smallFont());
    m_note->setWordWrap(true);
    m_note->setContentsMargins(Space::two, 0, Space::two, 0);
    m_note->hide();
    content()->setContentsMargins(0, Space::one, 0, 12);
    content()->setSpacing(Space::one);
    content()->addWidget(m_state, 1);
    content()->addWidget(m_area, 1);
    content()->addWidget(m_note);
    connect(m_state, &StateView::actionClicked, this, &AdvicePanel::retryRequested);
}

void AdvicePanel::showLoading()
{
    if (!m_isKnown)
        m_state->showLoading();
}

void AdvicePanel::showFailed(const Error &error)
{
    if (!m_isKnown)
        m_state->showFailed(error);
}

void AdvicePanel::showHealth(const PlatformHealth &health)
{
    m_note->setText(tr("Use of %Ln live subscriptions, measured at %1", nullptr,
                       int(health.capacity.subscriptions()))
                        .arg(Formats::time(health.capacity.computedAt)));
    if (m_isKnown && health.recommendations == m_advice)
        return; // so that the focus stays where it is
    m_isKnown = true;
    m_advice = health.recommendations;
    showItems();
}

void AdvicePanel::showItems()
{
    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("scrollBody"));
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(Space::two, Space::half, Space::two, 0);
    column->setSpacing(12);
    for (const Recommendation &advice : m_advice) {
        if (column->count() > 0)
            column->addWidget(separatorLine(body));
        column->addWidget(makeItem(advice, body));
    }
    column->addStretch();
    m_area->setWidget(body); // the one before goes
    m_state->hide();
    m_area->show();
    m_note->show();
}

QWidget *AdvicePanel::makeItem(const Recommendation &advice, QWidget *parent)
{
    auto *item = new QWidget(parent);
    auto *badge = new StatusBadge(m_context.theme, item);
    badge->setLook(CapacityWords::look(advice.severity));
    const QString heading = shownAdvice(advice.title);
    QLabel *title = textLabel(heading, item);
    title->setFont(m_context.theme.headingFont());
    const AdviceTarget target = targetOf(advice);
    auto *button = new QPushButton(target.text, item);
    button->setAccessibleName(tr("%1: %2", "recommendation, button").arg(heading, target.text));
    connect(button, &QPushButton::clicked, this, [this, target] { Q_EMIT followed(target); });
    // Enter presses what has the focus, as in a list.
    button->setAutoDefault(true);

    auto *line = new QHBoxLayout;
    line->addWidget(button);
    line->addStretch();
    auto *column = new QVBoxLayout(item);
    column->setContentsMargins({});
    column->setSpacing(Space::half);
    column->addWidget(badge);
    column->addWidget(title);
    column->addWidget(Formats::secondary(textLabel(shownAdvice(advice.description), item)));
    column->addWidget(textLabel(shownAdvice(advice.action), item));
    column->addSpacing(Space::half);
    column->addLayout(line);
    return item;
}

std::vector<QPushButton *> AdvicePanel::buttons() const
{
    if (!m_area->widget())
        return {};
    const auto found = m_area->widget()->findChildren<QPushButton *>();
    return {found.begin(), found.end()};
}

QString AdvicePanel::note() const
{
    return m_note->text();
}

} // namespace Orion
