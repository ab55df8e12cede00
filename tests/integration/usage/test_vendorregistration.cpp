#include "services/billing/subscriptionoverview.h"
#include "services/billing/vendorregistration.h"
#include "tests/integration/usage/usageworld.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Orion;

class TestVendorRegistration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_database = std::make_unique<TestDatabase>(); }
    void cleanup() { m_database.reset(); }
    void startsATrialOnTheTierGiven();
    void startsOnEssentialWithoutATier();
    void startsATrialOfNoDaysAsExpired();
    void changesNothingWhenRepeated();
    void changesNameAndEmail();
    void changesTheTierOfALocalTrialOnly();
    void startsTheTrialOfAVendorThatNeverHadOne();
    void neverStartsASecondTrial();
    void refuses_data();
    void refuses();
    void registersOnceThoughManyComeAtOnce();

private:
    Result<RegistrationOutcome> put(const std::optional<QString> &tier = {}, int days = 30,
                                    const QString &name = QStringLiteral("Acme"))
    {
        const auto companion = m_database->open(QStringLiteral("orion_companion"));
        return registerVendor(
            *companion, {QStringLiteral("acme"), name, QStringLiteral("a@acme.example"), tier},
            days, QStringLiteral("admin:alice"), usageNow);
    }
    QString counts()
    {
        return m_database->value(QStringLiteral(
            "select concat_ws(' ', (select count(*) from billing.vendors), (select count(*) from "
            "billing.vendor_subscriptions), (select count(*) from billing.subscription_changes), "
            "(select count(*) from billing.audit_log))"));
    }
    SubscriptionOverview overview()
    {
        return readOverview(m_database->session(), QStringLiteral("acme"), usageNow).value();
    }

    std::unique_ptr<TestDatabase> m_database;
};

void TestVendorRegistration::startsATrialOnTheTierGiven()
{
    QCOMPARE(put(QStringLiteral("professional")), RegistrationOutcome::Registered);
    const SubscriptionOverview seen = overview();
    QCOMPARE(seen.status, SubscriptionStatus::Trial);
    QCOMPARE(seen.tierCode, QStringLiteral("professional"));
    QCOMPARE(seen.trialEndsAt, usageNow.addDays(30));
    QCOMPARE(seen.periodStart, usageNow);
    QVERIFY(!seen.nextBillingDate.isValid()); // nobody charges for it
    QCOMPARE(seen.orders.limit, Limit(500));
    QCOMPARE(counts(), QStringLiteral("1 1 1 1"));
    QCOMPARE(m_database->value(QStringLiteral(
                 "select concat_ws(' ', cause, actor, old_status, new_status, new_mrr_cents) from "
                 "billing.subscription_changes")),
             QStringLiteral("registration admin:alice trial 0"));
    QCOMPARE(m_database->value(QStringLiteral(
                 "select concat_ws(' ', actor, action, entity, entity_id, before is null, "
                 "after->>'tier_code') from billing.audit_log")),
             QStringLiteral("admin:alice vendor.registered vendor acme t professional"));
}

void TestVendorRegistration::startsOnEssentialWithoutATier()
{
    QCOMPARE(put(), RegistrationOutcome::Registered);
    QCOMPARE(overview().tierCode, QStringLiteral("essential"));
}

void TestVendorRegistration::startsATrialOfNoDaysAsExpired()
{
    QCOMPARE(put(QStringLiteral("business"), 0), RegistrationOutcome::Registered);
    const SubscriptionOverview seen = overview();
    QCOMPARE(seen.status, SubscriptionStatus::Expired);
    QCOMPARE(seen.tierCode, QStringLiteral("business"));
    const auto taken = changeUsage(m_database->session(), changeBy(1), usageNow);
    QCOMPARE(taken->outcome, UsageOutcome::SubscriptionInactive);
}

void TestVendorRegistration::changesNothingWhenRepeated()
{
    QCOMPARE(put(QStringLiteral("professional")), RegistrationOutcome::Registered);
    QCOMPARE(put(QStringLiteral("professional")), RegistrationOutcome::Unchanged);
    QCOMPARE(put(), RegistrationOutcome::Unchanged);
    QCOMPARE(counts(), QStringLiteral("1 1 1 1"));
    QCOMPARE(overview().tierCode, QStringLiteral("professional"));
}

