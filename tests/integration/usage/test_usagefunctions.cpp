#include "models/domain/access.h"
#include "models/domain/period.h"
#include "services/database/transaction.h"
#include "tests/integration/usage/usageworld.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Orion;

namespace
{

// A row of what reserve_usage() answers, in words.
QString reserve(Session &session, const char *arguments)
{
    const auto row = session.selectOne(
        QStringLiteral("select format('%s %s %s/%s %s', granted, coalesce(reason, '-'), used,"
                       " coalesce(limit_value::text, '-'), coalesce(remaining::text, '-'))"
                       " from billing.reserve_usage(%1)")
            .arg(QString::fromLatin1(arguments)),
        {}, [](const Row &found) { return found.text(0); });
    return row ? row->value_or(QString()) : row.error().detail;
}

bool hasFeatureForPlatform(Session &session, const char *vendor, const char *feature)
{
    const auto has = session.selectOne(QStringLiteral("select billing.has_feature(?, ?)"),
                                       {QString::fromLatin1(vendor), QString::fromLatin1(feature)},
                                       [](const Row &row) { return row.boolean(0); });
    return has && has->value_or(false);
}

} // namespace

// The functions of the database: what the platform may call, and that they say the same as the
// rules of the domain.
class TestUsageFunctions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }
    void agreesWithTheDomainOnWindows();
    void agreesWithTheDomainOnAccess();
    void reservesInThePlatformsOwnTransaction();
    void tellsThePlatformWhyNot();
    void refusesThePlatformNonsense_data();
    void refusesThePlatformNonsense();
    void isNotMisledByAnotherSearchPath();
    void worksInAnyTimeZone();
    void tellsWhetherAVendorHasAFeature();
    void letsThePlatformDoNothingElse();
    void letsOnlyThePlatformReserve_data();
    void letsOnlyThePlatformReserve();

private:
    std::unique_ptr<Session> platform() const
    {
        return m_database->open(QStringLiteral("orion_platform"));
    }
    // Active at the time of the database's own clock.
    void addPresentVendor(const QString &tier = QStringLiteral("essential"))
    {
        VendorState vendor;
        vendor.tier = tier;
        vendor.periodStart = QDateTime::currentDateTimeUtc().addDays(-3);
        addVendor(*m_database, vendor);
    }

    std::unique_ptr<TestDatabase> m_database;
};

void TestUsageFunctions::agreesWithTheDomainOnWindows()
{
    QRandomGenerator random(20260615);
    std::vector<QDate> days{QDate(2024, 2, 29), QDate(2023, 2, 28), QDate(2024, 12, 31),
                            QDate(2025, 1, 30), QDate(2000, 2, 29), QDate(2100, 2, 28)};
    for (int i = 0; i < 400; ++i)
        days.push_back(QDate(2020, 1, 1).addDays(random.bounded(2400)));
    for (int month = 1; month <= 12; ++month)
        days.push_back(QDate(2024, month, QDate(2024, month, 1).daysInMonth()));
    const auto timeOn = [&](const QDate &day) {
        const int pick = random.bounded(4);
        const QTime time = pick == 0 ? QTime(0, 0)
                           : pick == 1
                               ? QTime(23, 59, 59, 999)
                               : QTime::fromMSecsSinceStartOfDay(random.bounded(86'400'000));
        return QDateTime(day, time, Qt::UTC);
    };
    Session &session = m_database->session();
    int compared = 0;
    for (const QDate &day : days) {
        const QDateTime anchor = timeOn(day);
        // Not known, a month or a year of Stripe's from either of its ends, or any.
        const std::array<Period, 6> periods{
            Period{anchor, {}},
            {anchor, addMonths(anchor, 1)},
            {addMonths(anchor, -1), anchor},
            Period{anchor, addMonths(anchor, 12)},
            {addMonths(anchor, -12), anchor},
            {anchor, timeOn(anchor.date().addDays(random.bounded(1, 90)))}};
        // At the edges of windows, a moment before, and anywhere, before the anchor too.
        for (int i = 0; i < 12; ++i) {
            QDateTime moment = addMonths(anchor, random.bounded(-30, 60));
            if (i % 3 == 1)
                moment = moment.addMSecs(-1);
            else if (i % 3 == 2)
                moment = timeOn(moment.date().addDays(random.bounded(31)));
            const Period &billed = periods[std::size_t(random.bounded(int(periods.size())))];
            const auto found = session.selectOne(
                QStringLiteral("select billing.window_start(?, ?, ?)"),
                {billed.start, billed.end, moment}, [](const Row &row) { return row.time(0); });
            QVERIFY(found);
            const QDateTime expected = orderWindow(billed, moment).start;
            QVERIFY2(**found == expected,
                     qPrintable(QStringLiteral("%1 from %2 to %3: %4, not %5")
                                    .arg(moment.toString(Qt::ISODateWithMs),
                                         billed.start.toString(Qt::ISODateWithMs),
                                         billed.end.toString(Qt::ISODateWithMs),
                                         (*found)->toString(Qt::ISODateWithMs),
                                         expected.toString(Qt::ISODateWithMs))));
            ++compared;
        }
    }
    QVERIFY(compared > 4000);
}

