#include <QTest>

#include "tests/integration/addons/addonworld.h"

using namespace Orion;

// Buying, changing and losing add-ons, from the request to the row that the webhook writes.
class TestAddons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appearsWithThePaymentAndNotBefore();
    void isASubscriptionOfItsOwn();
    void isNotThereWithoutItsFirstPayment();
    void usesAnOpenSessionAgain();
    void makesAnotherSessionForAnotherQuantity();
    void isNotSoldTwice();
    void waitsForTheWebhookOfAPaidSession();
    void refusesWhatIsNotSold_data();
    void refusesWhatIsNotSold();
    void changesTheQuantity();
    void endsWithThePeriod();
    void endsAtOnceWhenNothingIsPaid();
    void endsOnlyOnce();
    void belongsToItsVendor();
    void leavesTheBaseSubscriptionAlone();
    void isSoldByTheStateOfTheSubscription_data();
    void isSoldByTheStateOfTheSubscription();
    void needsAKey();

private:
    static QString sent(const StripeCall &call, const QString &name)
    {
        for (const auto &[key, value] : call.parameters.pairs()) {
            if (key == name)
                return value;
        }
        return {};
    }
    template <typename T>
    static QString why(const Result<T> &result)
    {
        return result ? QStringLiteral("it worked")
                      : result.error().message + u' ' + result.error().detail;
    }
    const QString acme = QStringLiteral("ACME");
    const QString email = QStringLiteral("email_5");
    const QString domain = QStringLiteral("domain");
};

void TestAddons::appearsWithThePaymentAndNotBefore()
{
    AddonWorld world;
    world.addVendor(acme);
    const auto link = world.buy(acme, email, 3);
    QVERIFY2(link, qUtf8Printable(why(link)));
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QString());
    world.pay(*link);
    QCOMPARE(world.addonsOf(acme), QString());
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QStringLiteral("email_5 active 3"));
    QCOMPARE(world.value(QStringLiteral("select price_cents from billing.vendor_addons")),
             QStringLiteral("1500"));
}

void TestAddons::isASubscriptionOfItsOwn()
{
    AddonWorld world;
    world.addVendor(acme);
    const auto link = world.buy(acme, domain, 1, QString::fromUtf8("Bücher.de"));
    QVERIFY2(link, qUtf8Printable(why(link)));
    const auto creations = world.creations();
    QCOMPARE(creations.size(), std::size_t(1));
    const StripeCall &call = creations.front();
    QCOMPARE(sent(call, QStringLiteral("mode")), QStringLiteral("subscription"));
    QCOMPARE(sent(call, QStringLiteral("client_reference_id")), acme);
    QCOMPARE(sent(call, QStringLiteral("line_items[0][price]")),
             world.value(QStringLiteral("select stripe_price_id from billing.addon_products where "
                                        "code = 'domain'")));
    QVERIFY(!call.idempotencyKey.isEmpty());
    const QString operation =
        world.value(QStringLiteral("select operation_id from billing.stripe_operations where kind "
                                   "= 'addon_checkout.create'"));
    for (const QString &place :
         {QStringLiteral("metadata"), QStringLiteral("subscription_data[metadata]")})
    {
        QCOMPARE(sent(call, place + QStringLiteral("[kind]")), QStringLiteral("addon"));
        QCOMPARE(sent(call, place + QStringLiteral("[vendor_code]")), acme);
        QCOMPARE(sent(call, place + QStringLiteral("[addon_code]")), domain);
        QCOMPARE(sent(call, place + QStringLiteral("[domain_name]")),
                 QStringLiteral("xn--bcher-kva.de"));
        QCOMPARE(sent(call, place + QStringLiteral("[operation_id]")), operation);
    }
    world.pay(*link);
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QStringLiteral("domain active 1 xn--bcher-kva.de"));
}

