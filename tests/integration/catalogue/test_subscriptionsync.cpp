#include <QTest>

#include "services/catalogue/subscriptionsync.h"
#include "services/database/advisorylock.h"
#include "services/webhooks/inbox.h"
#include "services/webhooks/processor.h"
#include "tests/integration/catalogue/cataloguefixture.h"

using namespace Orion;
using Sandbox::Kind;

// What differs from Stripe is made the same, and nothing else is touched.
class TestSubscriptionSync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void givesAVendorTheSubscriptionsThatItMissed();
    void repairsWhatDiffers_data();
    void repairsWhatDiffers();
    void repairsAnAddon_data();
    void repairsAnAddon();
    void changesNothingInADryRun();
    void makesNoVendors();
    void reportsWhatStripeDoesNotHave();
    void exchangesASubscriptionThatEndedForTheNewOne();
    void overwritesNothingThatCameInMeanwhile();
    void takesEventsThatComeLateForOld();
    void repairsAPageWithTwoCalls();
    void findsOneThatMovedToAnotherPage();
    void runsOnceAtATime();
    void stopsBetweenPages();

private:
    QString customer(const QString &vendor); // of a new vendor
    QJsonObject subscribe(const QString &customer, const QString &lookupKey,
                          const QString &metadata = {});
    QStringList sync(const SyncOptions &options = {});
    QString value(const QString &sql) { return m_fixture->value(sql); }
    void sql(const QString &text)
    {
        const auto done = m_fixture->db.session().script(text);
        QVERIFY2(done, qUtf8Printable(done ? QString() : done.error().detail));
    }
    static QString id(const QJsonObject &object)
    {
        return object.value(QLatin1String("id")).toString();
    }
    QString rows()
    {
        return value(QStringLiteral(
            "select string_agg(concat_ws(' ', v.vendor_code, t.code, s.status), ', ' "
            "order by s.id) from billing.vendor_subscriptions s join billing.vendors v on v.id = "
            "s.vendor_id join billing.subscription_tiers t on t.id = s.tier_id"));
    }

    std::unique_ptr<CatalogueFixture> m_fixture;
    std::unique_ptr<Session> m_companion;
    SyncOutcome m_outcome;
};

void TestSubscriptionSync::init()
{
    m_fixture = std::make_unique<CatalogueFixture>();
    const auto made = m_fixture->setUp();
    QVERIFY2(made, qUtf8Printable(made ? QString() : made.error().message));
    m_companion = m_fixture->db.open(QStringLiteral("orion_companion"));
}

void TestSubscriptionSync::cleanup()
{
    m_companion.reset();
    m_fixture.reset();
}

QString TestSubscriptionSync::customer(const QString &vendor)
{
    const QString made = id(m_fixture->stripe.post(
        QStringLiteral("/v1/customers"), StripeForm().add(QStringLiteral("name"), vendor)));
    sql(QStringLiteral("insert into billing.vendors (vendor_code, name, email, stripe_customer_id) "
                       "values ('%1', 'A vendor', 'a@example.com', '%2')")
            .arg(vendor, made));
    return made;
}

QJsonObject TestSubscriptionSync::subscribe(const QString &customer, const QString &lookupKey,
                                            const QString &metadata)
{
    SandboxStripe &stripe = m_fixture->stripe;
    const QJsonObject method =
        stripe.post(QStringLiteral("/v1/payment_methods/pm_card_visa/attach"),
                    StripeForm().add(QStringLiteral("customer"), customer));
    QString price;
    for (const QJsonObject &one : stripe.all(Kind::Price)) {
        if (one.value(QLatin1String("lookup_key")).toString() == lookupKey)
            price = id(one);
    }
    StripeForm form;
    form.add(QStringLiteral("customer"), customer)
        .add(QStringLiteral("items[0][price]"), price)
        .add(QStringLiteral("default_payment_method"), id(method));
    if (!metadata.isEmpty())
        form.add(QStringLiteral("metadata[kind]"), metadata);
    return stripe.post(QStringLiteral("/v1/subscriptions"), form);
}

// The sentences of what differed.
QStringList TestSubscriptionSync::sync(const SyncOptions &options)
{
    QStringList sentences;
    m_outcome = {};
    m_fixture->stripe.clock.advanceSeconds(1);
    const auto outcome =
        syncSubscriptions(*m_companion, m_fixture->stripe, m_fixture->stripe.clock, options,
                          [&](const SyncedDifference &one) { sentences.append(one.sentence()); });
    if (!outcome)
        return {outcome.error().message};
    m_outcome = *outcome;
    return sentences;
}