void TestUsageFunctions::agreesWithTheDomainOnAccess()
{
    const std::vector<QDateTime> times{
        {},       usageNow.addDays(-7), usageNow.addDays(-7).addMSecs(1), usageNow.addMSecs(-1),
        usageNow, usageNow.addMSecs(1)};
    const QStringList words{{},
                            QStringLiteral("trialing"),
                            QStringLiteral("active"),
                            QStringLiteral("past_due"),
                            QStringLiteral("unpaid"),
                            QStringLiteral("incomplete"),
                            QStringLiteral("incomplete_expired"),
                            QStringLiteral("paused"),
                            QStringLiteral("canceled"),
                            QStringLiteral("hibernating")};
    Session &session = m_database->session();
    for (const SubscriptionStatus status : allSubscriptionStatuses) {
        for (const QString &word : words) {
            for (const QDateTime &trialEnd : times) {
                for (const QDateTime &due : times) {
                    const auto has = session.selectOne(
                        QStringLiteral("select billing.has_access(?, ?, ?, ?, 7, ?)"),
                        {toText(status),
                         word.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(word),
                         trialEnd, due, usageNow},
                        [](const Row &row) { return !row.isNull(0) && row.boolean(0); });
                    QVERIFY(has);
                    QCOMPARE(**has, hasAccess({status, word, trialEnd, due}, usageNow));
                }
            }
        }
    }
}

void TestUsageFunctions::reservesInThePlatformsOwnTransaction()
{
    addPresentVendor();
    const auto session = platform();
    {
        Transaction transaction(*session);
        QVERIFY(transaction.begin());
        QCOMPARE(reserve(*session, "'acme', 'orders', 2"), QStringLiteral("t - 2/100 98"));
        QCOMPARE(reserve(*session, "'acme', 'products', 200"), QStringLiteral("t - 200/200 0"));
        QCOMPARE(reserve(*session, "'acme', 'products', 1"),
                 QStringLiteral("f limit_exceeded 200/200 0"));
        // and so it goes on: a refusal does not break the transaction
        QCOMPARE(reserve(*session, "'acme', 'orders', 1"), QStringLiteral("t - 3/100 97"));
    } // rolled back
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 0);
    QCOMPARE(reserve(*session, "'acme', 'orders', 1"), QStringLiteral("t - 1/100 99"));
    QCOMPARE(reserve(*session, "'acme', 'orders', -1, now() - interval '1 minute'"),
             QStringLiteral("t - 0/100 100"));
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 0);
}

void TestUsageFunctions::tellsThePlatformWhyNot()
{
    addPresentVendor(QStringLiteral("enterprise"));
    const auto session = platform();
    QCOMPARE(reserve(*session, "'acme', 'orders', 1"), QStringLiteral("t - 1/- -"));
    QCOMPARE(reserve(*session, "'nobody', 'orders', 1"), QStringLiteral("f vendor_unknown /- -"));
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set status = 'paused'")));
    QCOMPARE(reserve(*session, "'acme', 'orders', 1"),
             QStringLiteral("f subscription_inactive 1/- -"));
}

void TestUsageFunctions::refusesThePlatformNonsense_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::newRow("no such metric") << QByteArray("'acme', 'storage', 1");
    QTest::newRow("nothing") << QByteArray("'acme', 'orders', 0");
    QTest::newRow("null") << QByteArray("'acme', 'orders', null");
    QTest::newRow("no metric") << QByteArray("'acme', null, 1");
}

void TestUsageFunctions::refusesThePlatformNonsense()
{
    QFETCH(QByteArray, arguments);
    addPresentVendor();
    const auto session = platform();
    const QString answer = reserve(*session, arguments.constData());
    QVERIFY2(answer.startsWith(QLatin1String("22023")), qPrintable(answer));
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 0);
}

// Whoever may call a function that runs as its owner must not be able to put things in its way.
void TestUsageFunctions::isNotMisledByAnotherSearchPath()
{
    addPresentVendor();
    const auto session = platform();
    QVERIFY(session->script(QStringLiteral(
        "create temporary table vendors (id bigint, vendor_code text);"
        "create temporary table settings (payment_grace_days integer);"
        "create function pg_temp.greatest_of(integer, integer) returns integer language sql as "
        "'select 0'; set search_path = pg_temp, billing, pg_catalog")));
    QCOMPARE(reserve(*session, "'acme', 'orders', 1"), QStringLiteral("t - 1/100 99"));
}

