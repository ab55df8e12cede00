#include "services/webhooks/refresh.h"
#include "tests/integration/webhooks/everyorder.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

// A subscription's life in every order in which its events can arrive.

namespace
{

constexpr qint64 start = 1790000000;
const QString processed = QStringLiteral("processed superseded");
const QString ended = QStringLiteral("cancelled business canceled 19900 0 current 1790000600");

QByteArray subscriptionEvent(const char *name, const char *what, SubscriptionSpec spec, qint64 at)
{
    spec.customer = ofVendor("cus_");
    return TestStripe::subscriptionEvent(
        ofVendor(name), QStringLiteral("customer.subscription.") + QString::fromLatin1(what), spec,
        at);
}

QByteArray invoiceEvent(const char *name, const char *what, InvoiceSpec spec, qint64 at)
{
    spec.id = ofVendor("in_");
    spec.customer = ofVendor("cus_");
    spec.subscription = ofVendor("sub_");
    spec.payment = ofVendor("pi_");
    return eventJson({.id = ofVendor(name),
                      .type = QStringLiteral("invoice.") + QString::fromLatin1(what),
                      .created = at},
                     invoice(spec));
}

SubscriptionSpec professional(const char *status)
{
    return {.id = ofVendor("sub_"), .status = QString::fromLatin1(status)};
}

SubscriptionSpec business(const char *status, const QJsonObject &fields = {})
{
    return {.id = ofVendor("sub_"),
            .status = QString::fromLatin1(status),
            .price = QStringLiteral("price_biz_month"),
            .amount = 19900,
            .fields = fields};
}

// Created, changed to a dearer tier, not paid, past due, paid after all, active again, over. With a
// step of 0 all of it within one second, and with ids that run against the time.
QList<QByteArray> life(qint64 step)
{
    const auto at = [&](int place) { return start + place * step; };
    const QJsonObject end{{QStringLiteral("ended_at"), start + 600}};
    return {
        subscriptionEvent("evt_g", "created", professional("active"), at(0)),
        subscriptionEvent("evt_f", "updated", business("active"), at(1)),
        invoiceEvent("evt_e", "payment_failed", {.status = QStringLiteral("open")}, at(2)),
        subscriptionEvent("evt_d", "updated", business("past_due"), at(3)),
        invoiceEvent("evt_c", "paid", {.attempts = 2}, at(4)),
        subscriptionEvent("evt_b", "updated", business("active"), at(5)),
        subscriptionEvent("evt_a", "deleted", business("canceled", end), at(6)),
    };
}

// The vendor's other subscriptions: one that ended before, and an add-on.
QList<QByteArray> others()
{
    const SubscriptionSpec over{.id = ofVendor("old_"),
                                .status = QStringLiteral("canceled"),
                                .price = QStringLiteral("price_ess_month"),
                                .amount = 4900,
                                .created = start - 9000,
                                .periodStart = start - 9000,
                                .fields = {{QStringLiteral("ended_at"), start - 4000}}};
    const SubscriptionSpec addon{.id = ofVendor("add_"),
                                 .price = QStringLiteral("price_email"),
                                 .amount = 500,
                                 .metadata = {{QStringLiteral("kind"), QStringLiteral("addon")}}};
    return {subscriptionEvent("evt_y", "deleted", over, start - 4000),
            subscriptionEvent("evt_z", "created", addon, start - 300)};
}

// How many different ends there are, and one of them: all rows but what the database itself numbers
// and dates.
QString ends(WebhookWorld &world)
{
    const QString rows = QStringLiteral(
        "(select string_agg((to_jsonb(r) - array['id', 'vendor_id', 'created_at', "
        "'updated_at'])::text, chr(10) order by %2) from billing.%1 r where r.vendor_id = v.id)");
    return world.value(
        QStringLiteral("select count(distinct state) || case when count(distinct state) > 1 then "
                       "chr(10) || min(state) || chr(10) || max(state) else '' end from ("
                       "select replace(concat_ws(chr(10), %1, %2, %3), vendor_code, '#') as state "
                       "from billing.vendors v) ends")
            .arg(
                rows.arg(QStringLiteral("vendor_subscriptions"),
                         QStringLiteral("stripe_subscription_id")),
                rows.arg(QStringLiteral("vendor_addons"), QStringLiteral("stripe_subscription_id")),
                rows.arg(QStringLiteral("billing_history"), QStringLiteral("stripe_invoice_id"))));
}

QString subscriptionOf(WebhookWorld &world, const char *name)
{
    return world.subscription(
        QString::fromLatin1(name) + markOf(7),
        QStringLiteral("status, code, stripe_status, price_cents, payment_retry_count, "
                       "extract(epoch from past_due_since)::bigint, case when is_current then "
                       "'current' else 'past' end, extract(epoch from ended_at)::bigint"));
}

QString invoiceOf(WebhookWorld &world)
{
    return world.value(QStringLiteral("select concat_ws(' ', status, attempt_count, total_cents, "
                                      "amount_paid_cents) from billing.billing_history "
                                      "where stripe_invoice_id = ?"),
                       {QString(QStringLiteral("in_") + markOf(7))});
}

// What Stripe has, whichever vendor's it is.
class PresentStripe : public StripeApi
{
public:
    StripeResult<StripeAnswer> call(const StripeCall &call) override
    {
        const QString vendor = call.path.right(vendorMark.size());
        const QJsonObject object = call.path.contains(QLatin1String("/invoices/"))
                                       ? invoice({.id = QStringLiteral("in_") + vendor,
                                                  .customer = QStringLiteral("cus_") + vendor,
                                                  .subscription = QStringLiteral("sub_") + vendor,
                                                  .attempts = 2,
                                                  .payment = QStringLiteral("pi_") + vendor})
                                       : subscription({.id = QStringLiteral("sub_") + vendor,
                                                       .customer = QStringLiteral("cus_") + vendor,
                                                       .price = QStringLiteral("price_biz_month"),
                                                       .amount = 19900});
        return StripeAnswer{200, object, {}, false};
    }
};

} // namespace

class TestLifeOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLifeEndsTheSameInEveryOrder();
    void aLifeBesideOthersEndsTheSameInEveryOrder();
    void paymentIsDueSinceTheFirstFailureInEveryOrder();
    void aLifeWithinASecondEndsTheSameInEveryOrder();
    void withinASecondStripeHasTheLastWord();
};

// All of a vendor's events in one batch.
void TestLifeOrder::aLifeEndsTheSameInEveryOrder()
{
    const Lives lives = everyOrder(life(100));
    QCOMPARE(lives.size(), std::size_t(5040));
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QCOMPARE(tell(world, lives, true), processed);
    QCOMPARE(ends(world), QStringLiteral("1"));
    QCOMPARE(subscriptionOf(world, "sub_"), ended);
    QCOMPARE(invoiceOf(world), QStringLiteral("paid 2 9900 9900"));
}

// Each event in a batch of its own, and the vendor's other subscriptions in between.
void TestLifeOrder::aLifeBesideOthersEndsTheSameInEveryOrder()
{
    const Lives lives = everyOrder(life(100), others());
    QCOMPARE(lives.size(), std::size_t(5040));
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QCOMPARE(tell(world, lives, false), processed);
    QCOMPARE(ends(world), QStringLiteral("1"));
    QCOMPARE(subscriptionOf(world, "sub_"), ended);
    QCOMPARE(invoiceOf(world), QStringLiteral("paid 2 9900 9900"));
    QCOMPARE(subscriptionOf(world, "old_"),
             QStringLiteral("cancelled essential canceled 4900 0 past 1789996000"));
    QCOMPARE(world.value(QStringLiteral("select count(*) from billing.vendor_addons "
                                        "where status = 'active' and price_cents = 500")),
             QStringLiteral("5040"));
}

void TestLifeOrder::paymentIsDueSinceTheFirstFailureInEveryOrder()
{
    const QList<QByteArray> events{
        subscriptionEvent("evt_a", "created", professional("active"), start),
        invoiceEvent("evt_b", "payment_failed", {.status = QStringLiteral("open")}, start + 100),
        subscriptionEvent("evt_c", "updated", professional("past_due"), start + 101),
        invoiceEvent("evt_d", "payment_failed", {.status = QStringLiteral("open"), .attempts = 2},
                     start + 200),
        subscriptionEvent("evt_e", "updated", business("past_due"), start + 250),
        invoiceEvent("evt_f", "payment_failed", {.status = QStringLiteral("open"), .attempts = 3},
                     start + 300)};
    const Lives lives = everyOrder(events);
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QCOMPARE(tell(world, lives, false), processed);
    QCOMPARE(ends(world), QStringLiteral("1"));
    QCOMPARE(subscriptionOf(world, "sub_"),
             QStringLiteral("past_due business past_due 19900 3 1790000100 current"));
}

// How far the objects are in their lives decides.
void TestLifeOrder::aLifeWithinASecondEndsTheSameInEveryOrder()
{
    const Lives lives = everyOrder(life(0).mid(1));
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QCOMPARE(tell(world, lives, true), processed);
    QCOMPARE(ends(world), QStringLiteral("1"));
    QCOMPARE(subscriptionOf(world, "sub_"), ended);
    QCOMPARE(invoiceOf(world), QStringLiteral("paid 2 9900 9900"));
}

void TestLifeOrder::withinASecondStripeHasTheLastWord()
{
    const Lives lives = everyOrder(life(0).mid(0, 6));
    WebhookWorld world;
    addVendorsWithCustomers(world, lives.size());
    QCOMPARE(tell(world, lives, false), processed);
    PresentStripe stripe;
    for (int refreshed = 1; refreshed > 0;) {
        const auto outcome = refreshObjects(world.companion(), stripe, world.clock, 500);
        QVERIFY(outcome);
        refreshed = outcome->refreshed;
    }
    QCOMPARE(ends(world), QStringLiteral("1"));
    QCOMPARE(subscriptionOf(world, "sub_"),
             QStringLiteral("active business active 19900 0 current"));
    QCOMPARE(invoiceOf(world), QStringLiteral("paid 2 9900 9900"));
}

QTEST_GUILESS_MAIN(TestLifeOrder)
#include "test_lifeorder.moc"
