#pragma once

// The templates of pagedtablemodel.h; include that one.

#include "models/tables/pagedtablemodel.h"

#include <unordered_set>

namespace Orion
{

template <typename T>
int PagedTableModel<T>::rowOfKey(const QString &key) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_key(m_rows[i]) == key)
            return int(i);
    }
    return -1;
}

template <typename T>
QVariant PagedTableModel<T>::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const T &row = rowAt(index.row());
    const Column<T> &column = m_columns.at(std::size_t(index.column()));
    if (role == Qt::DisplayRole)
        return column.text ? column.text(row) : QString();
    if (role == Qt::TextAlignmentRole)
        return int(column.look.alignment | Qt::AlignVCenter);
    if (role == KeyRole)
        return m_key(row);
    return column.role ? column.role(row, role) : QVariant();
}

template <typename T>
void PagedTableModel<T>::request(Fetch kind)
{
    m_arriving.clear();
    if (kind == Fetch::More)
        ask(kind, m_cursor, pageSize);
    else if (kind == Fetch::Reload)
        ask(kind, {}, std::clamp(int(m_rows.size()), pageSize, reloadPageSize));
    else
        ask(kind, {}, pageSize);
}

template <typename T>
void PagedTableModel<T>::ask(Fetch kind, const QByteArray &cursor, int limit)
{
    const quint64 token = ++m_token;
    const QPointer<PagedTableModel> self(this);
    m_source.fetch({limit, cursor}, [self, kind, token](Result<Page<T>> answer) {
        if (self && token == self->m_token)
            self->receive(kind, std::move(answer));
    });
}

template <typename T>
void PagedTableModel<T>::receive(Fetch kind, Result<Page<T>> answer)
{
    if (!answer) {
        if (kind == Fetch::Restart) {
            replaceAll({});
            m_cursor.clear();
        }
        failWith(kind, answer.error());
        return;
    }
    if (kind == Fetch::Reload) {
        std::move(answer->rows.begin(), answer->rows.end(), std::back_inserter(m_arriving));
        if (m_arriving.size() < m_rows.size() && !answer->nextCursor.isEmpty()) {
            ask(kind, answer->nextCursor, reloadPageSize);
            return;
        }
        Q_EMIT aboutToMerge();
        merge(withoutDuplicates(std::exchange(m_arriving, {}), m_key));
    } else if (kind == Fetch::More) {
        append(std::move(answer->rows));
    } else {
        replaceAll(withoutDuplicates(std::move(answer->rows), m_key));
    }
    m_cursor = answer->nextCursor;
    succeed(!m_cursor.isEmpty());
}

template <typename T>
std::vector<T> PagedTableModel<T>::withoutDuplicates(std::vector<T> rows, const Key &key)
{
    std::unordered_set<QString> seen;
    std::erase_if(rows, [&](const T &row) { return !seen.insert(key(row)).second; });
    return rows;
}

// A row that was edited between two pages may come twice: the later one is left out.
template <typename T>
void PagedTableModel<T>::append(std::vector<T> rows)
{
    std::unordered_set<QString> seen;
    for (const T &row : m_rows)
        seen.insert(m_key(row));
    std::erase_if(rows, [&](const T &row) { return !seen.insert(m_key(row)).second; });
    if (rows.empty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(rows.size()) - 1);
    std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
    endInsertRows();
}

template <typename T>
void PagedTableModel<T>::replaceAll(std::vector<T> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

// Turns the rows shown into the new ones step by step, so that views keep what is selected.
template <typename T>
void PagedTableModel<T>::merge(std::vector<T> rows)
{
    std::unordered_set<QString> wanted;
    for (const T &row : rows)
        wanted.insert(m_key(row));
    for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
        if (wanted.contains(m_key(rowAt(i))))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
    std::unordered_set<QString> present;
    for (const T &row : m_rows)
        present.insert(m_key(row));

    for (int i = 0; i < int(rows.size()); ++i) {
        const QString key = m_key(rows[std::size_t(i)]);
        if (!present.contains(key)) {
            beginInsertRows({}, i, i);
            m_rows.insert(m_rows.begin() + i, std::move(rows[std::size_t(i)]));
            endInsertRows();
            continue;
        }
        int at = i;
        while (m_key(rowAt(at)) != key)
            ++at;
        if (at != i) {
            beginMoveRows({}, at, at, {}, i);
            std::rotate(m_rows.begin() + i, m_rows.begin() + at, m_rows.begin() + at + 1);
            endMoveRows();
        }
        m_rows[std::size_t(i)] = std::move(rows[std::size_t(i)]);
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
}

} // namespace Orion
