#include "services/billing/rights.h"
#include "services/billing/tierservice.h"
#include "services/database/session.h"
#include "tests/support/testdatabase.h"

#include <QTest>

using namespace Orion;

class TestTierService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_db = std::make_unique<TestDatabase>(); }
    void cleanup() { m_db.reset(); }
    void listsTiersInTheirOrder();
    void savesEveryFieldAndCountsTheRevision();
    void refusesTheSecondOfTwoEditsOfOneRevision();
    void keepsUnlimitedAndNoPriceAsNull();
    void namesTheFieldThatIsWrong_data();
    void namesTheFieldThatIsWrong();
    void refusesACodeOrPlaceThatAnotherTierHas();
    void neverChangesACode();
    void clearsAStripePriceWhoseAmountChanged();
    void keepsAStripePriceGivenWithTheNewAmount();
    void refusesAStripePriceOfAnotherAmount();
    void writesWhoChangedWhat();
    void letsOnlyAdminsEdit();

private:
    Tier essential();
    Tier saved(const Tier &tier);

    std::unique_ptr<TestDatabase> m_db;
};

Tier TestTierService::essential()
{
    return listTiers(m_db->session()).value().front();
}

Tier TestTierService::saved(const Tier &tier)
{
    return saveTier(m_db->session(), tier, tier.revision, QStringLiteral("anna")).value();
}

void TestTierService::listsTiersInTheirOrder()
{
    const auto tiers = listTiers(m_db->session());
    QVERIFY(tiers);
    QStringList codes;
    for (const Tier &tier : *tiers)
        codes.append(tier.code);
    QCOMPARE(codes.join(u' '), QStringLiteral("essential professional business enterprise"));
    QCOMPARE(tiers->at(0).priceMonthlyCents, 4900);
    QVERIFY(!tiers->at(3).priceMonthlyCents);
    QVERIFY(!tiers->at(1).productsLimit);
}

void TestTierService::savesEveryFieldAndCountsTheRevision()
{
    Tier tier;
    tier.code = QStringLiteral("starter");
    tier.name = QStringLiteral("Starter");
    tier.priceMonthlyCents = 1900;
    tier.ordersPerMonth = 10;
    tier.productsLimit = 20;
    tier.teamMembers = 1;
    tier.features = {QStringLiteral("api_access"), QStringLiteral("basic_support")};
    tier.stripeProductId = QStringLiteral("prod_1");
    tier.stripePriceMonthlyId = QStringLiteral("price_1");
    tier.isActive = false;
    tier.displayOrder = 5;
    const Tier made = saved(tier);
    QVERIFY(made.id > 0);
    QCOMPARE(made.revision, 1);

    Tier edit = getTier(m_db->session(), made.id).value();
    QCOMPARE(edit.features, tier.features);
    QCOMPARE(edit.stripePriceMonthlyId, tier.stripePriceMonthlyId);
    QVERIFY(!edit.isActive);
    edit.name = QStringLiteral("Start");
    edit.productsLimit.reset();
    const Tier changed = saved(edit);
    QCOMPARE(changed.revision, 2);
    QCOMPARE(changed.name, QStringLiteral("Start"));
    QVERIFY(!changed.productsLimit);
    QCOMPARE(changed.ordersPerMonth, 10);
}

