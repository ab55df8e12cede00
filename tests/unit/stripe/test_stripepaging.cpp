#include "services/stripe/client/paging.h"

#include "tests/support/scriptedstripe.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;

namespace
{

QJsonObject page(const QStringList &ids, bool hasMore, const QString &url = {})
{
    QJsonArray data;
    for (const QString &id : ids)
        data.append(QJsonObject{{QStringLiteral("id"), id}});
    return {{QStringLiteral("object"), QStringLiteral("list")},
            {QStringLiteral("data"), data},
            {QStringLiteral("has_more"), hasMore},
            {QStringLiteral("url"), url}};
}

QString after(const StripeCall &call)
{
    return parameter(call, QStringLiteral("starting_after"));
}

} // namespace

class TestStripePaging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void walksEveryPage();
    void stopsWhenToldTo();
    void keepsALimitThatIsGiven();
    void handsErrorsOn();
    void refusesAListWithoutAnEnd_data();
    void refusesAListWithoutAnEnd();
    void takesAWholeNestedListAsItIs();
    void fetchesWhatANestedListLacks();

private:
    VisitStripeObject collect();

    std::unique_ptr<ScriptedStripe> m_stripe;
    QStringList m_seen;
    StripeCall m_list;
};

void TestStripePaging::init()
{
    m_stripe = std::make_unique<ScriptedStripe>();
    m_seen.clear();
    m_list = {};
    m_list.path = QStringLiteral("/v1/subscriptions");
    m_list.parameters.add(QStringLiteral("status"), QStringLiteral("all"));
    m_list.priority = StripePriority::Background;
}

VisitStripeObject TestStripePaging::collect()
{
    return [this](const QJsonObject &object) {
        m_seen.append(object.value(QLatin1String("id")).toString());
        return true;
    };
}

void TestStripePaging::walksEveryPage()
{
    m_stripe->answer(page({QStringLiteral("sub_1"), QStringLiteral("sub_2")}, true));
    m_stripe->answer(page({QStringLiteral("sub_3")}, true));
    m_stripe->answer(page({}, false));
    QVERIFY(forEachStripeObject(*m_stripe, m_list, collect()));
    QCOMPARE(m_seen, QStringList({QStringLiteral("sub_1"), QStringLiteral("sub_2"),
                                  QStringLiteral("sub_3")}));
    const auto calls = m_stripe->calls();
    QCOMPARE(calls.size(), std::size_t(3));
    QCOMPARE(after(calls.at(0)), QString());
    QCOMPARE(after(calls.at(1)), QStringLiteral("sub_2"));
    QCOMPARE(after(calls.at(2)), QStringLiteral("sub_3"));
    for (const StripeCall &call : calls) {
        QCOMPARE(call.path, m_list.path);
        QCOMPARE(call.priority, StripePriority::Background);
        QCOMPARE(parameter(call, QStringLiteral("status")), QStringLiteral("all"));
        QCOMPARE(parameter(call, QStringLiteral("limit")), QStringLiteral("100"));
    }
}

void TestStripePaging::stopsWhenToldTo()
{
    m_stripe->answer(page({QStringLiteral("sub_1"), QStringLiteral("sub_2")}, true));
    QVERIFY(forEachStripeObject(*m_stripe, m_list, [this](const QJsonObject &object) {
        m_seen.append(object.value(QLatin1String("id")).toString());
        return false;
    }));
    QCOMPARE(m_seen, QStringList(QStringLiteral("sub_1")));
    QCOMPARE(m_stripe->calls().size(), std::size_t(1));
}

void TestStripePaging::keepsALimitThatIsGiven()
{
    m_list.parameters.add(QStringLiteral("limit"), qint64(3));
    m_stripe->answer(page({}, false));
    QVERIFY(forEachStripeObject(*m_stripe, m_list, collect()));
    QCOMPARE(m_stripe->calls().at(0).parameters.encoded(), QByteArray("status=all&limit=3"));
}

void TestStripePaging::handsErrorsOn()
{
    m_stripe->answer(page({QStringLiteral("sub_1")}, true));
    m_stripe->refuse(StripeErrorKind::Timeout);
    const auto walked = forEachStripeObject(*m_stripe, m_list, collect());
    QVERIFY(!walked);
    QCOMPARE(walked.error().kind, StripeErrorKind::Timeout);
    QCOMPARE(m_seen.size(), 1);
}

void TestStripePaging::refusesAListWithoutAnEnd_data()
{
    QTest::addColumn<QStringList>("second");
    QTest::newRow("an empty page that is not the last") << QStringList();
    QTest::newRow("the same page again") << QStringList(QStringLiteral("sub_1"));
    QTest::newRow("objects without an id") << QStringList(QString());
}

void TestStripePaging::refusesAListWithoutAnEnd()
{
    QFETCH(QStringList, second);
    m_stripe->answer(page({QStringLiteral("sub_1")}, true));
    m_stripe->answer(page(second, true));
    const auto walked = forEachStripeObject(*m_stripe, m_list, collect());
    QVERIFY(!walked);
    QCOMPARE(walked.error().kind, StripeErrorKind::Api);
    QCOMPARE(m_stripe->calls().size(), std::size_t(2));
}

void TestStripePaging::takesAWholeNestedListAsItIs()
{
    QVERIFY(forEachNestedObject(*m_stripe, page({QStringLiteral("si_1")}, false), collect()));
    QCOMPARE(m_seen, QStringList(QStringLiteral("si_1")));
    QVERIFY(m_stripe->calls().empty());
}

void TestStripePaging::fetchesWhatANestedListLacks()
{
    const QJsonObject items = page({QStringLiteral("si_1"), QStringLiteral("si_2")}, true,
                                   QStringLiteral("/v1/subscription_items?subscription=sub_1"));
    m_stripe->answer(page({QStringLiteral("si_3")}, false));
    StripeForm expand;
    expand.add(QStringLiteral("expand[]"), QStringLiteral("data.price.product"));
    QVERIFY(forEachNestedObject(*m_stripe, items, collect(), StripePriority::Background, expand));
    QCOMPARE(m_seen,
             QStringList({QStringLiteral("si_1"), QStringLiteral("si_2"), QStringLiteral("si_3")}));
    const StripeCall call = m_stripe->calls().at(0);
    QCOMPARE(call.path, QStringLiteral("/v1/subscription_items"));
    QCOMPARE(call.priority, StripePriority::Background);
    QCOMPARE(parameter(call, QStringLiteral("subscription")), QStringLiteral("sub_1"));
    QCOMPARE(parameter(call, QStringLiteral("expand[]")), QStringLiteral("data.price.product"));
    QCOMPARE(after(call), QStringLiteral("si_2"));
}

QTEST_GUILESS_MAIN(TestStripePaging)
#include "test_stripepaging.moc"
