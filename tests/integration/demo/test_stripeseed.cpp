#include "services/demo/demodata.h"
#include "services/demo/stripeseed.h"
#include "tests/support/testdatabase.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Orion;

// What the sandbox reads, made from demos of two sizes.
class TestStripeSeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void namesOnlyWhatItHas();
    void matchesTheDatabase();
    void leavesVendorsToStartTrials();
    void isOfOneSizeHoweverManyVendors();
    void saysWhenItCannotBeWritten();

private:
    QJsonObject seedOf(qint64 vendors);

    std::unique_ptr<TestDatabase> m_db;
    QJsonObject m_seed;
};

namespace
{

QSet<QString> ids(const QJsonObject &seed, const QString &list)
{
    QSet<QString> found;
    const QJsonArray objects = seed.value(list).toArray();
    for (const QJsonValue &object : objects)
        found.insert(object.toObject().value(QStringLiteral("id")).toString());
    return found;
}

QJsonObject firstItem(const QJsonValue &subscription)
{
    return subscription.toObject()
        .value(QStringLiteral("items"))
        .toObject()
        .value(QStringLiteral("data"))
        .toArray()
        .at(0)
        .toObject();
}

QJsonObject metadata(const QJsonValue &object)
{
    return object.toObject().value(QStringLiteral("metadata")).toObject();
}

} // namespace

QJsonObject TestStripeSeed::seedOf(qint64 vendors)
{
    m_db = std::make_unique<TestDatabase>();
    DemoOptions options;
    options.vendors = vendors;
    options.now = QDateTime(QDate(2026, 2, 28), QTime(7, 45), Qt::UTC);
    if (!makeDemoData(m_db->session(), options))
        return {};
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    // Whoever may look at the tables may write the file.
    if (!writeStripeSeed(*m_db->open(QStringLiteral("orion_admin")), buffer))
        return {};
    return QJsonDocument::fromJson(buffer.data()).object();
}

void TestStripeSeed::initTestCase()
{
    m_seed = seedOf(150);
    QCOMPARE(m_seed.keys(), (QStringList{QStringLiteral("customers"), QStringLiteral("invoices"),
                                         QStringLiteral("prices"), QStringLiteral("products"),
                                         QStringLiteral("subscriptions")}));
}

void TestStripeSeed::namesOnlyWhatItHas()
{
    const QSet<QString> products = ids(m_seed, QStringLiteral("products"));
    const QSet<QString> prices = ids(m_seed, QStringLiteral("prices"));
    const QSet<QString> customers = ids(m_seed, QStringLiteral("customers"));
    QVERIFY(products.size() == 9 && prices.size() > 20 && customers.size() > 120);
    for (const QJsonValue &price : m_seed.value(QStringLiteral("prices")).toArray())
        QVERIFY(products.contains(price.toObject().value(QStringLiteral("product")).toString()));
    const QJsonArray subscriptions = m_seed.value(QStringLiteral("subscriptions")).toArray();
    QCOMPARE(ids(m_seed, QStringLiteral("subscriptions")).size(), subscriptions.size());
    for (const QJsonValue &subscription : subscriptions) {
        const QJsonObject item = firstItem(subscription);
        QVERIFY(prices.contains(item.value(QStringLiteral("price")).toString()));
        QVERIFY(item.value(QStringLiteral("current_period_end")).toInteger() >
                item.value(QStringLiteral("current_period_start")).toInteger());
        QVERIFY(customers.contains(
            subscription.toObject().value(QStringLiteral("customer")).toString()));
        QVERIFY(!metadata(subscription).value(QStringLiteral("vendor_code")).toString().isEmpty());
    }
}

void TestStripeSeed::matchesTheDatabase()
{
    int live = 0;
    int addons = 0;
    for (const QJsonValue &value : m_seed.value(QStringLiteral("subscriptions")).toArray()) {
        const QJsonObject subscription = value.toObject();
        const QString status = subscription.value(QStringLiteral("status")).toString();
        if (metadata(value).value(QStringLiteral("kind")) == QLatin1String("addon")) {
            ++addons;
            continue;
        }
        live += status != QLatin1String("canceled");
        QCOMPARE(m_db->value(QStringLiteral("select stripe_status || ' ' || v.vendor_code from "
                                            "billing.vendor_subscriptions s join billing.vendors v "
                                            "on v.id = s.vendor_id where stripe_subscription_id = "
                                            "?"),
                             {subscription.value(QStringLiteral("id")).toString()}),
                 status + u' ' + metadata(value).value(QStringLiteral("vendor_code")).toString());
    }
    QCOMPARE(QString::number(live),
             m_db->value(QStringLiteral(
                 "select count(*) from billing.vendor_subscriptions where stripe_subscription_id "
                 "is not null and ended_at is null and status <> 'incomplete' and not "
                 "price_unknown")));
    QVERIFY(addons > 10);
}

void TestStripeSeed::leavesVendorsToStartTrials()
{
    QSet<QString> subscribed;
    for (const QJsonValue &value : m_seed.value(QStringLiteral("subscriptions")).toArray())
        subscribed.insert(value.toObject().value(QStringLiteral("customer")).toString());
    QSet<QString> waiting = ids(m_seed, QStringLiteral("customers"));
    waiting.subtract(subscribed);
    QVERIFY2(waiting.size() >= 5 && waiting.size() <= 20,
             qPrintable(QString::number(waiting.size())));
}

void TestStripeSeed::isOfOneSizeHoweverManyVendors()
{
    const QJsonObject large = seedOf(3000);
    const qsizetype count = large.value(QStringLiteral("subscriptions")).toArray().size();
    QVERIFY(count > 450 && count <= stripeSeedSubscriptions + 10);
    QCOMPARE(large.value(QStringLiteral("invoices")).toArray().size(), 3000);
}

void TestStripeSeed::saysWhenItCannotBeWritten()
{
    QBuffer closed;
    closed.open(QIODevice::ReadOnly);
    QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): ReadOnly device");
    const auto failed = writeStripeSeed(m_db->session(), closed);
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestStripeSeed)
#include "test_stripeseed.moc"
