#include "tests/integration/stripe/operationsworld.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;

namespace
{

constexpr qint64 almostADay = 23 * 3600;

QJsonObject object(const QString &id, const QString &operationId, const QString &status = {})
{
    QJsonObject object{
        {QStringLiteral("id"), id},
        {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("operation_id"), operationId}}}};
    if (!status.isEmpty())
        object.insert(QStringLiteral("status"), status);
    return object;
}

QJsonObject list(const QJsonArray &data, bool hasMore = false)
{
    return {{QStringLiteral("object"), QStringLiteral("list")},
            {QStringLiteral("data"), data},
            {QStringLiteral("has_more"), hasMore}};
}

OperationPlan pause(const OperationsWorld &world)
{
    OperationPlan plan = world.cancelNow();
    plan.kind = QStringLiteral("subscription.pause");
    plan.method = "POST";
    plan.parameters.add(QStringLiteral("pause_collection[behavior]"), QStringLiteral("void"));
    plan.metadataNames = {QStringLiteral("metadata")};
    return plan;
}

} // namespace

// What becomes of operations that nobody finished while Stripe still knew their keys.
class TestOutcomeLookup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void repeatsUntilTheLastHourOfItsKey();
    void findsWhatWasCreated();
    void abandonsWhatWasNotCreated();
    void waitsWhenStripeDoesNotAnswer();
    void narrowsTheListByCustomer();
    void findsAnUpdateOnTheObject();
    void findsAnUpgradeByItsPrice_data();
    void findsAnUpgradeByItsPrice();
    void abandonsAnUpdateThatIsNotThere();
    void findsThatADeletionWasDone_data();
    void findsThatADeletionWasDone();
    void abandonsWhatLeavesNoTrace();

private:
    RecoveryOutcome recoverLate();

    std::unique_ptr<OperationsWorld> m_world;
};

void TestOutcomeLookup::init()
{
    m_world = std::make_unique<OperationsWorld>();
}

RecoveryOutcome TestOutcomeLookup::recoverLate()
{
    m_world->clock.advanceSeconds(almostADay);
    const auto outcome = m_world->operations().recover(m_world->session(), 10);
    return outcome ? *outcome : RecoveryOutcome{-1, -1, -1, -1};
}

void TestOutcomeLookup::repeatsUntilTheLastHourOfItsKey()
{
    m_world->orphan();
    m_world->clock.advanceSeconds(almostADay - 1);
    m_world->stripe.answer(OperationsWorld::customer().object);
    QCOMPARE(m_world->operations().recover(m_world->session(), 10)->finished, 1);
    QCOMPARE(m_world->stripe.calls().at(1).method, QByteArray("POST"));
}

void TestOutcomeLookup::findsWhatWasCreated()
{
    m_world->orphan();
    const QString id = m_world->value(QStringLiteral("operation_id"));
    m_world->stripe.answer(list({object(QStringLiteral("cus_9"), QStringLiteral("other")),
                                 object(QStringLiteral("cus_8"), QString())},
                                true));
    m_world->stripe.answer(list({object(QStringLiteral("cus_7"), id)}, true));
    QCOMPARE(recoverLate().finished, 1);
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("succeeded"));
    QCOMPARE(m_world->customerOfVendor(), QStringLiteral("cus_7"));
    const auto calls = m_world->stripe.calls();
    QCOMPARE(calls.size(), std::size_t(3));
    QCOMPARE(calls.at(1).method, QByteArray("GET"));
    QCOMPARE(calls.at(1).path, QStringLiteral("/v1/customers"));
    // From a little before it was decided on.
    const qint64 decided = QDateTime(QDate(2026, 11, 24), QTime(12, 0), Qt::UTC).toSecsSinceEpoch();
    QCOMPARE(parameter(calls.at(1), QStringLiteral("created[gte]")),
             QString::number(decided - 600));
    QCOMPARE(parameter(calls.at(2), QStringLiteral("starting_after")), QStringLiteral("cus_8"));
}

// Nobody expects it any more; a second try under another key would come out of nowhere.
void TestOutcomeLookup::abandonsWhatWasNotCreated()
{
    m_world->orphan();
    m_world->stripe.answer(list({object(QStringLiteral("cus_9"), QStringLiteral("other"))}));
    QCOMPARE(recoverLate().abandoned, 1);
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("abandoned"));
    QCOMPARE(m_world->effects(), 0);
    QCOMPARE(m_world->stripe.calls().size(), std::size_t(2));
    QCOMPARE(m_world->stripe.calls().at(1).method, QByteArray("GET"));
    QCOMPARE(m_world->operations().recover(m_world->session(), 10)->abandoned, 0);
}