void TestAddons::isNotThereWithoutItsFirstPayment()
{
    AddonWorld world;
    world.addVendor(acme);
    const QString customer =
        world.stripe
            .post(QStringLiteral("/v1/customers"),
                  StripeForm().add(QStringLiteral("metadata[vendor_code]"), acme))
            .value(QLatin1String("id"))
            .toString();
    world.stripe.post(
        QStringLiteral("/v1/subscriptions"),
        StripeForm()
            .add(QStringLiteral("customer"), customer)
            .add(QStringLiteral("payment_behavior"), QStringLiteral("default_incomplete"))
            .add(QStringLiteral("items[0][price]"),
                 world.value(QStringLiteral("select stripe_price_id from billing.addon_products "
                                            "where code = 'email_5'")))
            .add(QStringLiteral("metadata[kind]"), QStringLiteral("addon"))
            .add(QStringLiteral("metadata[addon_code]"), email)
            .add(QStringLiteral("metadata[vendor_code]"), acme));
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QString());
    QCOMPARE(world.value(QStringLiteral(
                 "select concat(status, ': ', last_error) from billing.stripe_webhook_events where "
                 "event_type = 'customer.subscription.created'")),
             QStringLiteral("processed: The add-on's first payment has not arrived yet."));
}

void TestAddons::usesAnOpenSessionAgain()
{
    AddonWorld world;
    world.addVendor(acme);
    const auto first = world.buy(acme, domain, 1, QStringLiteral("shop.com"));
    const auto again = world.buy(acme, domain, 1, QStringLiteral("SHOP.com"));
    QVERIFY2(first && again, qUtf8Printable(why(again)));
    QCOMPARE(again->sessionId, first->sessionId);
    QCOMPARE(again->url, first->url);
    QCOMPARE(world.creations().size(), std::size_t(1));
    // Another domain is another purchase.
    const auto other = world.buy(acme, domain, 1, QStringLiteral("store.com"));
    QVERIFY(other && other->sessionId != first->sessionId);
}

void TestAddons::makesAnotherSessionForAnotherQuantity()
{
    AddonWorld world;
    world.addVendor(acme);
    const auto first = world.buy(acme, email, 1);
    const auto second = world.buy(acme, email, 2);
    QVERIFY2(first && second, qUtf8Printable(why(second)));
    QVERIFY(second->sessionId != first->sessionId);
    QCOMPARE(world.stripe.get(QStringLiteral("/v1/checkout/sessions/") + first->sessionId)
                 .value(QLatin1String("status"))
                 .toString(),
             QStringLiteral("expired"));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.checkout_sessions where "
                                        "state = 'open'")),
             QStringLiteral("1"));
}

void TestAddons::isNotSoldTwice()
{
    AddonWorld world;
    world.addVendor(acme);
    world.own(acme, email);
    const auto again = world.buy(acme, email);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(world.buy(acme, QStringLiteral("email_10")));
}

void TestAddons::waitsForTheWebhookOfAPaidSession()
{
    AddonWorld world;
    world.addVendor(acme);
    const auto link = world.buy(acme, email);
    QVERIFY(link);
    world.pay(*link);
    for (int i = 0; i < 2; ++i) { // as Stripe says it, then as it was noted
        const auto again = world.buy(acme, email);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::AlreadySubscribed);
    }
    QCOMPARE(world.creations().size(), std::size_t(1));
}

void TestAddons::refusesWhatIsNotSold_data()
{
    QTest::addColumn<QString>("addon");
    QTest::addColumn<int>("quantity");
    QTest::addColumn<QString>("domainName");
    QTest::addColumn<ErrorCode>("code");
    const QString shop = QStringLiteral("shop.com");
    QTest::newRow("unknown") << "rocket" << 1 << "" << ErrorCode::NotFound;
    QTest::newRow("none") << "email_5" << 0 << "" << ErrorCode::InvalidArgument;
    QTest::newRow("too many") << "email_5" << 101 << "" << ErrorCode::InvalidArgument;
    QTest::newRow("two domains") << "domain" << 2 << shop << ErrorCode::InvalidArgument;
    QTest::newRow("domain without a name") << "domain" << 1 << "" << ErrorCode::InvalidArgument;
    QTest::newRow("name without a domain") << "email_5" << 1 << shop << ErrorCode::InvalidArgument;
    QTest::newRow("not a name") << "domain" << 1 << "*.shop.com" << ErrorCode::InvalidArgument;
    QTest::newRow("not on sale") << "email_25" << 1 << "" << ErrorCode::NotFound;
    QTest::newRow("no price yet") << "ssl_premium" << 1 << ""
                                  << ErrorCode::StripePriceNotConfigured;
}

