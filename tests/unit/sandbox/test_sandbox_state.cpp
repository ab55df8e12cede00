#include "tests/unit/sandbox/sandboxfixture.h"

#include "app/sandbox/billing/periods.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheNewestFirst();
    void keepsAnObjectsPlaceWhenItChanges();
    void dropsTheOldestWhenThereAreTooMany();
    void findsByKeyAndByWhenItIsDue();
    void readsWhatIsAtRestAsItWas();
    void rollsEverythingBack();
    void namesWhatChanged_data();
    void namesWhatChanged();
    void mergesMetadata();
    void makesTheSameIdsFromTheSameSeed();
    void findsTheEndOfAnInterval_data();
    void findsTheEndOfAnInterval();
    void sharesAnAmountByWhatIsLeft();
};

namespace
{

QJsonObject withId(const char *id)
{
    return {{"id"_L1, QString::fromLatin1(id)}};
}

QStringList idsOf(const std::vector<QJsonObject> &objects)
{
    QStringList ids;
    for (const QJsonObject &object : objects)
        ids.append(text(object, "id"));
    return ids;
}

qint64 utc(const QString &time)
{
    return QDateTime::fromString(time, Qt::ISODate).toSecsSinceEpoch();
}

} // namespace

void TestSandboxState::listsTheNewestFirst()
{
    Store store;
    for (const char *id : {"a", "b", "c"})
        store.put(Kind::Customer, withId(id));
    store.put(Kind::Product, withId("p"));
    QCOMPARE(idsOf(store.select(Kind::Customer)), (QStringList{u"c"_s, u"b"_s, u"a"_s}));
    store.remove(Kind::Customer, u"b"_s);
    QCOMPARE(idsOf(store.select(Kind::Customer)), (QStringList{u"c"_s, u"a"_s}));
    QVERIFY(!store.find(Kind::Customer, u"b"_s));
    QVERIFY(!store.find(Kind::Customer, u"p"_s));
}

void TestSandboxState::keepsAnObjectsPlaceWhenItChanges()
{
    Store store;
    for (const char *id : {"a", "b"})
        store.put(Kind::Customer, withId(id));
    QJsonObject changed = withId("a");
    changed.insert("name"_L1, u"new"_s);
    store.put(Kind::Customer, changed);
    QCOMPARE(idsOf(store.select(Kind::Customer)), (QStringList{u"b"_s, u"a"_s}));
    QCOMPARE(text(*store.find(Kind::Customer, u"a"_s), "name"), u"new"_s);
}

void TestSandboxState::dropsTheOldestWhenThereAreTooMany()
{
    Store store;
    for (const char *id : {"a", "b", "c"})
        store.put(Kind::Event, withId(id));
    store.keepNewest(Kind::Event, 2);
    QCOMPARE(idsOf(store.select(Kind::Event)), (QStringList{u"c"_s, u"b"_s}));
    QCOMPARE(store.count(Kind::Event), std::size_t(2));
}

void TestSandboxState::findsByKeyAndByWhenItIsDue()
{
    Store store;
    const auto put = [&store](const char *id, const char *customer, qint64 expiry) {
        QJsonObject session = withId(id);
        session.insert("customer"_L1, QString::fromLatin1(customer));
        session.insert("status"_L1, u"open"_s);
        session.insert("expires_at"_L1, expiry);
        store.put(Kind::CheckoutSession, session);
    };
    put("a", "one", 30);
    put("b", "two", 10);
    put("c", "one", 20);
    const Key one{"customer"_L1, u"one"_s};
    QCOMPARE(idsOf(store.select(Kind::CheckoutSession, {}, one)), (QStringList{u"c"_s, u"a"_s}));
    QCOMPARE(store.firstDue({})->id, u"b"_s);
    put("b", "one", 40);
    QCOMPARE(idsOf(store.select(Kind::CheckoutSession, {}, one)),
             (QStringList{u"c"_s, u"b"_s, u"a"_s}));
    QCOMPARE(store.firstDue({})->time, 20);
    store.remove(Kind::CheckoutSession, u"c"_s);
    QCOMPARE(store.firstDue({})->id, u"a"_s);
    QVERIFY(!store.firstDue(u"clock_1"_s));
}

void TestSandboxState::readsWhatIsAtRestAsItWas()
{
    Store store;
    QJsonObject invoice = withId("in_1");
    invoice.insert("status"_L1, u"open"_s);
    invoice.insert("customer"_L1, u"cus_ä€"_s);
    invoice.insert("total"_L1, qint64(9'007'199'254'740'993)); // more than a double holds
    store.put(Kind::Invoice, invoice);
    invoice.insert("status"_L1, u"paid"_s);
    store.put(Kind::Invoice, invoice);
    QCOMPARE(*store.find(Kind::Invoice, u"in_1"_s), invoice);
    const Key customer{"customer"_L1, u"cus_ä€"_s};
    QCOMPARE(store.select(Kind::Invoice, {}, customer), std::vector{invoice});
    invoice.insert("customer"_L1, u"cus_2"_s);
    store.put(Kind::Invoice, invoice);
    QVERIFY(store.select(Kind::Invoice, {}, customer).empty());
}

void TestSandboxState::rollsEverythingBack()
{
    Store store;
    for (const char *id : {"a", "b", "c"}) {
        QJsonObject price = withId(id);
        price.insert("product"_L1, u"p"_s);
        store.put(Kind::Price, price);
    }
    const auto before = store.select(Kind::Price);
    store.begin();
    QJsonObject changed = withId("b");
    changed.insert("product"_L1, u"q"_s);
    store.put(Kind::Price, changed);
    store.remove(Kind::Price, u"a"_s);
    store.put(Kind::Price, withId("d"));
    store.put(Kind::Price, withId("a"));
    store.rollback();
    QCOMPARE(store.select(Kind::Price), before);
    QCOMPARE(store.select(Kind::Price, {}, Key{"product"_L1, u"p"_s}), before);
    QVERIFY(store.select(Kind::Price, {}, Key{"product"_L1, u"q"_s}).empty());
}

void TestSandboxState::namesWhatChanged_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("previous");
    const auto row = [](const char *name, const char *before, const char *after,
                        const char *previous) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QByteArray(previous);
    };
    row("nothing", R"({"a":1})", R"({"a":1})", R"({})");
    row("a value", R"({"a":1,"b":2})", R"({"a":3,"b":2})", R"({"a":1})");
    row("inside a group", R"({"g":{"a":1,"b":2}})", R"({"g":{"a":1,"b":3}})", R"({"g":{"b":2}})");
    row("an array as a whole", R"({"l":[1,2]})", R"({"l":[1,3]})", R"({"l":[1,2]})");
    row("new metadata was null", R"({"metadata":{}})", R"({"metadata":{"a":"1"}})",
        R"({"metadata":{"a":null}})");
    row("from null", R"({"cancel_at":null})", R"({"cancel_at":5})", R"({"cancel_at":null})");
    row("a group from null", R"({"p":null})", R"({"p":{"b":1}})", R"({"p":null})");
}

