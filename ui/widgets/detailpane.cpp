#include "ui/widgets/detailpane.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>

#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/stateview.h"

namespace Orion
{

namespace
{

constexpr int betweenParts = 12;

QVBoxLayout *plainColumn(QWidget *of)
{
    auto *column = new QVBoxLayout(of);
    column->setContentsMargins({});
    return column;
}

} // namespace

DetailPane::DetailPane(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_state(new StateView(theme, this))
    , m_content(new QWidget(this))
    , m_layout(plainColumn(m_content))
{
    m_layout->setSpacing(betweenParts);
    m_layout->addWidget(buildHeader());
    auto *layout = plainColumn(this);
    layout->addWidget(m_content, 1);
    layout->addWidget(m_state, 1);
    updateIcon();
    connect(m_close, &QToolButton::clicked, this, &DetailPane::closeRequested);
    connect(&m_theme, &Theme::changed, this, &DetailPane::updateIcon);
}

QWidget *DetailPane::buildHeader()
{
    auto *header = new QWidget(m_content);
    m_title = new ElidedLabel(header);
    m_title->setFont(m_theme.headingFont());
    m_badge = new StatusBadge(m_theme, header);
    m_close = new QToolButton(header);
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close"));
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins({});
    row->setSpacing(Space::one);
    row->addWidget(m_title, 1);
    row->addWidget(m_badge);
    row->addWidget(m_close);
    return header;
}

void DetailPane::setTitle(const QString &text)
{
    m_title->setFullText(text);
}

void DetailPane::add(QWidget *widget, int stretch, Qt::Alignment alignment)
{
    m_layout->addWidget(widget, stretch, alignment);
}

void DetailPane::addScrolled(const QList<QWidget *> &widgets)
{
    auto *scrolled = new QWidget;
    scrolled->setObjectName(QStringLiteral("scrollBody"));
    auto *column = plainColumn(scrolled);
    column->setSpacing(betweenParts);
    for (QWidget *widget : widgets)
        column->addWidget(widget);
    column->addStretch();
    auto *area = new QScrollArea(m_content);
    area->setWidget(scrolled);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_layout->addWidget(area, 1);
}

void DetailPane::addStretch()
{
    m_layout->addStretch();
}

void DetailPane::showContent()
{
    m_state->setVisible(false);
    m_content->show();
}

void DetailPane::showState()
{
    m_content->hide();
    m_state->setVisible(true);
}

void DetailPane::updateIcon()
{
    m_close->setIcon(m_theme.icon(QStringLiteral("close")));
}

} // namespace Orion