void TestTierService::refusesTheSecondOfTwoEditsOfOneRevision()
{
    const Tier read = essential();
    Tier first = read;
    first.name = QStringLiteral("First");
    saved(first);
    Tier second = read;
    second.name = QStringLiteral("Second");
    const auto refused = saveTier(m_db->session(), second, read.revision, QStringLiteral("ben"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(essential().name, QStringLiteral("First"));
}

void TestTierService::keepsUnlimitedAndNoPriceAsNull()
{
    Tier tier = essential();
    tier.ordersPerMonth.reset();
    tier.priceAnnualCents.reset();
    saved(tier);
    QCOMPARE(m_db->value(QStringLiteral(
                 "select (orders_per_month is null and price_annual_cents is null)::text"
                 " from billing.subscription_tiers where code = 'essential'")),
             QStringLiteral("true"));
}

void TestTierService::namesTheFieldThatIsWrong_data()
{
    using Change = std::function<void(Tier &)>;
    QTest::addColumn<QString>("field");
    QTest::addColumn<Change>("change");
    QTest::newRow("capital letter")
        << "code" << Change([](Tier &t) { t.code = QStringLiteral("Pro"); });
    QTest::newRow("long code") << "code" << Change([](Tier &t) { t.code = QString(41, u'a'); });
    QTest::newRow("blank name") << "name" << Change([](Tier &t) { t.name = QStringLiteral("  "); });
    QTest::newRow("currency") << "currency"
                              << Change([](Tier &t) { t.currency = QStringLiteral("EURO"); });
    QTest::newRow("negative") << "price_monthly_cents"
                              << Change([](Tier &t) { t.priceMonthlyCents = -1; });
    QTest::newRow("huge limit") << "products_limit"
                                << Change([](Tier &t) { t.productsLimit = 3'000'000'000; });
    QTest::newRow("feature") << "features" << Change([](Tier &t) {
        t.features = {QStringLiteral("API access")};
    });
    QTest::newRow("product id") << "stripe_product_id" << Change([](Tier &t) {
        t.stripeProductId = QStringLiteral("price_1");
    });
    QTest::newRow("price id") << "stripe_price_monthly_id" << Change([](Tier &t) {
        t.stripePriceMonthlyId = QStringLiteral("prod_1");
    });
    QTest::newRow("price id without price") << "stripe_price_annual_id" << Change([](Tier &t) {
        t.priceAnnualCents.reset();
        t.stripePriceAnnualId = QStringLiteral("price_2");
    });
}

void TestTierService::namesTheFieldThatIsWrong()
{
    QFETCH(QString, field);
    QFETCH(std::function<void(Tier &)>, change);
    Tier tier = essential();
    QVERIFY(checkTier(tier).empty());
    change(tier);
    const auto problems = checkTier(tier);
    QCOMPARE(problems.size(), 1U);
    QCOMPARE(problems.front().field, field);
    const auto refused = saveTier(m_db->session(), tier, tier.revision, QStringLiteral("anna"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

void TestTierService::refusesACodeOrPlaceThatAnotherTierHas()
{
    Tier tier;
    tier.code = QStringLiteral("essential");
    tier.name = QStringLiteral("Another");
    tier.displayOrder = 99;
    const auto sameCode = saveTier(m_db->session(), tier, 0, QStringLiteral("anna"));
    QVERIFY(!sameCode);
    QCOMPARE(sameCode.error().code, ErrorCode::InvalidArgument);
    tier.code = QStringLiteral("another");
    tier.displayOrder = 10;
    const auto samePlace = saveTier(m_db->session(), tier, 0, QStringLiteral("anna"));
    QVERIFY(!samePlace);
    QVERIFY(samePlace.error().message.contains(QStringLiteral("Essential")));
}

void TestTierService::neverChangesACode()
{
    Tier tier = essential();
    tier.code = QStringLiteral("basic");
    const auto refused = saveTier(m_db->session(), tier, tier.revision, QStringLiteral("anna"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

void TestTierService::clearsAStripePriceWhoseAmountChanged()
{
    Tier tier = essential();
    tier.stripePriceMonthlyId = QStringLiteral("price_month");
    tier.stripePriceAnnualId = QStringLiteral("price_year");
    tier = saved(tier);
    tier.priceMonthlyCents = 5900;
    tier = saved(tier);
    QCOMPARE(tier.stripePriceMonthlyId, QString());
    QCOMPARE(tier.stripePriceAnnualId, QStringLiteral("price_year"));
    // Present subscribers keep the old price, and events still find the tier by it.
    QCOMPARE(m_db->value(QStringLiteral(
                 "select string_agg(stripe_price_id || ' ' || amount_cents || ' ' || active, ', '"
                 " order by stripe_price_id) from billing.tier_prices")),
             QStringLiteral("price_month 4900 false, price_year 49000 true"));
}

void TestTierService::keepsAStripePriceGivenWithTheNewAmount()
{
    Tier tier = essential();
    tier.stripePriceMonthlyId = QStringLiteral("price_old");
    tier = saved(tier);
    tier.priceMonthlyCents = 5900;
    tier.stripePriceMonthlyId = QStringLiteral("price_new");
    tier = saved(tier);
    QCOMPARE(tier.stripePriceMonthlyId, QStringLiteral("price_new"));
    QCOMPARE(m_db->value(QStringLiteral("select amount_cents from billing.tier_prices"
                                        " where stripe_price_id = 'price_new' and active")),
             QStringLiteral("5900"));
}

void TestTierService::refusesAStripePriceOfAnotherAmount()
{
    Tier tier = essential();
    tier.stripePriceMonthlyId = QStringLiteral("price_1");
    tier = saved(tier);
    tier.priceMonthlyCents = 5900;
    tier = saved(tier);
    tier.stripePriceMonthlyId = QStringLiteral("price_1");
    const auto refused = saveTier(m_db->session(), tier, tier.revision, QStringLiteral("anna"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(essential().revision, tier.revision);
}

void TestTierService::writesWhoChangedWhat()
{
    Tier tier = essential();
    tier.name = QStringLiteral("Basic");
    saved(tier);
    QCOMPARE(m_db->value(QStringLiteral(
                 "select concat_ws(' ', actor, action, entity_id, before->>'name', after->>'name')"
                 " from billing.audit_log order by id desc limit 1")),
             QStringLiteral("anna tier.changed essential Essential Basic"));
}

void TestTierService::letsOnlyAdminsEdit()
{
    const auto admin = m_db->open(QStringLiteral("orion_admin"));
    const auto finance = m_db->open(QStringLiteral("orion_finance"));
    QVERIFY(readRights(*admin).value().editTiers);
    const Rights rights = readRights(*finance).value();
    QCOMPARE(rights.role, QStringLiteral("orion_finance"));
    QVERIFY(!rights.editTiers);
    QVERIFY(!rights.replayEvents);
    QVERIFY(!rights.readPayloads);

    Tier tier = listTiers(*finance).value().front();
    tier.name = QStringLiteral("Mine");
    const auto refused = saveTier(*finance, tier, tier.revision, QStringLiteral("finance"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Forbidden);
    tier = listTiers(*admin).value().front();
    tier.name = QStringLiteral("Ours");
    QVERIFY(saveTier(*admin, tier, tier.revision, QStringLiteral("orion_admin")));
}

QTEST_GUILESS_MAIN(TestTierService)
#include "test_tierservice.moc"
