#include "services/demo/demodata.h"
#include "tests/support/testdatabase.h"

#include <QTest>

#include <map>

using namespace Orion;

namespace
{

const QDateTime anEvening(QDate(2026, 3, 30), QTime(21, 15, 40), Qt::UTC);

DemoOptions small()
{
    DemoOptions options;
    options.vendors = 60;
    options.months = 6;
    options.seed = 11;
    options.now = anEvening;
    return options;
}

QString told(const Error &error)
{
    return error.message + QLatin1Char(' ') + error.detail;
}

// Every row of every table, as one number a table.
std::map<QString, QString> fingerprints(TestDatabase &db)
{
    std::map<QString, QString> prints;
    const auto tables = db.session().select(
        QStringLiteral("select relname::text from pg_class where relkind in ('r', 'p') and "
                       "not relispartition and relnamespace = 'billing'::regnamespace"),
        {}, [](const Row &row) { return row.text(0); });
    for (const QString &table : tables.value())
        prints[table] = db.value(
            QStringLiteral("select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) "
                           "from billing.%1 t")
                .arg(table));
    return prints;
}

// Without the payloads' months, which come with the time that the demo looks from.
QString shapeOf(TestDatabase &db)
{
    return db.value(QStringLiteral(
        "select string_agg(line, E'\\n' order by line) from ("
        "select indexdef as line from pg_indexes where schemaname = 'billing' union all "
        "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || "
        "convalidated from pg_constraint where connamespace = 'billing'::regnamespace union all "
        "select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger t "
        "join "
        "pg_class c on c.oid = tgrelid where relnamespace = 'billing'::regnamespace and not "
        "tgisinternal) as lines "
        "where line !~ 'payloads_[0-9]'"));
}

} // namespace

class TestDemoData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheSameRowsFromTheSameOptions();
    void makesOthersFromAnotherSeed();
    void makesAnySize_data();
    void makesAnySize();
    void tellsEachStep();
    void leavesTheSchemaAsItWas();
    void letsNewRowsGoOnAfterTheDemos();
    void refusesADatabaseWithVendors();
    void refusesADatabaseWithoutTheSchema();
    void refusesOptionsOutOfRange_data();
    void refusesOptionsOutOfRange();
    void keepsNothingOfAHalfMadeDemo();
};

void TestDemoData::makesTheSameRowsFromTheSameOptions()
{
    TestDatabase first;
    TestDatabase second;
    const auto one = makeDemoData(first.session(), small());
    QVERIFY2(one, qPrintable(one ? QString() : told(one.error())));
    QVERIFY(makeDemoData(second.session(), small()));
    const auto expected = fingerprints(first);
    QVERIFY(expected.size() > 20);
    for (const auto &[table, print] : fingerprints(second))
        QVERIFY2(expected.at(table) == print, qPrintable(table));
}

void TestDemoData::makesOthersFromAnotherSeed()
{
    TestDatabase first;
    TestDatabase second;
    DemoOptions other = small();
    other.seed = 12;
    QVERIFY(makeDemoData(first.session(), small()));
    QVERIFY(makeDemoData(second.session(), other));
    const auto before = fingerprints(first);
    const auto after = fingerprints(second);
    for (const QString &table :
         {QStringLiteral("vendors"), QStringLiteral("vendor_subscriptions"),
          QStringLiteral("billing_history"), QStringLiteral("stripe_webhook_events")})
        QVERIFY2(before.at(table) != after.at(table), qPrintable(table));
}

void TestDemoData::makesAnySize_data()
{
    QTest::addColumn<qint64>("vendors");
    QTest::addColumn<int>("months");
    QTest::addColumn<qint64>("leastInvoices");
    QTest::newRow("one vendor") << qint64(1) << 1 << qint64(0);
    QTest::newRow("a handful") << qint64(7) << 3 << qint64(5);
    QTest::newRow("the default") << qint64(150) << 18 << qint64(1500);
    QTest::newRow("names run out") << qint64(3000) << 2 << qint64(4000);
}

void TestDemoData::makesAnySize()
{
    QFETCH(const qint64, vendors);
    QFETCH(const int, months);
    QFETCH(const qint64, leastInvoices);
    TestDatabase db;
    DemoOptions options = small();
    options.vendors = vendors;
    options.months = months;
    const auto made = makeDemoData(db.session(), options);
    QVERIFY2(made, qPrintable(made ? QString() : told(made.error())));
    QCOMPARE(made->vendors, vendors);
    QVERIFY(made->subscriptions >= vendors);
    QVERIFY2(made->invoices >= leastInvoices, qPrintable(QString::number(made->invoices)));
    QVERIFY(made->events <= std::min<qint64>(5000, vendors * 8));
    QVERIFY(made->snapshots >= 28 * months);
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.billing_history")),
             QString::number(made->invoices));
}