void TestAddons::refusesWhatIsNotSold()
{
    QFETCH(QString, addon);
    QFETCH(int, quantity);
    QFETCH(QString, domainName);
    QFETCH(ErrorCode, code);
    AddonWorld world;
    world.addVendor(acme);
    QVERIFY(world.db.session().execute(QStringLiteral(
        "update billing.addon_products set is_active = code <> 'email_25', stripe_price_id = case "
        "when code <> 'ssl_premium' then stripe_price_id end")));
    const auto refused = world.buy(acme, addon, quantity, domainName);
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == code, qUtf8Printable(refused.error().message));
    QVERIFY(world.stripe.calls.empty());
}

void TestAddons::changesTheQuantity()
{
    AddonWorld world;
    world.addVendor(acme);
    const qint64 id = world.own(acme, email, 2);
    const auto more =
        world.service.changeQuantity(*world.companion, acme, id, 5, QStringLiteral("vendor:ACME"));
    QVERIFY2(more, qUtf8Printable(why(more)));
    QCOMPARE(more->quantity, 5);
    const StripeCall call = world.stripe.calls.back();
    QCOMPARE(sent(call, QStringLiteral("proration_behavior")), QStringLiteral("always_invoice"));
    QCOMPARE(sent(call, QStringLiteral("payment_behavior")),
             QStringLiteral("pending_if_incomplete"));
    QVERIFY(sent(call, QStringLiteral("items[0][id]")).startsWith(QLatin1String("si_")));
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QStringLiteral("email_5 active 5"));

    world.stripe.clock.advanceSeconds(1); // within one second events tell no order
    const auto less =
        world.service.changeQuantity(*world.companion, acme, id, 1, QStringLiteral("vendor:ACME"));
    QVERIFY2(less, qUtf8Printable(why(less)));
    QCOMPARE(sent(world.stripe.calls.back(), QStringLiteral("proration_behavior")),
             QStringLiteral("create_prorations"));
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QStringLiteral("email_5 active 1"));
    world.stripe.calls.clear();
    QVERIFY(world.service.changeQuantity(*world.companion, acme, id, 1, acme));
    QCOMPARE(world.stripe.writes(), 0);
}

void TestAddons::endsWithThePeriod()
{
    AddonWorld world;
    world.addVendor(acme);
    const qint64 id = world.own(acme, email);
    const auto ending = world.service.cancel(*world.companion, acme, id, acme);
    QVERIFY2(ending, qUtf8Printable(why(ending)));
    QCOMPARE(ending->status, SubscriptionStatus::Active);
    QCOMPARE(ending->cancelAt, ending->periodEnd);
    world.deliver();
    QCOMPARE(world.value(QStringLiteral("select concat(status, ' ', cancel_at = period_end) from "
                                        "billing.vendor_addons")),
             QStringLiteral("active t"));
}

void TestAddons::endsAtOnceWhenNothingIsPaid()
{
    AddonWorld world;
    world.addVendor(acme);
    const qint64 id = world.own(acme, email);
    const QString subscription =
        world.value(QStringLiteral("select stripe_subscription_id from billing.vendor_addons"));
    auto object = world.stripe.state.get(Sandbox::Kind::Subscription, subscription);
    object.insert(QStringLiteral("status"), QStringLiteral("past_due"));
    world.stripe.state.update(Sandbox::Kind::Subscription, object);
    const auto ended = world.service.cancel(*world.companion, acme, id, acme);
    QVERIFY2(ended, qUtf8Printable(why(ended)));
    QCOMPARE(ended->status, SubscriptionStatus::Cancelled);
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QStringLiteral("email_5 cancelled 1"));
    QVERIFY(world.buy(acme, email)); // it may be bought again
}