void TestVendorRegistration::changesNameAndEmail()
{
    QVERIFY(put());
    QCOMPARE(put({}, 30, QStringLiteral("Acme & Sons")), RegistrationOutcome::Changed);
    QCOMPARE(m_database->value(QStringLiteral("select name from billing.vendors")),
             QStringLiteral("Acme & Sons"));
    QCOMPARE(counts(), QStringLiteral("1 1 1 2"));
    QCOMPARE(m_database->value(QStringLiteral(
                 "select (before->>'name') || ' ' || (after->>'name') from billing.audit_log where "
                 "action = 'vendor.changed'")),
             QStringLiteral("Acme Acme & Sons"));
}

void TestVendorRegistration::changesTheTierOfALocalTrialOnly()
{
    QVERIFY(put());
    QCOMPARE(put(QStringLiteral("business")), RegistrationOutcome::Changed);
    QCOMPARE(overview().tierCode, QStringLiteral("business"));
    QCOMPARE(overview().trialEndsAt, usageNow.addDays(30)); // no longer than before
    QCOMPARE(counts(), QStringLiteral("1 1 2 2"));
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set status = 'active', stripe_status ="
                       " 'active', stripe_subscription_id = 'sub_1'")));
    QCOMPARE(put(QStringLiteral("essential")), RegistrationOutcome::Unchanged);
    QCOMPARE(overview().tierCode, QStringLiteral("business"));
}

void TestVendorRegistration::startsTheTrialOfAVendorThatNeverHadOne()
{
    QVERIFY(m_database->session().execute(
        QStringLiteral("insert into billing.vendors (vendor_code, name, email) values ('acme', "
                       "'Acme', 'a@acme.example')")));
    QVERIFY(!overview().status);
    QCOMPARE(overview().orders.limit, Limit(0));
    QCOMPARE(put(), RegistrationOutcome::Changed);
    QCOMPARE(overview().status, SubscriptionStatus::Trial);
}

void TestVendorRegistration::neverStartsASecondTrial()
{
    QVERIFY(put());
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.vendor_subscriptions set status = 'expired'")));
    QCOMPARE(put(QStringLiteral("business")), RegistrationOutcome::Unchanged);
    QCOMPARE(overview().status, SubscriptionStatus::Expired);
    QCOMPARE(counts(), QStringLiteral("1 1 1 1"));
}

void TestVendorRegistration::refuses_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("tier");
    QTest::addColumn<ErrorCode>("error");
    const ErrorCode invalid = ErrorCode::InvalidArgument;
    QTest::newRow("code") << "a/b"
                          << "A"
                          << "a@b"
                          << "essential" << invalid;
    QTest::newRow("no name") << "a"
                             << "  "
                             << "a@b"
                             << "essential" << invalid;
    QTest::newRow("long name") << "a" << QString(256, u'n') << "a@b"
                               << "essential" << invalid;
    QTest::newRow("no email") << "a"
                              << "A"
                              << ""
                              << "essential" << invalid;
    QTest::newRow("email without a place") << "a"
                                           << "A"
                                           << "a@"
                                           << "essential" << invalid;
    QTest::newRow("two emails") << "a"
                                << "A"
                                << "a@b, c@d"
                                << "essential" << invalid;
    QTest::newRow("tier") << "a"
                          << "A"
                          << "a@b"
                          << "gold" << ErrorCode::TierNotFound;
    QTest::newRow("old tier") << "a"
                              << "A"
                              << "a@b"
                              << "enterprise" << ErrorCode::TierNotFound;
}

void TestVendorRegistration::refuses()
{
    QFETCH(QString, code);
    QFETCH(QString, name);
    QFETCH(QString, email);
    QFETCH(QString, tier);
    QFETCH(ErrorCode, error);
    QVERIFY(m_database->session().execute(
        QStringLiteral("update billing.subscription_tiers set is_active = code <> 'enterprise'")));
    const auto done = registerVendor(m_database->session(), {code, name, email, tier}, 30,
                                     QStringLiteral("admin"), usageNow);
    QVERIFY(!done);
    QCOMPARE(done.error().code, error);
    QCOMPARE(counts(), QStringLiteral("0 0 0 0"));
}

void TestVendorRegistration::registersOnceThoughManyComeAtOnce()
{
    std::atomic<int> registered = 0;
    std::atomic<int> unchanged = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const auto outcome = put();
            registered += outcome == RegistrationOutcome::Registered ? 1 : 0;
            unchanged += outcome == RegistrationOutcome::Unchanged ? 1 : 0;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(registered.load(), 1);
    QCOMPARE(unchanged.load(), 7);
    QCOMPARE(counts(), QStringLiteral("1 1 1 1"));
}

QTEST_GUILESS_MAIN(TestVendorRegistration)
#include "test_vendorregistration.moc"
