#include "ui/widgets/pagedtableview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>

#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/stateview.h"
#include "ui/widgets/tableheader.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

PagedTableView::PagedTableView(Theme &theme, PagedModel &model, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(model)
    , m_emptyIcon(QStringLiteral("empty"))
    , m_emptyTitle(tr("Nothing here yet"))
{
    buildUi();
    connectSignals();
    applyState();
}

void PagedTableView::buildUi()
{
    m_stack = new QStackedWidget(this);
    m_table = new TableView(m_theme, m_stack);
    m_table->setModel(&m_model);
    m_state = new StateView(m_theme, m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);

    m_footer = new QWidget(this);
    m_footerText = Formats::muted(new QLabel(m_footer));
    m_footerRetry = new QPushButton(tr("Try again"), m_footer);
    auto *footer = new QHBoxLayout(m_footer);
    footer->setContentsMargins(12, Space::half, 12, Space::half);
    footer->addWidget(m_footerText, 1);
    footer->addWidget(m_footerRetry);
    m_footer->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_footer);

    TableHeader *header = m_table->header();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const ColumnLook &look = m_model.look(column);
        header->setSectionResizeMode(column, look.stretches ? QHeaderView::Stretch
                                                            : QHeaderView::Interactive);
        header->resizeSection(column, look.width);
        header->setSortable(column, !look.sortKey.isEmpty());
    }
    updateSortIndicator();
    // Tab goes to what stands here; this widget only holds the focus while there is nothing yet.
    setFocusPolicy(Qt::NoFocus);
}

void PagedTableView::connectSignals()
{
    connect(&m_model, &PagedModel::stateChanged, this, &PagedTableView::applyState);
    connect(&m_model, &PagedModel::progressed, this, &PagedTableView::updateFooter);
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, &PagedTableView::anchor);
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &PagedTableView::anchor);
    connect(
        &m_model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { shiftAnchor(first, last - first + 1); });
    connect(
        &m_model, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex &, int first, int last) { shiftAnchor(first, first - last - 1); });
    connect(&m_model, &PagedModel::loaded, this, &PagedTableView::keepScrollPosition);
    connect(&m_model, &PagedModel::aboutToMerge, this, &PagedTableView::rememberPlace);
    connect(&m_model, &PagedModel::loaded, this, &PagedTableView::restoreSelection);
    connect(&m_model, &PagedModel::loaded, this, &PagedTableView::restorePlace);
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                // Qt would move on to a neighbour, which nobody chose.
                const int row = m_table->currentIndex().row();
                if (row >= first && row <= last)
                    m_table->setCurrentIndex({});
            });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                setCurrentKey(current.isValid() ? m_model.keyAt(current.row()) : QString());
            });
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT opened(m_model.keyAt(index.row())); });
    connect(m_table, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT opened(m_model.keyAt(index.row())); });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this,
            &PagedTableView::clickHeader);
    connect(m_footerRetry, &QPushButton::clicked, &m_model, &PagedModel::retry);
    connect(m_state, &StateView::actionClicked, this, [this] {
        if (m_model.state() == PagedModel::State::Failed)
            m_model.retry();
        else
            Q_EMIT emptyAction();
    });
}

void PagedTableView::setEmpty(const QString &icon, const QString &title, const QString &text,
                              const QString &action)
{
    m_emptyIcon = icon;
    m_emptyTitle = title;
    m_emptyText = text;
    m_emptyAction = action;
    if (m_model.state() == PagedModel::State::Empty)
        applyState();
}

void PagedTableView::applyState()
{
    using State = PagedModel::State;
    const State state = m_model.state();
    const bool rows = m_model.rowCount() > 0;
    const bool table = state == State::Ready || (state == State::Loading && rows);
    // Whoever had the focus here keeps it, whatever stands here now.
    const bool focused = hasFocus() || m_table->hasFocus() || m_state->button()->hasFocus();
    m_stack->setCurrentWidget(table ? static_cast<QWidget *>(m_table) : m_state);
    if (state == State::Loading && !rows)
        m_state->showLoading();
    else if (state == State::Empty)
        m_state->showEmpty(m_emptyIcon, m_emptyTitle, m_emptyText, m_emptyAction);
    else if (state == State::Failed)
        m_state->showFailed(m_model.error());
    if (focused)
        focusShown();
    updateFooter();
    if (state != State::Loading)
        Q_EMIT shown();
}

