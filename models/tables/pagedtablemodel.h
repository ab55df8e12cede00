#pragma once

#include "models/domain/error.h"
#include "models/tables/pagesource.h"

#include <QAbstractTableModel>
#include <QPointer>

#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace Orion
{

// What a view needs to know of a column beside its cells.
struct ColumnLook
{
    QString title;
    Qt::Alignment alignment = Qt::AlignLeft;
    QString sortKey = {}; // the service's name for the order; empty: not sortable
    int width = 120;      // px, a start
    bool stretches = false;
};

// A column described by data.
template <typename T>
struct Column
{
    using Text = std::function<QString(const T &)>;
    using Role = std::function<QVariant(const T &, int role)>;

    Column(ColumnLook columnLook, Text cellText, Role cellRole = nullptr)
        : look(std::move(columnLook))
        , text(std::move(cellText))
        , role(std::move(cellRole))
    {}

    ColumnLook look;
    Text text; // Qt::DisplayRole
    Role role; // other roles; may be empty
};

// Roles that the console's delegates understand.
enum TableRole
{
    KeyRole = Qt::UserRole, // the row's key, on every column
    BadgeRole,              // int: a BadgeTone; the text is drawn as a badge
    UsageRole,              // QVariantList{used, limit or null}: drawn as a small meter
    SecondaryTextRole,      // QString: a second, quieter text after the first
};

// The part of the paged model that knows nothing of the row's type. Lives on the GUI thread, owned
// by its page. Rows come in pages through a PageSource; the model asks for more as the view
// scrolls.
class PagedModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY progressed)

public:
    enum class State
    {
        Loading, // the first page is on its way; rows of the filter before may still be shown
        Empty,
        Failed, // no rows because of error()
        Ready,
    };
    Q_ENUM(State)

    using QAbstractTableModel::QAbstractTableModel;

    State state() const { return m_state; }
    const Error &error() const { return m_error; } // of the last failure, also of a later page
    bool hasMore() const { return m_hasMore; }
    bool isFetching() const { return m_fetching; }
    bool moreFailed() const { return m_moreFailed; } // a later page failed; retry() asks again

    virtual const ColumnLook &look(int column) const = 0;
    virtual QString keyAt(int row) const = 0;
    virtual int rowOfKey(const QString &key) const = 0; // -1: not loaded

    // Begins anew, because the filter or the order changed. The old rows stay visible until the
    // new ones arrive, then the model resets.
    void restart();

    // Asks again for what is loaded, because the data changed. Rows are moved, inserted, removed
    // and updated one by one, so that selection and scroll position stay.
    void reload();

    // After a failure: asks again for what failed.
    void retry();

    QString sortKey() const { return m_sortKey; }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }
    int sortColumn() const; // -1: none
    // Tells the page, which changes the source's query and restarts.
    void sort(int column, Qt::SortOrder order) override;
    // What the source is ordered by at the start; tells nobody.
    void setSort(const QString &key, Qt::SortOrder order);

    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void stateChanged(Orion::PagedModel::State state);
    void progressed();                            // fetching, hasMore or moreFailed changed
    void aboutToMerge();                          // a reload's answer is about to change the rows
    void loaded();                                // an answer has been applied
    void reloadFailed(const Orion::Error &error); // the rows shown are from before
    void sortChanged(const QString &key, Qt::SortOrder order);

protected:
    enum class Fetch
    {
        Restart,
        Reload,
        More
    };
    static constexpr int pageSize = 100;
    static constexpr int reloadPageSize = 1000;

    // Starts an answerless request of this kind; a later one makes its answer stale.
    virtual void request(Fetch kind) = 0;

    void setState(State state);
    void begin(Fetch kind);
    void succeed(bool hasMore);
    void failWith(Fetch kind, const Error &error);

    quint64 m_token = 0; // of the request whose answer counts
    bool m_hasMore = false;

private:
    State m_state = State::Loading;
    Error m_error;
    bool m_fetching = false;
    bool m_moreFailed = false;
    bool m_reloadNext = false; // once the answer on its way has been applied
    Fetch m_kind = Fetch::Restart;
    QString m_sortKey;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

// Rows of T, described by columns. Key gives each row a name that stays the same over reloads.
template <typename T>
class PagedTableModel : public PagedModel
{
public:
    using Key = std::function<QString(const T &)>;

    // The source outlives the model's requests; both belong to the page.
    PagedTableModel(PageSource<T> &source, std::vector<Column<T>> columns, Key key,
                    QObject *parent = nullptr)
        : PagedModel(parent)
        , m_source(source)
        , m_columns(std::move(columns))
        , m_key(std::move(key))
    {}

    const T &rowAt(int row) const { return m_rows.at(std::size_t(row)); }
    const std::vector<T> &rows() const { return m_rows; }

    const ColumnLook &look(int column) const override
    {
        return m_columns.at(std::size_t(column)).look;
    }
    QString keyAt(int row) const override { return m_key(rowAt(row)); }
    int rowOfKey(const QString &key) const override;
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    void request(Fetch kind) override;

private:
    void ask(Fetch kind, const QByteArray &cursor, int limit);
    void receive(Fetch kind, Result<Page<T>> answer);
    void append(std::vector<T> rows);
    void replaceAll(std::vector<T> rows);
    void merge(std::vector<T> rows);
    static std::vector<T> withoutDuplicates(std::vector<T> rows, const Key &key);

    PageSource<T> &m_source;
    std::vector<Column<T>> m_columns;
    Key m_key;
    std::vector<T> m_rows;
    std::vector<T> m_arriving; // of a reload that takes several pages
    QByteArray m_cursor;       // of the page after the last row
};

} // namespace Orion

#include "models/tables/pagedtablemodel_impl.h"
