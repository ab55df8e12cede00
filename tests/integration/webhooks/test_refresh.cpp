#include "services/webhooks/refresh.h"
#include "tests/integration/webhooks/webhookworld.h"
#include "tests/support/scriptedstripe.h"

#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

constexpr qint64 second = 1790000010;

const SubscriptionSpec business{.price = QStringLiteral("price_biz_month"), .amount = 19900};
const SubscriptionSpec professional{};

QByteArray updated(const QString &id, const SubscriptionSpec &spec, qint64 at = second)
{
    return TestStripe::subscriptionEvent(id, QStringLiteral("customer.subscription.updated"), spec,
                                         at);
}

// A vendor whose tier changed twice within one second: the id of the first event is the higher one,
// so that the database says business, while Stripe says professional.
void changeTwiceAtOnce(WebhookWorld &world)
{
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.deliver({updated(QStringLiteral("evt_9"), business)});
    QCOMPARE(world.deliver({updated(QStringLiteral("evt_1"), professional)}).superseded, 1);
}

QString tierOf(WebhookWorld &world)
{
    return world.subscription(QStringLiteral("sub_1"), QStringLiteral("code"));
}

int marked(WebhookWorld &world)
{
    return world
        .value(QStringLiteral("select count(*) from billing.stripe_objects "
                              "where refresh_requested_at is not null"))
        .toInt();
}

RefreshOutcome refresh(WebhookWorld &world, ScriptedStripe &stripe)
{
    const auto outcome = refreshObjects(world.companion(), stripe, world.clock, 10);
    if (!outcome)
        qFatal("%s", qPrintable(outcome.error().message + outcome.error().detail));
    return *outcome;
}

} // namespace

class TestRefresh : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatStripeSaysNow();
    void asksOnceForEachDoubt();
    void asksAgainWhenAnotherEventOfTheSecondComes();
    void leavesWhatIsNewerAlone();
    void triesAgainWhenStripeDidNotAnswer();
    void leavesTheRestToOthersWhenStripeDoesNotAnswer();
    void asksAgainWhenTheAnswerComesTooEarly();
    void endsASubscriptionThatIsOver();
    void forgetsWhatStripeDoesNotKnow();
};

void TestRefresh::takesWhatStripeSaysNow()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    QCOMPARE(tierOf(world), QStringLiteral("business"));
    ScriptedStripe stripe;
    stripe.answer(subscription(professional));
    const RefreshOutcome outcome = refresh(world, stripe);
    QCOMPARE(outcome.refreshed, 1);
    QVERIFY(outcome.topics.contains(Topic::Vendors));
    QCOMPARE(stripe.calls().front().path, QStringLiteral("/v1/subscriptions/sub_1"));
    QCOMPARE(stripe.calls().front().priority, StripePriority::Background);
    QCOMPARE(tierOf(world), QStringLiteral("professional"));
}

void TestRefresh::asksOnceForEachDoubt()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    ScriptedStripe stripe;
    stripe.answer(subscription(professional));
    refresh(world, stripe);
    QCOMPARE(marked(world), 0);
    world.clock.advanceSeconds(3600);
    QCOMPARE(refresh(world, stripe).refreshed, 0);
    QCOMPARE(stripe.calls().size(), std::size_t(1));
}

void TestRefresh::asksAgainWhenAnotherEventOfTheSecondComes()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    ScriptedStripe stripe;
    stripe.answer(subscription(professional));
    refresh(world, stripe);
    world.deliver({updated(QStringLiteral("evt_5"), business)});
    QCOMPARE(tierOf(world), QStringLiteral("professional"));
    stripe.answer(subscription(business));
    world.clock.advanceSeconds(1);
    QCOMPARE(refresh(world, stripe).refreshed, 1);
    QCOMPARE(tierOf(world), QStringLiteral("business"));
    QCOMPARE(marked(world), 0);
}