void TestDemoData::tellsEachStep()
{
    TestDatabase db;
    QStringList steps;
    QVERIFY(makeDemoData(db.session(), small(), [&](const QString &step) { steps << step; }));
    QVERIFY(steps.size() >= 10);
    QCOMPARE(steps.removeDuplicates(), 0);
}

void TestDemoData::leavesTheSchemaAsItWas()
{
    TestDatabase db;
    const QString before = shapeOf(db);
    QVERIFY(before.contains(QStringLiteral("one_live_subscription_a_vendor")));
    QVERIFY(before.contains(QStringLiteral("append_only O")));
    QVERIFY(makeDemoData(db.session(), small()));
    QCOMPARE(shapeOf(db), before);
    QCOMPARE(db.value(QStringLiteral("select count(*) from pg_namespace where nspname = "
                                     "'orion_demo'")),
             QStringLiteral("0"));
}

void TestDemoData::letsNewRowsGoOnAfterTheDemos()
{
    TestDatabase db;
    QVERIFY(makeDemoData(db.session(), small()));
    QCOMPARE(db.value(QStringLiteral("insert into billing.vendors (vendor_code, name, email) "
                                     "values ('new-one', 'New', 'a@b.example') returning id")),
             QStringLiteral("61"));
    QCOMPARE(db.value(QStringLiteral(
                 "insert into billing.billing_history (vendor_id, stripe_invoice_id, status, "
                 "currency, total_cents, invoice_date) values (61, 'in_new', 'open', 'eur', 1, "
                 "now()) returning id = (select max(id) + 1 from billing.billing_history)")),
             QStringLiteral("true"));
}

void TestDemoData::refusesADatabaseWithVendors()
{
    TestDatabase db;
    QVERIFY(db.session().execute(QStringLiteral("insert into billing.vendors (vendor_code, name, "
                                                "email) values ('real', 'Real', 'a@b.example')")));
    const auto before = fingerprints(db);
    const auto refused = makeDemoData(db.session(), small());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY(refused.error().message.contains(QStringLiteral("vendors already")));
    QVERIFY(fingerprints(db) == before);
}

void TestDemoData::refusesADatabaseWithoutTheSchema()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    const auto refused = makeDemoData(db.session(), small());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::SchemaOutdated);
}

void TestDemoData::refusesOptionsOutOfRange_data()
{
    QTest::addColumn<qint64>("vendors");
    QTest::addColumn<int>("months");
    QTest::addColumn<qint64>("seed");
    QTest::addColumn<QDateTime>("now");
    QTest::newRow("no vendors") << qint64(0) << 6 << qint64(1) << anEvening;
    QTest::newRow("too many vendors") << qint64(1'000'001) << 6 << qint64(1) << anEvening;
    QTest::newRow("no months") << qint64(5) << 0 << qint64(1) << anEvening;
    QTest::newRow("too many months") << qint64(5) << 121 << qint64(1) << anEvening;
    QTest::newRow("a negative seed") << qint64(5) << 6 << qint64(-1) << anEvening;
    QTest::newRow("no time") << qint64(5) << 6 << qint64(1) << QDateTime();
}

void TestDemoData::refusesOptionsOutOfRange()
{
    QFETCH(const qint64, vendors);
    QFETCH(const int, months);
    QFETCH(const qint64, seed);
    QFETCH(const QDateTime, now);
    TestDatabase db;
    const auto refused = makeDemoData(db.session(), {vendors, months, seed, now, {}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

void TestDemoData::keepsNothingOfAHalfMadeDemo()
{
    TestDatabase db;
    // The audit log is among the last that is written.
    QVERIFY(db.session().script(
        QStringLiteral("create function billing.break_it() returns trigger language plpgsql as "
                       "$$ begin raise exception 'broken'; end $$;"
                       "create trigger breaks before insert on billing.audit_log for each row "
                       "execute function billing.break_it()")));
    const auto before = fingerprints(db);
    const QString schema = shapeOf(db);
    const auto failed = makeDemoData(db.session(), small());
    QVERIFY(!failed);
    QVERIFY(failed.error().detail.contains(QStringLiteral("12_operations")));
    QVERIFY(fingerprints(db) == before);
    QCOMPARE(shapeOf(db), schema);

    QVERIFY(db.session().script(QStringLiteral("drop trigger breaks on billing.audit_log")));
    QVERIFY(makeDemoData(db.session(), small()));
}

QTEST_GUILESS_MAIN(TestDemoData)
#include "test_demodata.moc"