void TestSubscriptionSync::givesAVendorTheSubscriptionsThatItMissed()
{
    const QString acme = customer(QStringLiteral("ACME"));
    const QString base = id(subscribe(acme, QStringLiteral("orion_professional_month")));
    const QString addon =
        id(subscribe(acme, QStringLiteral("orion_addon_email_5_month"), QStringLiteral("addon")));
    const QStringList found = sync();
    QCOMPARE(
        found,
        (QStringList{QStringLiteral("subscription %1 (customer %2) is not in the database: active. "
                                    "Repaired.")
                         .arg(addon, acme),
                     QStringLiteral("subscription %1 (customer %2) is not in the database: active. "
                                    "Repaired.")
                         .arg(base, acme)}));
    QCOMPARE(m_outcome.subscriptions, 2);
    QCOMPARE(m_outcome.repaired, 2);
    QCOMPARE(m_outcome.remaining, 0);
    QCOMPARE(rows(), QStringLiteral("ACME professional active"));
    QCOMPARE(value(QStringLiteral("select code || ' ' || status from billing.vendor_addons a join "
                                  "billing.addon_products p on p.id = a.addon_id")),
             QStringLiteral("email_5 active"));
    QCOMPARE(sync(), QStringList());
    QCOMPARE(m_fixture->check(), QStringList());
}

void TestSubscriptionSync::repairsWhatDiffers_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *change, const char *field) {
        QTest::newRow(name) << QString::fromLatin1(change) << QString::fromLatin1(field);
    };
    row("status", "status = 'past_due', past_due_since = now()",
        ": status is past_due in the database, active at Stripe.");
    row("Stripe's status", "stripe_status = 'unpaid'", ": Stripe's status is unpaid");
    row("cancelled", "status = 'cancelled', ended_at = now()", ": status is cancelled");
    row("tier", "tier_id = (select id from billing.subscription_tiers where code = 'business')",
        ": tier is business in the database, another");
    row("price", "stripe_price_id = 'price_former'", ": price is price_former in the database");
    row("unknown price", "price_unknown = true", ": tier is professional in the database");
    row("customer", "stripe_customer_id = 'cus_former'", ": customer is cus_former");
    row("period start", "period_start = period_start - interval '1 month'", ": period start is ");
    row("period end", "period_end = period_end + interval '1 hour'", ": period end is ");
    row("cancellation", "cancel_at = '2027-01-01Z'",
        ": cancellation is 2027-01-01T00:00:00Z in the database, nothing at Stripe.");
}

void TestSubscriptionSync::repairsWhatDiffers()
{
    QFETCH(QString, change);
    QFETCH(QString, field);
    subscribe(customer(QStringLiteral("ACME")), QStringLiteral("orion_professional_month"));
    subscribe(customer(QStringLiteral("OTHER")), QStringLiteral("orion_essential_month"));
    QCOMPARE(sync().size(), 2);
    const QString other = QStringLiteral("select s::text from billing.vendor_subscriptions s "
                                         "order by id limit 1");
    const QString before = value(other);
    sql(QStringLiteral("update billing.vendor_subscriptions set %1 where vendor_id = (select id "
                       "from billing.vendors where vendor_code = 'ACME')")
            .arg(change));
    m_fixture->stripe.clock.advanceSeconds(600);
    const QStringList found = sync();
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.front().contains(field) && found.front().endsWith(u" Repaired."),
             qUtf8Printable(found.front()));
    QCOMPARE(m_outcome.repaired, 1);
    QCOMPARE(m_fixture->check(), QStringList());
    QCOMPARE(value(other), before);
    QCOMPARE(rows(), QStringLiteral("OTHER essential active, ACME professional active"));
}

void TestSubscriptionSync::repairsAnAddon_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("field");
    QTest::newRow("status") << "status = 'paused'"
                            << "status is paused";
    QTest::newRow("Stripe's status") << "stripe_status = 'unpaid'"
                                     << "Stripe's status is unpaid";
    QTest::newRow("quantity") << "quantity = 7"
                              << "quantity is 7";
    QTest::newRow("add-on") << "addon_id = (select id from billing.addon_products where code = "
                               "'email_10')"
                            << "add-on is email_10";
    QTest::newRow("period") << "period_end = period_end - interval '3 days'"
                            << "period end is ";
    QTest::newRow("cancellation") << "cancel_at = now()"
                                  << "cancellation is ";
}

void TestSubscriptionSync::repairsAnAddon()
{
    QFETCH(QString, change);
    QFETCH(QString, field);
    const QString acme = customer(QStringLiteral("ACME"));
    subscribe(acme, QStringLiteral("orion_addon_email_5_month"), QStringLiteral("addon"));
    QCOMPARE(sync().size(), 1);
    sql(QStringLiteral("update billing.vendor_addons set ") + change);
    const QStringList found = sync();
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.front().startsWith(QLatin1String("add-on subscription sub_")) &&
                 found.front().contains(field) && found.front().endsWith(u" Repaired."),
             qUtf8Printable(found.front()));
    QCOMPARE(m_fixture->check(), QStringList());
}