void TestRefresh::leavesWhatIsNewerAlone()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    ScriptedStripe stripe;
    stripe.answerWith([&](const StripeCall &) {
        world.deliver({updated(QStringLiteral("evt_2"), business, second + 5)});
        return StripeAnswer{200, subscription(professional), {}, false};
    });
    QVERIFY(refresh(world, stripe).topics.empty());
    QCOMPARE(tierOf(world), QStringLiteral("business"));
    QCOMPARE(marked(world), 0);
}

void TestRefresh::triesAgainWhenStripeDidNotAnswer()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    ScriptedStripe stripe;
    stripe.refuse(StripeErrorKind::Timeout);
    QCOMPARE(refresh(world, stripe).left, 1);
    QCOMPARE(refresh(world, stripe).left, 0); // not at once
    stripe.answer(subscription(professional));
    world.clock.advanceSeconds(6);
    QCOMPARE(refresh(world, stripe).refreshed, 1);
    QCOMPARE(tierOf(world), QStringLiteral("professional"));
}

void TestRefresh::leavesTheRestToOthersWhenStripeDoesNotAnswer()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    world.value(QStringLiteral("insert into billing.stripe_objects (object_id, kind, "
                               "version_created, version_event_id, refresh_requested_at) "
                               "values ('cus_9', 'customer', ?, 'evt_1', ?) "
                               "returning object_id"),
                {world.clock.now(), world.clock.now().addDays(-1)});
    ScriptedStripe deaf;
    deaf.refuse(StripeErrorKind::Timeout);
    const RefreshOutcome unheard = refresh(world, deaf);
    QVERIFY(!unheard.isHeard);
    QCOMPARE(unheard.left, 2);
    QCOMPARE(deaf.calls().size(), std::size_t(1)); // the second question would have to wait, too
    ScriptedStripe stripe;
    stripe.answer(subscription(professional));
    QCOMPARE(refresh(world, stripe).refreshed, 1); // at once; the other one is due in a moment
    QCOMPARE(tierOf(world), QStringLiteral("professional"));
    QCOMPARE(marked(world), 1);
}

void TestRefresh::asksAgainWhenTheAnswerComesTooEarly()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    SubscriptionSpec over = professional;
    over.status = QStringLiteral("canceled");
    over.fields = {{QStringLiteral("ended_at"), second + 1}};
    SubscriptionSpec next = professional;
    next.id = QStringLiteral("sub_2");
    world.deliver({updated(QStringLiteral("evt_9a"), over, second + 1),
                   updated(QStringLiteral("evt_9b"), next, second + 2)});
    world.value(QStringLiteral("update billing.stripe_objects set refresh_requested_at = ? "
                               "where object_id = 'sub_1' returning object_id"),
                {world.clock.now()});
    ScriptedStripe stripe;
    stripe.answer(subscription(professional)); // two live ones: the second may be about to end
    QCOMPARE(refresh(world, stripe).left, 1);
    QCOMPARE(marked(world), 1);
    stripe.answer(subscription(over));
    world.clock.advanceSeconds(61);
    QCOMPARE(refresh(world, stripe).refreshed, 1);
    QCOMPARE(marked(world), 0);
}

void TestRefresh::endsASubscriptionThatIsOver()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    ScriptedStripe stripe;
    stripe.answer(subscription(
        {.status = QStringLiteral("canceled"), .fields = {{QStringLiteral("ended_at"), second}}}));
    refresh(world, stripe);
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("status")),
             QStringLiteral("cancelled"));
}

void TestRefresh::forgetsWhatStripeDoesNotKnow()
{
    WebhookWorld world;
    changeTwiceAtOnce(world);
    ScriptedStripe stripe; // answers NotFound
    QCOMPARE(refresh(world, stripe).refreshed, 1);
    QCOMPARE(marked(world), 0);
    QCOMPARE(tierOf(world), QStringLiteral("business"));
}

QTEST_GUILESS_MAIN(TestRefresh)
#include "test_refresh.moc"
