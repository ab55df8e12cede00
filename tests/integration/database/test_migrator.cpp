#include "services/database/migrator.h"
#include "tests/support/testdatabase.h"

#include <QTest>

#include <array>
#include <thread>

using namespace Orion;

namespace
{

std::vector<Migration> twoSteps()
{
    return {{1, QStringLiteral("things"), QStringLiteral("create table billing.things (id int);")},
            {2, QStringLiteral("more"),
             QStringLiteral("create table billing.more (id int); insert into billing.more "
                            "values (1);")}};
}

} // namespace

class TestMigrator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheWholeSchema();
    void changesNothingTheSecondTime();
    void keepsNothingOfAHalfAppliedMigration();
    void refusesANewerDatabase();
    void refusesAnAppliedMigrationWithOtherContents();
    void saysWhatIsMissing();
    void letsManyProgramsMigrateAtOnce();
    void ownsTheTablesAsTheOwnerWhoeverMigrates();
    void preparesThePayloadPartitions();
    void readsTheStateAsEveryRole();
    void refusesALoginWithoutTheRights();
};

void TestMigrator::makesTheWholeSchema()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    const auto migrator = Migrator::fromResources();
    QVERIFY(migrator);
    const auto applied = migrator->migrate(db.session());
    QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message + applied.error().detail));
    QCOMPARE(applied->size(), migrator->migrations().size());
    QVERIFY(migrator->checkCurrent(db.session()));
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.subscription_tiers")),
             QStringLiteral("4"));
    QCOMPARE(db.value(QStringLiteral("select price_annual_cents from billing.subscription_tiers "
                                     "where code = 'business'")),
             QStringLiteral("199000"));
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.addon_products")),
             QStringLiteral("5"));
}

void TestMigrator::changesNothingTheSecondTime()
{
    TestDatabase db;
    const auto migrator = Migrator::fromResources();
    const QString everything = QStringLiteral(
        "select md5(string_agg(c.oid::text || c.relname || coalesce(c.relacl::text, ''), ',' "
        "order by c.oid)) from pg_class c where relnamespace = 'billing'::regnamespace");
    const QString before = db.value(everything);
    QVERIFY(!before.isEmpty());
    const auto applied = migrator->migrate(db.session());
    QVERIFY(applied);
    QVERIFY(applied->empty());
    QCOMPARE(db.value(everything), before);
}

void TestMigrator::keepsNothingOfAHalfAppliedMigration()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    auto steps = twoSteps();
    steps.at(1).sql += QStringLiteral(" insert into billing.nowhere values (1);");
    const auto failed = Migrator(steps).migrate(db.session());
    QVERIFY(!failed);
    QVERIFY2(failed.error().message.contains(QLatin1String("2 (more)")),
             qPrintable(failed.error().message + failed.error().detail));
    QVERIFY(failed.error().detail.contains(QLatin1String("42P01")));
    QCOMPARE(db.value(QStringLiteral("select to_regclass('billing.things')::text")),
             QStringLiteral("billing.things"));
    QCOMPARE(db.value(QStringLiteral("select to_regclass('billing.more')::text")), QString());
    QCOMPARE(db.value(QStringLiteral("select max(version) from billing.schema_migrations")),
             QStringLiteral("1"));

    // Put right, it goes on where it stopped.
    const auto applied = Migrator(twoSteps()).migrate(db.session());
    QVERIFY(applied);
    QCOMPARE(applied->size(), std::size_t(1));
    QCOMPARE(db.value(QStringLiteral("select count(*) from billing.more")), QStringLiteral("1"));
}

void TestMigrator::refusesANewerDatabase()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    QVERIFY(Migrator(twoSteps()).migrate(db.session()));
    auto older = twoSteps();
    older.pop_back();
    const Migrator migrator(older);
    const auto checked = migrator.checkCurrent(db.session());
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::SchemaTooNew);
    QVERIFY(checked.error().message.contains(QLatin1String("version 2")));
    const auto migrated = migrator.migrate(db.session());
    QVERIFY(!migrated);
    QCOMPARE(migrated.error().code, ErrorCode::SchemaTooNew);
}