void TestSubscriptionSync::changesNothingInADryRun()
{
    subscribe(customer(QStringLiteral("ACME")), QStringLiteral("orion_professional_month"));
    SyncOptions dry;
    dry.dryRun = true;
    const QStringList found = sync(dry);
    QCOMPARE(found.size(), 1);
    QVERIFY(found.front().endsWith(QLatin1String("is not in the database: active.")));
    QCOMPARE(m_outcome.repaired, 0);
    QCOMPARE(m_outcome.remaining, 1);
    QCOMPARE(rows(), QString());
}

void TestSubscriptionSync::makesNoVendors()
{
    const QString stranger =
        id(m_fixture->stripe.post(QStringLiteral("/v1/customers"),
                                  StripeForm().add(QStringLiteral("name"), QStringLiteral("B"))));
    const QString theirs = id(subscribe(stranger, QStringLiteral("orion_essential_month")));
    const QStringList found = sync();
    QCOMPARE(found, QStringList{QStringLiteral(
                                    "subscription %1 (customer %2) is not in the database: active. "
                                    "No vendor is known for this subscription, customer or vendor "
                                    "code yet.")
                                    .arg(theirs, stranger)});
    QCOMPARE(m_outcome.remaining, 1);
    QCOMPARE(value(QStringLiteral("select count(*) from billing.vendors")), QStringLiteral("0"));
}

void TestSubscriptionSync::reportsWhatStripeDoesNotHave()
{
    const QString acme = customer(QStringLiteral("ACME"));
    subscribe(acme, QStringLiteral("orion_professional_month"));
    sync();
    sql(QStringLiteral("update billing.vendor_subscriptions set stripe_subscription_id = "
                       "'sub_gone'"));
    const QString gone = QStringLiteral("subscription sub_gone (vendor ACME) is not at Stripe.");
    const QStringList found = sync();
    QCOMPARE(found.size(), 2);
    QVERIFY2(found.front().endsWith(QLatin1String("sub_gone. End one of the two.")),
             qUtf8Printable(found.front()));
    QCOMPARE(found.back(), gone);
    QCOMPARE(m_outcome.remaining, 2);
    QCOMPARE(m_outcome.repaired, 0);
}

void TestSubscriptionSync::exchangesASubscriptionThatEndedForTheNewOne()
{
    SandboxStripe &stripe = m_fixture->stripe;
    const QString acme = customer(QStringLiteral("ACME"));
    const QString old = id(subscribe(acme, QStringLiteral("orion_professional_month")));
    sync();
    StripeCall cancel;
    cancel.method = "DELETE";
    cancel.path = QStringLiteral("/v1/subscriptions/") + old;
    QVERIFY(stripe.call(cancel));
    // The list begins with the new one, a page before the old one's end.
    for (int i = 0; i < 120; ++i)
        subscribe(i == 0 ? acme : customer(QStringLiteral("V%1").arg(i)),
                  QStringLiteral("orion_business_month"));
    subscribe(acme, QStringLiteral("orion_addon_email_5_month"), QStringLiteral("addon"));
    sync();
    QCOMPARE(m_outcome.remaining, 0);
    QVERIFY(rows().startsWith(QLatin1String("ACME professional cancelled, ")));
    QCOMPARE(value(QStringLiteral("select t.code from billing.vendor_subscriptions s join "
                                  "billing.vendors v on v.id = s.vendor_id join "
                                  "billing.subscription_tiers t on t.id = s.tier_id where "
                                  "vendor_code = 'ACME' and status = 'active'")),
             QStringLiteral("business"));
    QCOMPARE(m_fixture->check(), QStringList());
}

void TestSubscriptionSync::overwritesNothingThatCameInMeanwhile()
{
    SandboxStripe &stripe = m_fixture->stripe;
    const QString base =
        id(subscribe(customer(QStringLiteral("ACME")), QStringLiteral("orion_professional_month")));
    sync();
    sql(QStringLiteral("update billing.vendor_subscriptions set status = 'past_due', "
                       "past_due_since = now()"));
    // Between the look that finds the difference repairable and the repair, an event lands.
    int lists = 0;
    stripe.instead = [&](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path != QLatin1String("/v1/subscriptions") || ++lists != 2)
            return std::nullopt;
        (void)m_fixture->db.session().execute(
            QStringLiteral("update billing.stripe_objects set version_created = version_created + "
                           "interval '1 hour', version_event_id = 'evt_newer'"));
        return std::nullopt;
    };
    const QStringList found = sync();
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.front().endsWith(
                 QLatin1String("active at Stripe. It has changed since Stripe was asked.")),
             qUtf8Printable(found.front()));
    QCOMPARE(m_outcome.remaining, 1);
    QCOMPARE(rows(), QStringLiteral("ACME professional past_due"));
    stripe.instead = {};
    QCOMPARE(sync().size(), 1);
    QCOMPARE(m_outcome.repaired, 1);
}

