#include <QTest>

#include "services/catalogue/accountguard.h"
#include "tests/integration/catalogue/sandboxstripe.h"
#include "tests/support/testdatabase.h"

using namespace Orion;

// Nothing goes to Stripe with a key of another account, in whatever order things come up.
class TestAccountGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bindsAtTheFirstCallAndAsksOnce();
    void letsNothingThroughForAnotherAccount();
    void refusesTheOtherModeWithoutUsingTheKey();
    void asksAgainWhenStripeWasAway();
    void fillsInTheAccountWhereOnlyTheModeIsKnown();

private:
    static StripeCall products()
    {
        StripeCall call;
        call.path = QStringLiteral("/v1/products");
        return call;
    }
    static void bind(TestDatabase &db, const QString &values)
    {
        QVERIFY(db.session().script(
            QStringLiteral("insert into billing.stripe_binding (account, livemode) values (%1)")
                .arg(values)));
    }
};

void TestAccountGuard::bindsAtTheFirstCallAndAsksOnce()
{
    TestDatabase db;
    SandboxStripe stripe;
    AccountGuard guard(stripe, db.settings(QStringLiteral("orion_companion")), false);
    QVERIFY(guard.call(products()));
    QVERIFY(guard.call(products()));
    QCOMPARE(stripe.calls.size(), std::size_t(3));
    QCOMPARE(stripe.calls.front().path, QStringLiteral("/v1/account"));
    QVERIFY(db.value(QStringLiteral("select account from billing.stripe_binding"))
                .startsWith(QLatin1String("acct_")));
}

void TestAccountGuard::letsNothingThroughForAnotherAccount()
{
    TestDatabase db;
    bind(db, QStringLiteral("'acct_other', false"));
    SandboxStripe stripe;
    AccountGuard guard(stripe, db.settings(QStringLiteral("orion_companion")), false);
    const auto refused = guard.call(products());
    QVERIFY(!refused);
    QVERIFY(!refused.error().isFinal()); // operations wait for the right key
    QVERIFY(refused.error().message.contains(QLatin1String("acct_other")));
    QCOMPARE(stripe.calls.size(), std::size_t(1));
    const auto verified = guard.verify();
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::ConfigurationInvalid);
}

void TestAccountGuard::refusesTheOtherModeWithoutUsingTheKey()
{
    TestDatabase db;
    bind(db, QStringLiteral("null, false"));
    SandboxStripe stripe;
    AccountGuard guard(stripe, db.settings(QStringLiteral("orion_companion")), true);
    QVERIFY(!guard.call(products()));
    QVERIFY(stripe.calls.empty());
}

void TestAccountGuard::asksAgainWhenStripeWasAway()
{
    TestDatabase db;
    SandboxStripe stripe;
    stripe.instead = [](const StripeCall &) -> std::optional<StripeResult<StripeAnswer>> {
        StripeError error;
        error.kind = StripeErrorKind::Connection;
        return tl::unexpected(error);
    };
    AccountGuard guard(stripe, db.settings(QStringLiteral("orion_companion")), false);
    const auto away = guard.call(products());
    QVERIFY(!away);
    QCOMPARE(away.error().kind, StripeErrorKind::Connection);
    stripe.instead = nullptr;
    QVERIFY(guard.call(products()));
}

void TestAccountGuard::fillsInTheAccountWhereOnlyTheModeIsKnown()
{
    TestDatabase db;
    bind(db, QStringLiteral("null, false"));
    SandboxStripe stripe;
    AccountGuard guard(stripe, db.settings(QStringLiteral("orion_companion")), false);
    QVERIFY(guard.call(products()));
    QVERIFY(db.value(QStringLiteral("select account from billing.stripe_binding"))
                .startsWith(QLatin1String("acct_")));
}

QTEST_GUILESS_MAIN(TestAccountGuard)
#include "test_accountguard.moc"
