#include "models/tables/pagedtablemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <deque>

using namespace Orion;

namespace
{

struct Item
{
    int id = 0;
    QString text;
};

// Holds every request until the test answers it.
class HeldSource : public PageSource<Item>
{
public:
    struct Held
    {
        PageRequest request;
        Deliver deliver;
    };

    void fetch(const PageRequest &request, Deliver deliver) override
    {
        held.push_back({request, std::move(deliver)});
    }

    Held take()
    {
        Held first = std::move(held.front());
        held.pop_front();
        return first;
    }

    // Answers the oldest request with a page of these ids.
    void answer(const std::vector<int> &ids, const QByteArray &next = {})
    {
        take().deliver(page(ids, next));
    }

    void refuse(const QString &message)
    {
        take().deliver(fail(ErrorCode::DatabaseUnavailable, message));
    }

    static Result<Page<Item>> page(const std::vector<int> &ids, const QByteArray &next = {},
                                   const QString &text = QStringLiteral("text"))
    {
        Page<Item> made;
        for (const int id : ids)
            made.rows.push_back({id, text});
        made.nextCursor = next;
        return made;
    }

    std::deque<Held> held;
};

std::vector<Column<Item>> columns()
{
    return {
        {{QStringLiteral("Id"), Qt::AlignRight, QStringLiteral("id")},
         [](const Item &item) { return QString::number(item.id); }},
        {{QStringLiteral("Text"), Qt::AlignLeft, {}}, [](const Item &item) { return item.text; }}};
}

} // namespace

class TestPagedTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void beginsLoadingAndThenShowsItsRows();
    void saysWhenThereIsNothing();
    void appendsPagesInOrderUntilTheLast();
    void leavesOutARowThatComesTwice();
    void tellsAFailureAndTriesAgain();
    void keepsItsRowsWhenALaterPageFails();
    void dropsAnAnswerOfTheFilterBefore();
    void dropsAnAnswerAfterItsOwnEnd();
    void reloadsInPlaceSoThatIndexesFollowTheirRows();
    void reloadsEverythingThatWasLoaded();
    void letsAnAnswerInBeforeItReloadsAgain();
    void keepsItsRowsWhenAReloadFails();
    void tellsTheOrderOnlyOfSortableColumns();

private:
    QStringList shown() const;

    std::unique_ptr<HeldSource> m_source;
    std::unique_ptr<PagedTableModel<Item>> m_model;
};