void TestAddons::endsOnlyOnce()
{
    AddonWorld world;
    world.addVendor(acme);
    const qint64 id = world.own(acme, email);
    QVERIFY(world.service.cancel(*world.companion, acme, id, acme));
    world.stripe.calls.clear();
    const auto again = world.service.cancel(*world.companion, acme, id, acme);
    QVERIFY(again && again->cancelAt.isValid());
    QCOMPARE(world.stripe.writes(), 0);
}

void TestAddons::belongsToItsVendor()
{
    AddonWorld world;
    world.addVendor(acme);
    world.addVendor(QStringLiteral("BETA"));
    const qint64 id = world.own(acme, email);
    world.stripe.calls.clear();
    const auto cancelled =
        world.service.cancel(*world.companion, QStringLiteral("BETA"), id, QStringLiteral("x"));
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::NotFound);
    const auto changed = world.service.changeQuantity(*world.companion, QStringLiteral("BETA"), id,
                                                      9, QStringLiteral("x"));
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, ErrorCode::NotFound);
    QVERIFY(world.stripe.calls.empty());
    const auto foreign = addonsOfVendor(
        *world.companion,
        world.value(QStringLiteral("select id from billing.vendors where vendor_code = 'BETA'"))
            .toLongLong());
    QVERIFY(foreign && foreign->empty());
}

void TestAddons::leavesTheBaseSubscriptionAlone()
{
    AddonWorld world;
    world.addVendor(acme);
    const QString state =
        QStringLiteral("select md5(string_agg(s::text, ',')) from billing.vendor_subscriptions s");
    const QString before = world.value(state);
    const qint64 id = world.own(acme, email);
    QVERIFY(world.service.cancel(*world.companion, acme, id, acme));
    world.deliver();
    StripeCall end; // losing it altogether
    end.method = "DELETE";
    end.path = QStringLiteral("/v1/subscriptions/") +
               world.value(QStringLiteral("select stripe_subscription_id from "
                                          "billing.vendor_addons"));
    QVERIFY(world.stripe.call(end));
    world.deliver();
    QCOMPARE(world.addonsOf(acme), QStringLiteral("email_5 cancelled 1"));
    QCOMPARE(world.value(state), before);
}

void TestAddons::isSoldByTheStateOfTheSubscription_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("isSold");
    QTest::newRow("none") << "" << false;
    QTest::newRow("trial") << "trial" << true;
    QTest::newRow("paused") << "paused" << false;
    QTest::newRow("expired") << "expired" << false;
    QTest::newRow("cancelled") << "cancelled" << false;
}

void TestAddons::isSoldByTheStateOfTheSubscription()
{
    QFETCH(QString, status);
    QFETCH(bool, isSold);
    AddonWorld world;
    world.addVendor(acme, status);
    const auto link = world.buy(acme, email);
    QVERIFY2(link.has_value() == isSold, qUtf8Printable(why(link)));
    if (!isSold)
        QVERIFY(world.creations().empty());
}

void TestAddons::needsAKey()
{
    AddonWorld world;
    world.addVendor(acme);
    class NoStripe : public StripeApi
    {
    public:
        StripeResult<StripeAnswer> call(const StripeCall &) override
        {
            StripeError error;
            error.kind = StripeErrorKind::NotConfigured;
            return tl::unexpected(error);
        }
        bool isConfigured() const override { return false; }
    } none;
    const StripeOperations operations(none, world.stripe.clock, billingEffects());
    const AddonService service(operations, world.stripe.clock, world.links, world.domains);
    const auto link = service.purchase(*world.companion, acme, {email, 1, {}}, acme);
    QVERIFY(!link);
    QCOMPARE(link.error().code, ErrorCode::PaymentSystemNotConfigured);
    QVERIFY(listAddons(*world.companion).value().size() == 5);
}

QTEST_GUILESS_MAIN(TestAddons)
#include "test_addons.moc"