void TestSandboxState::namesWhatChanged()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, previous);
    QCOMPARE(previousAttributes(QJsonDocument::fromJson(before).object(),
                                QJsonDocument::fromJson(after).object()),
             QJsonDocument::fromJson(previous).object());
}

void TestSandboxState::mergesMetadata()
{
    const QJsonObject present{{"a"_L1, u"1"_s}, {"b"_L1, u"2"_s}};
    QCOMPARE(mergedMetadata(present, QJsonValue::Undefined), present);
    QCOMPARE(mergedMetadata(present, QJsonValue::Null), QJsonObject());
    const QJsonObject given{{"a"_L1, u""_s}, {"c"_L1, u"3"_s}};
    const QJsonObject merged{{"b"_L1, u"2"_s}, {"c"_L1, u"3"_s}};
    QCOMPARE(mergedMetadata(present, given), merged);
}

void TestSandboxState::makesTheSameIdsFromTheSameSeed()
{
    Identifiers one(5);
    Identifiers same(5);
    Identifiers other(6);
    const QString id = one.next(u"cus"_s);
    QVERIFY(id.startsWith("cus_"_L1));
    QCOMPARE(id.size(), 28);
    QCOMPARE(same.next(u"cus"_s), id);
    QVERIFY(other.next(u"cus"_s) != id);
    QVERIFY(Identifiers().next(u"cus"_s) != Identifiers().next(u"cus"_s));
}

void TestSandboxState::findsTheEndOfAnInterval_data()
{
    QTest::addColumn<QString>("anchor");
    QTest::addColumn<QString>("interval");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("end");
    const auto row = [](const char *name, const char *anchor, const char *interval, int count,
                        const char *after, const char *end) {
        QTest::newRow(name) << QString::fromLatin1(anchor) << QString::fromLatin1(interval) << count
                            << QString::fromLatin1(after) << QString::fromLatin1(end);
    };
    row("first month", "2026-01-15T00:00:00Z", "month", 1, "2026-01-15T00:00:00Z",
        "2026-02-15T00:00:00Z");
    row("the 31st in February", "2026-01-31T00:00:00Z", "month", 1, "2026-01-31T00:00:00Z",
        "2026-02-28T00:00:00Z");
    row("the 31st comes back", "2026-01-31T00:00:00Z", "month", 1, "2026-02-28T00:00:00Z",
        "2026-03-31T00:00:00Z");
    row("quarters", "2026-01-01T00:00:00Z", "month", 3, "2026-05-01T00:00:00Z",
        "2026-07-01T00:00:00Z");
    row("year", "2024-02-29T00:00:00Z", "year", 1, "2024-02-29T00:00:00Z", "2025-02-28T00:00:00Z");
    row("weeks", "2026-01-01T00:00:00Z", "week", 2, "2026-01-15T00:00:00Z", "2026-01-29T00:00:00Z");
    row("before the anchor", "2026-05-10T00:00:00Z", "month", 1, "2026-05-01T00:00:00Z",
        "2026-05-10T00:00:00Z");
    row("many years later", "2020-06-30T00:00:00Z", "month", 1, "2026-06-30T00:00:00Z",
        "2026-07-30T00:00:00Z");
}

void TestSandboxState::findsTheEndOfAnInterval()
{
    QFETCH(QString, anchor);
    QFETCH(QString, interval);
    QFETCH(int, count);
    QFETCH(QString, after);
    QFETCH(QString, end);
    const QJsonObject recurring{{"interval"_L1, interval}, {"interval_count"_L1, count}};
    QCOMPARE(nextBoundary(utc(anchor), recurring, utc(after)), utc(end));
}

void TestSandboxState::sharesAnAmountByWhatIsLeft()
{
    QCOMPARE(shareLeft(1000, {0, 100}, 0), 1000);
    QCOMPARE(shareLeft(1000, {0, 100}, 50), 500);
    QCOMPARE(shareLeft(100, {0, 3}, 1), 67);
    QCOMPARE(shareLeft(1000, {0, 100}, 100), 0);
    QCOMPARE(shareLeft(1000, {0, 0}, 0), 0);
}

QTEST_GUILESS_MAIN(TestSandboxState)
#include "test_sandbox_state.moc"