void PagedTableView::focusShown()
{
    if (m_stack->currentWidget() == m_table)
        m_table->setFocus();
    else if (!m_state->button()->isHidden())
        m_state->button()->setFocus();
    else
        setFocus();
}

void PagedTableView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (m_stack->currentWidget() == m_table || !m_state->button()->isHidden())
        focusShown();
}

void PagedTableView::updateFooter()
{
    const bool more = m_model.rowCount() > 0 && m_model.hasMore() && m_model.isFetching() &&
                      m_model.state() == PagedModel::State::Ready;
    m_footerText->setText(m_model.moreFailed() ? ServiceTexts::shown(m_model.error().message)
                                               : tr("Loading more…"));
    m_footerRetry->setVisible(m_model.moreFailed());
    m_footer->setVisible(
        m_model.moreFailed() ||
        (more && m_table->verticalScrollBar()->value() >= m_table->verticalScrollBar()->maximum()));
}

void PagedTableView::updateSortIndicator()
{
    m_table->header()->setSorted(m_model.sortColumn(), m_model.sortOrder());
}

// A first click sorts ascending, a second one turns it round; columns without an order stay quiet.
void PagedTableView::clickHeader(int column)
{
    const bool again = column == m_model.sortColumn();
    const bool turn = again && m_model.sortOrder() == Qt::AscendingOrder;
    m_model.sort(column, turn ? Qt::DescendingOrder : Qt::AscendingOrder);
    updateSortIndicator();
}

void PagedTableView::select(const QString &key)
{
    setCurrentKey(key);
    restoreSelection();
    if (key.isEmpty())
        m_table->setCurrentIndex({});
}

void PagedTableView::restoreSelection()
{
    if (m_currentKey.isEmpty())
        return;
    const int row = m_model.rowOfKey(m_currentKey);
    if (row < 0)
        return;
    if (m_table->currentIndex().row() == row)
        return;
    m_table->setCurrentIndex(m_model.index(row, 0));
    m_table->scrollTo(m_model.index(row, 0));
}

// Someone who has scrolled down goes on seeing the same rows, whatever comes in above. At the very
// top the newest rows are what people want to see.
void PagedTableView::anchor()
{
    if (m_anchorRow >= 0 || m_table->verticalScrollBar()->value() == 0)
        return;
    m_anchorRow = m_anchorStart = m_table->rowAt(0);
}

void PagedTableView::shiftAnchor(int first, int rows)
{
    if (m_anchorRow >= 0 && first <= m_anchorRow)
        m_anchorRow += rows;
}

void PagedTableView::keepScrollPosition()
{
    const int moved = std::max(m_anchorRow, 0) - std::max(m_anchorStart, 0);
    m_anchorRow = m_anchorStart = -1;
    if (moved == 0)
        return;
    QScrollBar *bar = m_table->verticalScrollBar();
    const int value = bar->value();
    m_table->doItemsLayout(); // so that the bar knows the new height
    bar->setValue(value + moved * m_table->verticalHeader()->defaultSectionSize());
    if (moved > 0)
        Q_EMIT insertedAbove(moved);
}

// What the person looks at stays under their eyes when rows come and go above it: the chosen row
// if it can be seen, else the first one. At the very top new rows are welcome.
void PagedTableView::rememberPlace()
{
    m_placeKey.clear();
    if (m_table->verticalScrollBar()->value() == 0)
        return;
    m_table->layOutNow();
    QModelIndex index = m_table->currentIndex();
    if (!m_table->viewport()->rect().intersects(m_table->visualRect(index)))
        index = m_table->indexAt({0, 0});
    if (!index.isValid())
        return;
    m_placeKey = m_model.keyAt(index.row());
    m_placeTop = m_table->rowViewportPosition(index.row());
}

void PagedTableView::restorePlace()
{
    const int row = m_placeKey.isEmpty() ? -1 : m_model.rowOfKey(m_placeKey);
    m_placeKey.clear();
    if (row < 0)
        return;
    m_table->layOutNow();
    QScrollBar *bar = m_table->verticalScrollBar();
    bar->setValue(bar->value() + m_table->rowViewportPosition(row) - m_placeTop);
}

void PagedTableView::setCurrentKey(const QString &key)
{
    if (key == m_currentKey)
        return;
    m_currentKey = key;
    Q_EMIT currentChanged(key);
}

} // namespace Orion
