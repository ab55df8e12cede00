#include "models/tables/pagedtablemodel.h"

namespace Orion
{

void PagedModel::restart()
{
    begin(Fetch::Restart);
}

void PagedModel::reload()
{
    // An answer on its way is let in first: changes that come faster than answers would otherwise
    // keep every one of them from being shown.
    if (m_fetching && m_kind != Fetch::More)
        m_reloadNext = true;
    else if (m_state == State::Ready || m_state == State::Empty)
        begin(Fetch::Reload);
    else
        begin(Fetch::Restart);
}

void PagedModel::retry()
{
    if (m_state == State::Failed) {
        begin(Fetch::Restart);
    } else if (m_moreFailed) {
        begin(Fetch::More);
    } else {
        reload();
    }
}

int PagedModel::sortColumn() const
{
    for (int column = 0; column < columnCount(); ++column) {
        if (!m_sortKey.isEmpty() && look(column).sortKey == m_sortKey)
            return column;
    }
    return -1;
}

void PagedModel::setSort(const QString &key, Qt::SortOrder order)
{
    m_sortKey = key;
    m_sortOrder = order;
}

void PagedModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount() || look(column).sortKey.isEmpty())
        return;
    const QString key = look(column).sortKey;
    if (key == m_sortKey && order == m_sortOrder)
        return;
    setSort(key, order);
    Q_EMIT sortChanged(key, order);
}

bool PagedModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && !m_fetching && !m_moreFailed;
}

void PagedModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        begin(Fetch::More);
}

QVariant PagedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::DisplayRole)
        return look(section).title;
    if (role == Qt::TextAlignmentRole)
        return int(look(section).alignment | Qt::AlignVCenter);
    return {};
}

void PagedModel::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void PagedModel::begin(Fetch kind)
{
    m_fetching = true;
    m_kind = kind;
    m_moreFailed = false;
    m_reloadNext = false;
    if (kind == Fetch::Restart)
        setState(State::Loading);
    request(kind);
    Q_EMIT progressed();
}

void PagedModel::succeed(bool hasMore)
{
    m_fetching = false;
    m_hasMore = hasMore;
    m_error = {};
    setState(rowCount() == 0 ? State::Empty : State::Ready);
    Q_EMIT progressed();
    Q_EMIT loaded();
    if (m_reloadNext)
        reload();
}

void PagedModel::failWith(Fetch kind, const Error &error)
{
    m_fetching = false;
    m_error = error;
    m_moreFailed = kind == Fetch::More;
    if (kind == Fetch::Restart) {
        m_hasMore = false;
        setState(State::Failed);
    } else if (kind == Fetch::Reload) {
        Q_EMIT reloadFailed(error);
    }
    Q_EMIT progressed();
}

} // namespace Orion
