#include "services/catalogue/stripelist.h"

#include "tests/support/scriptedstripe.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;

namespace
{

QJsonObject page(const QStringList &ids, bool hasMore)
{
    QJsonArray data;
    for (const QString &id : ids)
        data.append(QJsonObject{{QStringLiteral("id"), id}});
    return {{QStringLiteral("data"), data}, {QStringLiteral("has_more"), hasMore}};
}

// Counts what is begun, and makes each call when its answer is asked for.
class CountingStripe : public ScriptedStripe
{
public:
    Coming begin(const StripeCall &call) override
    {
        ++begun;
        return ScriptedStripe::begin(call);
    }

    int begun = 0;
};

} // namespace

// Walks through Stripe's lists, page by page.
class TestStripeList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theNextPageIsOnItsWayWhileOneIsVisited();
    void beginsBehindAnObject();
    void stopsWhereTheVisitorDoes();
    void handsErrorsOnBehindWhatWasVisited();
    void neverShowsAnEmptyPage();

private:
    Result<void> walk(const QString &after = {});

    std::unique_ptr<CountingStripe> m_stripe;
    QStringList m_visited; // "1 begun: a b"
    int m_mostVisits = 100;
};

void TestStripeList::init()
{
    m_stripe = std::make_unique<CountingStripe>();
    m_visited.clear();
    m_mostVisits = 100;
}

Result<void> TestStripeList::walk(const QString &after)
{
    StripeCall list;
    list.path = QStringLiteral("/v1/subscriptions");
    return forEachPageOfList(
        *m_stripe, list,
        [this](const std::vector<QJsonObject> &objects) -> Result<void> {
            QStringList ids;
            for (const QJsonObject &object : objects)
                ids.append(object.value(QLatin1String("id")).toString());
            m_visited.append(
                QStringLiteral("%1 begun: %2").arg(m_stripe->begun).arg(ids.join(u' ')));
            if (m_visited.size() == m_mostVisits)
                return fail(ErrorCode::Cancelled, QStringLiteral("Enough."));
            return {};
        },
        after);
}

void TestStripeList::theNextPageIsOnItsWayWhileOneIsVisited()
{
    m_stripe->answer(page({QStringLiteral("a"), QStringLiteral("b")}, true));
    m_stripe->answer(page({QStringLiteral("c")}, true));
    m_stripe->answer(page({QStringLiteral("d")}, false));
    QVERIFY(walk());
    QCOMPARE(m_visited, (QStringList{QStringLiteral("2 begun: a b"), QStringLiteral("3 begun: c"),
                                     QStringLiteral("3 begun: d")}));
    QStringList behind;
    for (const StripeCall &call : m_stripe->calls()) {
        behind.append(parameter(call, QStringLiteral("starting_after")));
        QCOMPARE(parameter(call, QStringLiteral("limit")), QStringLiteral("100"));
    }
    QCOMPARE(behind, (QStringList{QString(), QStringLiteral("b"), QStringLiteral("c")}));
}

void TestStripeList::beginsBehindAnObject()
{
    m_stripe->answer(page({QStringLiteral("c")}, false));
    QVERIFY(walk(QStringLiteral("b")));
    QCOMPARE(parameter(m_stripe->calls().front(), QStringLiteral("starting_after")),
             QStringLiteral("b"));
}

void TestStripeList::stopsWhereTheVisitorDoes()
{
    m_stripe->answer(page({QStringLiteral("a")}, true));
    m_stripe->answer(page({QStringLiteral("b")}, false));
    m_mostVisits = 1;
    const auto walked = walk();
    QVERIFY(!walked);
    QCOMPARE(walked.error().code, ErrorCode::Cancelled);
    QCOMPARE(m_visited.size(), 1);
}

void TestStripeList::handsErrorsOnBehindWhatWasVisited()
{
    m_stripe->answer(page({QStringLiteral("a")}, true));
    m_stripe->refuse(StripeErrorKind::Timeout);
    const auto walked = walk();
    QVERIFY(!walked);
    QCOMPARE(walked.error().code, ErrorCode::Timeout);
    QCOMPARE(m_visited.size(), 1);
}

void TestStripeList::neverShowsAnEmptyPage()
{
    m_stripe->answer(page({}, false));
    QVERIFY(walk());
    QVERIFY(m_visited.isEmpty());
}

QTEST_GUILESS_MAIN(TestStripeList)
#include "test_stripelist.moc"
