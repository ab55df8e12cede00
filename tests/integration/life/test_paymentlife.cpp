#include "tests/integration/life/liveworld.h"

#include <QJsonArray>
#include <QUrlQuery>
#include <QtTest>

using namespace Orion;

namespace
{

constexpr int patience = 20'000; // ms; for the webhooks to come round

const QString invoiceSql =
    QStringLiteral("select concat_ws(' ', status, amount_paid_cents, refunded_cents) "
                   "from billing.billing_history order by id desc limit 1");

// ACME checks out and pays with the card: what was left of the trial is too little to hand over.
void checkOut(LiveWorld &world, const char *card)
{
    world.value(QStringLiteral("update billing.vendor_subscriptions set trial_ends_at = now() + "
                               "interval '1 day' where stripe_subscription_id is null "
                               "returning id"));
    const JsonReply checkout = world.post(
        QStringLiteral("checkout"), {{QStringLiteral("tier_code"), QStringLiteral("professional")},
                                     {QStringLiteral("is_annual"), false}});
    QVERIFY2(checkout.status == 200, checkout.text.constData());
    QCOMPARE(world.press(checkout.text_("checkout_url"),
                         {{QStringLiteral("outcome"), QStringLiteral("pay")},
                          {QStringLiteral("card"), QString::fromLatin1(card)}}),
             303);
}

void subscribe(LiveWorld &world, const char *card = "pm_card_visa")
{
    checkOut(world, card);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("active professional monthly"),
                              patience);
    QTRY_COMPARE_WITH_TIMEOUT(world.value(invoiceSql), QStringLiteral("paid 9900 0"), patience);
}

QString customer(LiveWorld &world)
{
    return world.value(QStringLiteral("select stripe_customer_id from billing.vendors"));
}

// The ids of one of Stripe's lists that belong to ACME's customer.
QString firstOf(LiveWorld &world, const char *list, const QString &query)
{
    const JsonReply answer =
        world.stripeGet(QStringLiteral("/v1/%1?%2").arg(QLatin1String(list), query));
    return answer.body.value(QLatin1String("data"))
        .toArray()
        .first()
        .toObject()
        .value(QLatin1String("id"))
        .toString();
}

} // namespace

// What becomes of payments: given back, disputed, failed, and of customers that are deleted.
class TestPaymentLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRefundStandsAtItsInvoice();
    void aDisputeIsSeenAndEnds();
    void afterAFailedDebitTheVendorChecksOutAgain();
    void afterTheCustomerWasDeletedTheVendorChecksOutAgain();
};

void TestPaymentLife::aRefundStandsAtItsInvoice()
{
    LiveWorld world;
    subscribe(world);
    const QString charge = firstOf(world, "charges", QStringLiteral("customer=") + customer(world));
    const auto refund = [&](const char *amount) {
        return world
            .stripePost(QStringLiteral("/v1/refunds"),
                        {{QStringLiteral("charge"), charge},
                         {QStringLiteral("amount"), QString::fromLatin1(amount)}})
            .status;
    };
    QCOMPARE(refund("900"), 200);
    QTRY_COMPARE_WITH_TIMEOUT(world.value(invoiceSql), QStringLiteral("paid 9900 900"), patience);
    QCOMPARE(refund("9000"), 200);
    QTRY_COMPARE_WITH_TIMEOUT(world.value(invoiceSql), QStringLiteral("paid 9900 9900"), patience);
}

void TestPaymentLife::aDisputeIsSeenAndEnds()
{
    LiveWorld world;
    subscribe(world, "4000000000000259");
    const QString disputeSql = QStringLiteral(
        "select concat_ws(' ', d.status, d.amount_cents, h.status, case when d.closed_at is not "
        "null then 'closed' end) from billing.disputes d join billing.invoice_payments p "
        "using (stripe_payment_id) join billing.billing_history h using (stripe_invoice_id)");
    QTRY_COMPARE_WITH_TIMEOUT(world.value(disputeSql), QStringLiteral("needs_response 9900 paid"),
                              patience);
    const QString dispute = firstOf(world, "disputes", {});
    QCOMPARE(world.stripePost(QStringLiteral("/v1/disputes/%1/close").arg(dispute), {}).status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(world.value(disputeSql), QStringLiteral("lost 9900 paid closed"),
                              patience);
}

void TestPaymentLife::afterAFailedDebitTheVendorChecksOutAgain()
{
    LiveWorld world;
    checkOut(world, "pm_debit_fails");
    QTRY_COMPARE_WITH_TIMEOUT(
        world.value(QStringLiteral("select state from billing.checkout_sessions")),
        QStringLiteral("unpaid"), patience);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("past_due professional monthly"),
                              patience);
    const QString failed = world.stripeId();
    subscribe(world);
    QVERIFY(world.stripeId() != failed);
    QCOMPARE(world.stripeGet(QStringLiteral("/v1/subscriptions/") + failed).text_("status"),
             QStringLiteral("canceled"));
}

void TestPaymentLife::afterTheCustomerWasDeletedTheVendorChecksOutAgain()
{
    LiveWorld world;
    subscribe(world);
    const QString gone = customer(world);
    world.stripeDelete(QStringLiteral("/v1/customers/") + gone);
    QTRY_COMPARE_WITH_TIMEOUT(world.standing(), QStringLiteral("cancelled professional monthly"),
                              patience);
    QTRY_COMPARE_WITH_TIMEOUT(customer(world), QString(), patience);
    subscribe(world);
    QVERIFY(customer(world) != gone);
}

QTEST_GUILESS_MAIN(TestPaymentLife)
#include "test_paymentlife.moc"