void TestMigrator::refusesAnAppliedMigrationWithOtherContents()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    QVERIFY(Migrator(twoSteps()).migrate(db.session()));
    auto changed = twoSteps();
    changed.at(0).sql += QStringLiteral("-- changed");
    const auto migrated = Migrator(changed).migrate(db.session());
    QVERIFY(!migrated);
    QCOMPARE(migrated.error().code, ErrorCode::DatabaseFailed);
    QVERIFY(migrated.error().message.contains(QLatin1String("1 (things)")));
}

void TestMigrator::saysWhatIsMissing()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    const Migrator migrator(twoSteps());
    const auto nothingYet = migrator.status(db.session());
    QVERIFY(nothingYet);
    QCOMPARE(nothingYet->pending.size(), std::size_t(2));
    auto first = twoSteps();
    first.pop_back();
    QVERIFY(Migrator(first).migrate(db.session()));
    const auto status = migrator.status(db.session());
    QVERIFY(status);
    QCOMPARE(status->applied.size(), std::size_t(1));
    QCOMPARE(status->pending.size(), std::size_t(1));
    QCOMPARE(status->pending.at(0).name, QStringLiteral("more"));
    const auto checked = migrator.checkCurrent(db.session());
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::SchemaOutdated);
}

void TestMigrator::letsManyProgramsMigrateAtOnce()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    const auto migrator = Migrator::fromResources();
    std::array<Result<std::vector<Migration>>, 4> answers;
    std::vector<std::thread> threads;
    for (auto &answer : answers)
        threads.emplace_back([&] { answer = migrator->migrate(*db.open()); });
    for (std::thread &thread : threads)
        thread.join();
    std::size_t applied = 0;
    for (const auto &answer : answers) {
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message + answer.error().detail));
        applied += answer->size();
    }
    QCOMPARE(applied, migrator->migrations().size());
}

void TestMigrator::ownsTheTablesAsTheOwnerWhoeverMigrates()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    QVERIFY(Migrator::fromResources()->migrate(*db.open(QStringLiteral("postgres"))));
    QCOMPARE(db.value(QStringLiteral("select string_agg(distinct tableowner, ',') from pg_tables "
                                     "where schemaname = 'billing'")),
             QStringLiteral("orion_owner"));
    // And the next program may be the owner itself.
    QVERIFY(Migrator::fromResources()->migrate(db.session()));
}

void TestMigrator::preparesThePayloadPartitions()
{
    TestDatabase db;
    QCOMPARE(db.value(QStringLiteral("select count(*) from pg_inherits where inhparent = "
                                     "'billing.stripe_webhook_payloads'::regclass")),
             QStringLiteral("4")); // three months and the default
    QCOMPARE(db.value(QStringLiteral("select to_regclass('billing.stripe_webhook_payloads_' || "
                                     "to_char(current_date, 'YYYY_MM')) is not null")),
             QStringLiteral("true"));
}

void TestMigrator::readsTheStateAsEveryRole()
{
    TestDatabase db;
    const auto migrator = Migrator::fromResources();
    for (const char *role : {"orion_companion", "orion_admin", "orion_finance", "orion_ops"})
        QVERIFY2(migrator->checkCurrent(*db.open(QLatin1String(role))), role);
}

void TestMigrator::refusesALoginWithoutTheRights()
{
    TestDatabase db(TestDatabase::Contents::Empty);
    const auto migrated =
        Migrator::fromResources()->migrate(*db.open(QStringLiteral("orion_finance")));
    QVERIFY(!migrated);
    QCOMPARE(migrated.error().code, ErrorCode::Forbidden);
}

QTEST_GUILESS_MAIN(TestMigrator)
#include "test_migrator.moc"
