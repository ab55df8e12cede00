#include "services/billing/limitoverrides.h"
#include "tests/integration/usage/usageworld.h"

#include <QTest>

using namespace Orion;

class TestLimitOverrides : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TestDatabase>();
        addVendor(*m_database);
        m_admin = m_database->open(QStringLiteral("orion_admin"));
    }
    void cleanup()
    {
        m_admin.reset();
        m_database.reset();
    }
    void beatsTheTierUntilItIsCleared();
    void leavesATrace();
    void replacesAnEarlierOne();
    void refuses_data();
    void refuses();
    void isForAdminsOnly();

private:
    Result<void> set(const LimitOverride &custom, const char *reason = "A large order",
                     const char *vendor = "acme")
    {
        return setLimitOverride(*m_admin, QString::fromLatin1(vendor), UsageMetric::TeamMembers,
                                custom, QString::fromLatin1(reason), QStringLiteral("alice"),
                                usageNow);
    }
    Result<void> clear()
    {
        return clearLimitOverride(*m_admin, QStringLiteral("acme"), UsageMetric::TeamMembers,
                                  QStringLiteral("Over"), QStringLiteral("bob"), usageNow);
    }
    Limit limit(const QDateTime &now = usageNow)
    {
        return changeUsage(m_database->session(), changeBy(-1, UsageMetric::TeamMembers), now)
            ->usage.limit;
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Session> m_admin;
};

void TestLimitOverrides::beatsTheTierUntilItIsCleared()
{
    QCOMPARE(limit(), Limit(1));
    QVERIFY(set({25, usageNow.addDays(2)}));
    QCOMPARE(limit(), Limit(25));
    QCOMPARE(limit(usageNow.addDays(2)), Limit(1));
    QVERIFY(set({std::nullopt, {}}));
    QCOMPARE(limit(), Limit());
    QVERIFY(clear());
    QCOMPARE(limit(), Limit(1));
    QVERIFY(clear()); // nothing there is fine
}

void TestLimitOverrides::leavesATrace()
{
    QVERIFY(set({25, usageNow.addDays(2)}));
    QVERIFY(clear());
    QVERIFY(clear());
    const auto rows = m_database->session().select(
        QStringLiteral("select concat_ws('|', actor, action, entity, entity_id, before->>'limit', "
                       "after->>'limit', after->>'expires_at', reason) from billing.audit_log "
                       "order by id"),
        {}, [](const Row &row) { return row.text(0); });
    QVERIFY(rows);
    QCOMPARE(*rows, (std::vector<QString>{
                        QStringLiteral("alice|limit.overridden|vendor|acme|25|2026-06-17T12:00:00Z|"
                                       "A large order"),
                        QStringLiteral("bob|limit.restored|vendor|acme|25|Over")}));
}

void TestLimitOverrides::replacesAnEarlierOne()
{
    QVERIFY(set({25, usageNow.addDays(2)}, "First"));
    QVERIFY(set({30, {}}, "Second"));
    QCOMPARE(m_database->value(QStringLiteral(
                 "select concat_ws('|', limit_value, expires_at is null, reason, created_by) from "
                 "billing.limit_overrides")),
             QStringLiteral("30|t|Second|alice"));
    QCOMPARE(m_database->value(QStringLiteral("select before->>'limit' from billing.audit_log "
                                              "order by id desc limit 1")),
             QStringLiteral("25"));
}

void TestLimitOverrides::refuses_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QDateTime>("expires");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("vendor");
    QTest::addColumn<ErrorCode>("error");
    const ErrorCode invalid = ErrorCode::InvalidArgument;
    const QByteArray acme = "acme";
    const QByteArray why = "because";
    QTest::newRow("no reason") << qint64(5) << QDateTime() << QByteArray(" ") << acme << invalid;
    QTest::newRow("negative") << qint64(-1) << QDateTime() << why << acme << invalid;
    QTest::newRow("too large") << qint64(2'147'483'648) << QDateTime() << why << acme << invalid;
    QTest::newRow("expired") << qint64(5) << usageNow << why << acme << invalid;
    QTest::newRow("vendor") << qint64(5) << QDateTime() << why << QByteArray("nobody")
                            << ErrorCode::NotFound;
}

void TestLimitOverrides::refuses()
{
    QFETCH(qint64, limit);
    QFETCH(QDateTime, expires);
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, vendor);
    QFETCH(ErrorCode, error);
    const auto done = set({limit, expires}, reason.constData(), vendor.constData());
    QVERIFY(!done);
    QCOMPARE(done.error().code, error);
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.audit_log")),
             QStringLiteral("0"));
}

void TestLimitOverrides::isForAdminsOnly()
{
    for (const char *role : {"orion_finance", "orion_ops", "orion_companion"}) {
        m_admin = m_database->open(QString::fromLatin1(role));
        const auto done = set({25, {}});
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Forbidden);
    }
    QCOMPARE(m_database->value(QStringLiteral("select count(*) from billing.limit_overrides")),
             QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestLimitOverrides)
#include "test_limitoverrides.moc"