void TestOutcomeLookup::waitsWhenStripeDoesNotAnswer()
{
    m_world->orphan();
    m_world->stripe.refuse(StripeErrorKind::Connection);
    QCOMPARE(recoverLate().left, 1);
    QCOMPARE(m_world->value(QStringLiteral("state")), QStringLiteral("pending"));
}

void TestOutcomeLookup::narrowsTheListByCustomer()
{
    OperationPlan plan = m_world->createCustomer();
    plan.kind = QStringLiteral("subscription.create");
    plan.path = QStringLiteral("/v1/subscriptions");
    plan.parameters.add(QStringLiteral("customer"), QStringLiteral("cus_5"));
    m_world->orphan(plan);
    m_world->stripe.answer(list({}));
    QCOMPARE(recoverLate().abandoned, 1);
    const StripeCall call = m_world->stripe.calls().at(1);
    QCOMPARE(parameter(call, QStringLiteral("customer")), QStringLiteral("cus_5"));
    QCOMPARE(parameter(call, QStringLiteral("status")), QStringLiteral("all"));
}

void TestOutcomeLookup::findsAnUpdateOnTheObject()
{
    m_world->orphan(pause(*m_world));
    m_world->stripe.answer(
        object(QStringLiteral("sub_1"), m_world->value(QStringLiteral("operation_id"))));
    QCOMPARE(recoverLate().finished, 1);
    QCOMPARE(m_world->stripe.calls().at(1).path, QStringLiteral("/v1/subscriptions/sub_1"));
    QCOMPARE(m_world->stripe.calls().at(1).method, QByteArray("GET"));
}

void TestOutcomeLookup::findsAnUpgradeByItsPrice_data()
{
    QTest::addColumn<QString>("item");
    QTest::addColumn<QString>("price");
    QTest::addColumn<bool>("done");
    QTest::newRow("its price") << QStringLiteral("si_1") << QStringLiteral("price_2") << true;
    QTest::newRow("the old price") << QStringLiteral("si_1") << QStringLiteral("price_1") << false;
    QTest::newRow("another item") << QStringLiteral("si_2") << QStringLiteral("price_2") << false;
}

// Stripe takes no metadata together with payment_behavior=pending_if_incomplete.
void TestOutcomeLookup::findsAnUpgradeByItsPrice()
{
    QFETCH(QString, item);
    QFETCH(QString, price);
    QFETCH(bool, done);
    OperationPlan plan = pause(*m_world);
    plan.parameters = StripeForm()
                          .add(QStringLiteral("items[0][id]"), QStringLiteral("si_1"))
                          .add(QStringLiteral("items[0][price]"), QStringLiteral("price_2"));
    plan.metadataNames = {};
    m_world->orphan(plan);
    QJsonObject subscription = object(QStringLiteral("sub_1"), QString());
    subscription.insert(
        QStringLiteral("items"),
        list({QJsonObject{{QStringLiteral("id"), item},
                          {QStringLiteral("price"), QJsonObject{{QStringLiteral("id"), price}}}}}));
    m_world->stripe.answer(subscription);
    QCOMPARE(recoverLate().finished, done ? 1 : 0);
}

void TestOutcomeLookup::abandonsAnUpdateThatIsNotThere()
{
    m_world->orphan(pause(*m_world));
    m_world->stripe.answer(object(QStringLiteral("sub_1"), QStringLiteral("of a later one")));
    QCOMPARE(recoverLate().abandoned, 1);
}

void TestOutcomeLookup::findsThatADeletionWasDone_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("done");
    QTest::newRow("it is gone") << QStringLiteral("canceled") << true;
    QTest::newRow("it is there") << QStringLiteral("active") << false;
}

void TestOutcomeLookup::findsThatADeletionWasDone()
{
    QFETCH(QString, status);
    QFETCH(bool, done);
    m_world->orphan(m_world->cancelNow());
    m_world->stripe.answer(object(QStringLiteral("sub_1"), QString(), status));
    const RecoveryOutcome outcome = recoverLate();
    QCOMPARE(outcome.finished, done ? 1 : 0);
    QCOMPARE(outcome.abandoned, done ? 0 : 1);
}

void TestOutcomeLookup::abandonsWhatLeavesNoTrace()
{
    OperationPlan plan = pause(*m_world);
    plan.path = QStringLiteral("/v1/checkout/sessions/cs_1/expire");
    plan.metadataNames = {};
    m_world->orphan(plan);
    QCOMPARE(recoverLate().abandoned, 1);
    QCOMPARE(m_world->stripe.calls().size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestOutcomeLookup)
#include "test_outcomelookup.moc"