void TestPagedTableModel::init()
{
    m_source = std::make_unique<HeldSource>();
    m_model = std::make_unique<PagedTableModel<Item>>(
        *m_source, columns(), [](const Item &item) { return QString::number(item.id); });
    new QAbstractItemModelTester(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
}

void TestPagedTableModel::cleanup()
{
    m_model.reset();
    m_source.reset();
}

QStringList TestPagedTableModel::shown() const
{
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids.append(m_model->index(row, 0).data().toString());
    return ids;
}

void TestPagedTableModel::beginsLoadingAndThenShowsItsRows()
{
    QSignalSpy states(m_model.get(), &PagedModel::stateChanged);
    QCOMPARE(m_model->state(), PagedModel::State::Loading);
    m_model->reload();
    QCOMPARE(m_source->held.size(), 1U);
    QVERIFY(m_source->held.front().request.cursor.isEmpty());
    m_source->answer({3, 1, 2});
    QCOMPARE(m_model->state(), PagedModel::State::Ready);
    QCOMPARE(states.size(), 1);
    QCOMPARE(shown(), QStringList({QStringLiteral("3"), QStringLiteral("1"), QStringLiteral("2")}));
    QCOMPARE(m_model->index(1, 1).data().toString(), QStringLiteral("text"));
    QCOMPARE(m_model->index(0, 0).data(KeyRole).toString(), QStringLiteral("3"));
    QCOMPARE(m_model->headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Id"));
}

void TestPagedTableModel::saysWhenThereIsNothing()
{
    m_model->reload();
    m_source->answer({});
    QCOMPARE(m_model->state(), PagedModel::State::Empty);
    // A live update of an empty table does not flash through "loading".
    QSignalSpy states(m_model.get(), &PagedModel::stateChanged);
    m_model->reload();
    m_source->answer({});
    QCOMPARE(states.size(), 0);
}

void TestPagedTableModel::appendsPagesInOrderUntilTheLast()
{
    m_model->reload();
    m_source->answer({1, 2}, "after 2");
    QVERIFY(m_model->canFetchMore({}));
    m_model->fetchMore({});
    m_model->fetchMore({}); // asked twice by the view, once of the source
    QCOMPARE(m_source->held.size(), 1U);
    QCOMPARE(m_source->held.front().request.cursor, QByteArray("after 2"));
    m_source->answer({3, 4});
    QCOMPARE(shown().join(u','), QStringLiteral("1,2,3,4"));
    QVERIFY(!m_model->canFetchMore({}));
}

void TestPagedTableModel::leavesOutARowThatComesTwice()
{
    m_model->reload();
    m_source->answer({1, 2}, "after 2");
    m_model->fetchMore({});
    m_source->answer({2, 3});
    QCOMPARE(shown().join(u','), QStringLiteral("1,2,3"));
}

void TestPagedTableModel::tellsAFailureAndTriesAgain()
{
    m_model->reload();
    m_source->refuse(QStringLiteral("No database."));
    QCOMPARE(m_model->state(), PagedModel::State::Failed);
    QCOMPARE(m_model->error().message, QStringLiteral("No database."));
    m_model->retry();
    QCOMPARE(m_model->state(), PagedModel::State::Loading);
    m_source->answer({1});
    QCOMPARE(m_model->state(), PagedModel::State::Ready);
}

void TestPagedTableModel::keepsItsRowsWhenALaterPageFails()
{
    m_model->reload();
    m_source->answer({1, 2}, "after 2");
    m_model->fetchMore({});
    m_source->refuse(QStringLiteral("No database."));
    QCOMPARE(m_model->state(), PagedModel::State::Ready);
    QVERIFY(m_model->moreFailed());
    QVERIFY(!m_model->canFetchMore({})); // or the view would ask again at every scroll
    QCOMPARE(m_model->rowCount(), 2);
    m_model->retry();
    QCOMPARE(m_source->held.front().request.cursor, QByteArray("after 2"));
    m_source->answer({3});
    QCOMPARE(shown().join(u','), QStringLiteral("1,2,3"));
}

void TestPagedTableModel::dropsAnAnswerOfTheFilterBefore()
{
    m_model->reload();
    m_source->answer({1});
    m_model->restart();
    m_model->restart();
    QCOMPARE(shown().join(u','), QStringLiteral("1")); // the old rows stay until the new come
    HeldSource::Held first = m_source->take();
    m_source->answer({9});
    first.deliver(HeldSource::page({5}));
    QCOMPARE(shown().join(u','), QStringLiteral("9"));
}

void TestPagedTableModel::dropsAnAnswerAfterItsOwnEnd()
{
    m_model->reload();
    m_model.reset();
    m_source->answer({1}); // would crash
    QVERIFY(m_source->held.empty());
}

void TestPagedTableModel::reloadsInPlaceSoThatIndexesFollowTheirRows()
{
    m_model->reload();
    m_source->answer({1, 2, 3, 4, 5});
    const QPersistentModelIndex four = m_model->index(3, 0);
    const QPersistentModelIndex two = m_model->index(1, 0);
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->reload();
    QCOMPARE(m_model->rowCount(), 5); // nothing flickers meanwhile
    m_source->take().deliver(HeldSource::page({4, 6, 1, 3, 5}, {}, QStringLiteral("newer")));
    QCOMPARE(shown().join(u','), QStringLiteral("4,6,1,3,5"));
    QCOMPARE(four.row(), 0);
    QVERIFY(!two.isValid());
    QCOMPARE(resets.size(), 0);
    QCOMPARE(m_model->index(2, 1).data().toString(), QStringLiteral("newer"));
}

void TestPagedTableModel::reloadsEverythingThatWasLoaded()
{
    m_model->reload();
    std::vector<int> ids(1500);
    std::iota(ids.begin(), ids.end(), 0);
    m_source->answer(ids, "after 1499");
    m_model->reload();
    QCOMPARE(m_source->held.front().request.limit, 1000);
    m_source->answer(std::vector<int>(ids.begin(), ids.begin() + 1000), "after 999");
    QCOMPARE(m_model->rowCount(), 1500);
    QCOMPARE(m_source->held.front().request.cursor, QByteArray("after 999"));
    m_source->answer(std::vector<int>(ids.begin() + 1000, ids.end()));
    QCOMPARE(m_model->rowCount(), 1500);
    QVERIFY(m_source->held.empty());
}

void TestPagedTableModel::letsAnAnswerInBeforeItReloadsAgain()
{
    m_model->reload();
    m_model->reload();
    m_model->reload();
    QCOMPARE(m_source->held.size(), 1U);
    m_source->answer({1});
    QCOMPARE(m_model->state(), PagedModel::State::Ready);
    QCOMPARE(m_source->held.size(), 1U); // one more for all that was asked meanwhile
    m_source->answer({1, 2});
    QCOMPARE(m_model->rowCount(), 2);
    QVERIFY(m_source->held.empty());
}

void TestPagedTableModel::keepsItsRowsWhenAReloadFails()
{
    m_model->reload();
    m_source->answer({1});
    QSignalSpy failures(m_model.get(), &PagedModel::reloadFailed);
    m_model->reload();
    m_source->refuse(QStringLiteral("No database."));
    QCOMPARE(failures.size(), 1);
    QCOMPARE(m_model->state(), PagedModel::State::Ready);
    QCOMPARE(m_model->rowCount(), 1);
}

void TestPagedTableModel::tellsTheOrderOnlyOfSortableColumns()
{
    QSignalSpy orders(m_model.get(), &PagedModel::sortChanged);
    m_model->sort(1, Qt::AscendingOrder);
    QCOMPARE(orders.size(), 0);
    m_model->sort(0, Qt::DescendingOrder);
    QCOMPARE(orders.size(), 1);
    QCOMPARE(m_model->sortKey(), QStringLiteral("id"));
    QCOMPARE(m_model->sortColumn(), 0);
    m_model->sort(0, Qt::DescendingOrder);
    QCOMPARE(orders.size(), 1);
}

QTEST_GUILESS_MAIN(TestPagedTableModel)
#include "test_pagedtablemodel.moc"