void TestUsageFunctions::worksInAnyTimeZone()
{
    VendorState vendor;
    vendor.status = vendor.stripeStatus = QStringLiteral("past_due");
    // Clocks go forward in between, so a day of the week before has 23 hours there.
    vendor.periodStart = QDateTime(QDate(2026, 3, 1), QTime(0, 30), Qt::UTC);
    vendor.pastDueSince = QDateTime(QDate(2026, 3, 27), QTime(12, 0), Qt::UTC);
    addVendor(*m_database, vendor);
    const QDateTime lastMoment(QDate(2026, 4, 3), QTime(11, 59, 59), Qt::UTC);
    for (const char *zone : {"Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati"}) {
        const auto session = m_database->open(QStringLiteral("orion_companion"));
        QVERIFY(session->script(QStringLiteral("set timezone = '%1'").arg(QLatin1String(zone))));
        const auto taken = session->selectOne(
            QStringLiteral("select outcome || ' ' || extract(epoch from window_start)::bigint from "
                           "billing.change_usage('acme', 'orders', 1, null, "
                           "to_timestamp(?::double precision))"),
            {lastMoment.toSecsSinceEpoch()}, [](const Row &row) { return row.text(0); });
        QVERIFY2(taken, taken ? "" : qPrintable(taken.error().detail));
        QCOMPARE(**taken,
                 QStringLiteral("granted %1")
                     .arg(QDateTime(QDate(2026, 4, 1), QTime(0, 30), Qt::UTC).toSecsSinceEpoch()));
        const auto over = session->selectOne(
            QStringLiteral("select outcome from billing.change_usage('acme', 'orders', 1, null, "
                           "to_timestamp(?::double precision))"),
            {lastMoment.toSecsSinceEpoch() + 1}, [](const Row &row) { return row.text(0); });
        QVERIFY(over);
        QCOMPARE(**over, QStringLiteral("subscription_inactive"));
    }
}

void TestUsageFunctions::tellsWhetherAVendorHasAFeature()
{
    addPresentVendor(QStringLiteral("business"));
    const auto session = platform();
    QVERIFY(hasFeatureForPlatform(*session, "acme", "analytics"));
    QVERIFY(hasFeatureForPlatform(*session, "acme", "basic_support"));
    QVERIFY(!hasFeatureForPlatform(*session, "acme", "white_label"));
    QVERIFY(!hasFeatureForPlatform(*session, "acme", "analytic"));
    QVERIFY(!hasFeatureForPlatform(*session, "nobody", "analytics"));
    const auto inService = [&](const char *feature) {
        return hasFeature(m_database->session(), QStringLiteral("acme"),
                          QString::fromLatin1(feature), QDateTime::currentDateTimeUtc())
            .value();
    };
    QVERIFY(inService("analytics"));
    QVERIFY(!inService("white_label"));
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set status = 'paused'")));
    QVERIFY(!hasFeatureForPlatform(*session, "acme", "analytics"));
    QVERIFY(!inService("analytics"));
}

void TestUsageFunctions::letsThePlatformDoNothingElse()
{
    // No table, no column, no sequence, and two functions.
    QCOMPARE(m_database->value(QStringLiteral(
                 "select string_agg(c.relname, ' ') from pg_class c where relnamespace = "
                 "'billing'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') and "
                 "(case when relkind = 'S' then has_sequence_privilege('orion_platform', c.oid, "
                 "'usage, select, update') else has_any_column_privilege('orion_platform', c.oid, "
                 "'select, insert, update, references') or has_table_privilege('orion_platform', "
                 "c.oid, 'select, insert, update, delete, truncate, references, trigger') end)")),
             QString());
    QCOMPARE(m_database->value(QStringLiteral(
                 "select string_agg(proname, ' ' order by proname) from pg_proc where pronamespace "
                 "= 'billing'::regnamespace and has_function_privilege('orion_platform', oid, "
                 "'execute')")),
             QStringLiteral("has_feature reserve_usage"));
    QCOMPARE(m_database->value(QStringLiteral(
                 "select has_schema_privilege('orion_platform', 'billing', 'create')")),
             QStringLiteral("false"));
}

void TestUsageFunctions::letsOnlyThePlatformReserve_data()
{
    QTest::addColumn<QString>("role");
    for (const char *role : {"orion_finance", "orion_ops"})
        QTest::newRow(role) << QString::fromLatin1(role);
}

void TestUsageFunctions::letsOnlyThePlatformReserve()
{
    QFETCH(QString, role);
    addPresentVendor();
    const auto session = m_database->open(role);
    QVERIFY(reserve(*session, "'acme', 'orders', 1").startsWith(QLatin1String("42501")));
    const auto direct = changeUsage(*session, changeBy(1), QDateTime::currentDateTimeUtc());
    QVERIFY(!direct);
    QCOMPARE(direct.error().code, ErrorCode::Forbidden);
    QCOMPARE(storedUsage(*m_database, UsageMetric::Orders), 0);
}

QTEST_GUILESS_MAIN(TestUsageFunctions)
#include "test_usagefunctions.moc"
