#include <QTest>

#include "tests/integration/addons/addonworld.h"

using namespace Orion;

// Domains: whose they are, and whether they are to be had.
class TestAddonDomains : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWhetherADomainIsFree();
    void sellsADomainToOneVendorOnly();
    void givesADomainBackThatWasNotPaid();
    void finishesAPurchaseThatWasCutOff();

private:
    static QString why(const Result<CheckoutLink> &result)
    {
        return result ? QStringLiteral("it worked")
                      : result.error().message + u' ' + result.error().detail;
    }
    const QString acme = QStringLiteral("ACME");
    const QString email = QStringLiteral("email_5");
    const QString domain = QStringLiteral("domain");
};

void TestAddonDomains::asksWhetherADomainIsFree()
{
    AddonWorld world;
    world.addVendor(acme);
    world.domains.taken = {QStringLiteral("taken.com")};
    const auto taken = world.buy(acme, domain, 1, QStringLiteral("taken.com"));
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::Conflict);
    world.domains.away = true;
    const auto unknown = world.buy(acme, domain, 1, QStringLiteral("shop.com"));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::Unavailable);
    QVERIFY(world.creations().empty());
    world.domains.away = false;
    QVERIFY(world.buy(acme, domain, 1, QStringLiteral("shop.com")));
    QVERIFY(world.buy(acme, email)); // which has no domain
    QCOMPARE(world.domains.asked.size(), 3);
}

void TestAddonDomains::sellsADomainToOneVendorOnly()
{
    AddonWorld world;
    world.addVendor(acme);
    world.addVendor(QStringLiteral("BETA"));
    const QString shop = QStringLiteral("shop.com");
    const auto first = world.buy(acme, domain, 1, shop);
    QVERIFY(first);
    const auto whileBuying = world.buy(QStringLiteral("BETA"), domain, 1, shop);
    QVERIFY(!whileBuying);
    QCOMPARE(whileBuying.error().code, ErrorCode::Conflict);
    world.pay(*first);
    QVERIFY(!world.buy(QStringLiteral("BETA"), domain, 1, shop)); // paid, not heard of
    world.deliver();
    QVERIFY(!world.buy(QStringLiteral("BETA"), domain, 1, shop));
    QCOMPARE(world.creations().size(), std::size_t(1));
}

void TestAddonDomains::givesADomainBackThatWasNotPaid()
{
    AddonWorld world;
    world.addVendor(acme);
    world.addVendor(QStringLiteral("BETA"));
    const QString shop = QStringLiteral("shop.com");
    const auto first = world.buy(acme, domain, 1, shop);
    QVERIFY(first);
    world.stripe.post(QStringLiteral("/v1/checkout/sessions/%1/expire").arg(first->sessionId), {});
    // Without its event: Stripe is asked.
    const auto second = world.buy(QStringLiteral("BETA"), domain, 1, shop);
    QVERIFY2(second, qUtf8Printable(why(second)));
}

void TestAddonDomains::finishesAPurchaseThatWasCutOff()
{
    AddonWorld world;
    world.addVendor(acme);
    QVERIFY(world.buy(acme, QStringLiteral("email_10"))); // there is a customer
    world.stripe.cutAfter(0, SandboxStripe::Cut::After);
    QVERIFY(!world.buy(acme, domain, 1, QStringLiteral("shop.com")));
    world.stripe.mend();
    const auto sessions = world.stripe.all(Sandbox::Kind::CheckoutSession).size();
    const auto again = world.buy(acme, domain, 1, QStringLiteral("shop.com"));
    QVERIFY2(again, qUtf8Printable(why(again)));
    QCOMPARE(world.stripe.all(Sandbox::Kind::CheckoutSession).size(), sessions);
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.stripe_operations where "
                                        "state = 'pending'")),
             QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestAddonDomains)
#include "test_addondomains.moc"