void TestSubscriptionSync::takesEventsThatComeLateForOld()
{
    SandboxStripe &stripe = m_fixture->stripe;
    const QString base =
        id(subscribe(customer(QStringLiteral("ACME")), QStringLiteral("orion_professional_month")));
    stripe.post(QStringLiteral("/v1/subscriptions/") + base,
                StripeForm().add(QStringLiteral("cancel_at_period_end"), true));
    stripe.clock.advanceSeconds(3600);
    stripe.post(QStringLiteral("/v1/subscriptions/") + base,
                StripeForm().add(QStringLiteral("cancel_at_period_end"), false));
    stripe.clock.advanceSeconds(3600);
    sync();
    const QString before = value(QStringLiteral("select s::text from "
                                                "billing.vendor_subscriptions s"));
    std::vector<ReceivedEvent> late;
    for (const QJsonObject &event : stripe.all(Kind::Event)) {
        if (event.value(QLatin1String("type"))
                .toString()
                .startsWith(QLatin1String("customer.subscription.")))
            late.push_back(*parseEvent(QJsonDocument(event).toJson()));
    }
    QCOMPARE(late.size(), std::size_t(3));
    QVERIFY(storeEvents(*m_companion, late));
    const auto outcome = WebhookProcessor(stripe.clock).processBatch(*m_companion, 10);
    QCOMPARE(outcome->superseded, 3);
    QCOMPARE(value(QStringLiteral("select s::text from billing.vendor_subscriptions s")), before);
    // And what happens from now on is new.
    stripe.clock.advanceSeconds(61);
    stripe.post(QStringLiteral("/v1/subscriptions/") + base,
                StripeForm().add(QStringLiteral("cancel_at_period_end"), true));
    const auto event = parseEvent(QJsonDocument(stripe.all(Kind::Event).front()).toJson());
    QVERIFY(storeEvents(*m_companion, std::span(&*event, 1)));
    QCOMPARE(WebhookProcessor(stripe.clock).processBatch(*m_companion, 10)->processed, 1);
}

void TestSubscriptionSync::repairsAPageWithTwoCalls()
{
    for (int i = 0; i < 230; ++i)
        subscribe(customer(QStringLiteral("V%1").arg(i)), QStringLiteral("orion_essential_month"));
    m_fixture->stripe.calls.clear();
    QCOMPARE(sync().size(), 230);
    QCOMPARE(m_outcome.repaired, 230);
    QCOMPARE(m_fixture->stripe.calls.size(), std::size_t(6)); // three pages
    for (const StripeCall &call : m_fixture->stripe.calls)
        QCOMPARE(call.priority, StripePriority::Background);
    m_fixture->stripe.calls.clear();
    QCOMPARE(sync(), QStringList());
    QCOMPARE(m_fixture->stripe.calls.size(), std::size_t(3));
    QCOMPARE(m_outcome.subscriptions, 230);
}

void TestSubscriptionSync::findsOneThatMovedToAnotherPage()
{
    SandboxStripe &stripe = m_fixture->stripe;
    const QString late = customer(QStringLiteral("LATE"));
    for (int i = 0; i < 100; ++i)
        subscribe(customer(QStringLiteral("V%1").arg(i)), QStringLiteral("orion_essential_month"));
    int lists = 0;
    stripe.instead = [&](const StripeCall &call) -> std::optional<StripeResult<StripeAnswer>> {
        if (call.path == QLatin1String("/v1/subscriptions") && call.method == "GET" && ++lists == 2)
            subscribe(late, QStringLiteral("orion_business_month"));
        return std::nullopt;
    };
    QCOMPARE(sync().size(), 100);
    QCOMPARE(m_outcome.repaired, 100);
    stripe.instead = {};
    QCOMPARE(sync().size(), 1); // the one that began meanwhile
    QCOMPARE(m_outcome.repaired, 1);
}

void TestSubscriptionSync::runsOnceAtATime()
{
    const auto other = m_fixture->db.open(QStringLiteral("orion_companion"));
    const auto lock = AdvisoryLock::tryTake(*other, QStringLiteral("stripe sync"));
    QVERIFY(lock && *lock);
    QVERIFY(sync().front().startsWith(QLatin1String("Another synchronisation is running")));
}

void TestSubscriptionSync::stopsBetweenPages()
{
    subscribe(customer(QStringLiteral("ACME")), QStringLiteral("orion_professional_month"));
    SyncOptions options;
    options.isStopping = [] { return true; };
    QCOMPARE(sync(options), QStringList{QStringLiteral("The program is ending.")});
    QCOMPARE(rows(), QString());
}

QTEST_GUILESS_MAIN(TestSubscriptionSync)
#include "test_subscriptionsync.moc"
