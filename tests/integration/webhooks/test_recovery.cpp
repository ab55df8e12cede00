#include "services/database/advisorylock.h"
#include "services/webhooks/dispatcher.h"
#include "services/webhooks/recovery.h"
#include "services/webhooks/recoverylog.h"
#include "tests/integration/catalogue/sandboxstripe.h"
#include "tests/integration/webhooks/webhookworld.h"
#include "tests/support/scriptedstripe.h"

#include <QSet>
#include <QTest>

using namespace Orion;
using namespace Orion::TestStripe;

namespace
{

const QString updated = QStringLiteral("customer.subscription.updated");

// A database with its companion, and a Stripe whose events do not come in by themselves.
struct World : WebhookWorld
{
    World()
    {
        stripe.clock.set(clock.now());
        reset();
    }

    void reset()
    {
        (void)database().session().execute(
            QStringLiteral("update billing.webhook_watch set alive_at = null, server_started_at = "
                           "null, gap_since = null, gaps = 0"));
        (void)database().session().execute(
            QStringLiteral("delete from billing.webhook_recoveries"));
    }

    // An event of long ago, in seconds.
    void happen(qint64 ago, const QString &type = updated, const QString &subscription = {})
    {
        SubscriptionSpec spec;
        if (!subscription.isNull())
            spec.id = subscription;
        stripe.state.events().record(type, TestStripe::subscription(spec), start - ago);
    }

    // The same, with its id.
    QString happens(qint64 ago, const QString &type = updated)
    {
        happen(ago, type);
        return stripe.all(Sandbox::Kind::Event).front().value(QLatin1String("id")).toString();
    }

    EventGap gapOf(qint64 ago)
    {
        value(QStringLiteral("update billing.webhook_watch set alive_at = ?, gap_since = ?, "
                             "gaps = 1, server_started_at = pg_postmaster_start_time() "
                             "returning 1"),
              {clock.now(), clock.now().addSecs(-ago)});
        return {clock.now().addSecs(-ago), 1};
    }

    Result<RecoveryProgress> recover(const RecoveryOptions &options = {})
    {
        return recoverEvents(companion(), stripe, clock, options,
                             [this](const RecoveryProgress &) { ++pages; });
    }

    std::optional<EventGap> watch(Presence presence)
    {
        const auto gap = watchForGap(companion(), clock.now(), presence);
        if (!gap)
            qFatal("%s %s", qPrintable(gap.error().message), qPrintable(gap.error().detail));
        return *gap;
    }

    int received()
    {
        return value(QStringLiteral("select count(*) from billing.stripe_webhook_events")).toInt();
    }

    QString gapSince()
    {
        return value(QStringLiteral("select extract(epoch from gap_since)::bigint "
                                    "from billing.webhook_watch"));
    }

    SandboxStripe stripe;
    int pages = 0;
};

RecoveryOptions closing(const EventGap &gap)
{
    RecoveryOptions options;
    options.cause = RecoveryCause::Outage;
    options.gap = gap;
    return options;
}

QByteArray asListed(World &world, const QString &id)
{
    return QJsonDocument(world.stripe.get(QStringLiteral("/v1/events/") + id))
        .toJson(QJsonDocument::Compact);
}

} // namespace

class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatDidNotComeIn();
    void appliesWhatItTook();
    void takesMoreThanAThousandAPageAtATime();
    void asksForWhatIsHandledOnly();
    void beginsAtTheTimeThatIsGiven();
    void leavesAnEventThatCannotBeReadBehind();
    void seesAGapWhereNobodyWasThere();
    void seesAGapWhereTheServerIsAnotherOne();
    void closesAGapWithWhatIsUndeliveredBeforeIt();
    void leavesAGapOpenThatCameInBetween();
    void goesOnWhereItWasCutOff();
    void keepsTheGapWhileStripeIsAway();
    void keepsTheGapWhileTheInboxIsInUse();
    void saysWhatStripeKeepsNoLonger();
    void runsOnceAtATime();
    void tellsOfARunThatWasKilled();
};

void TestRecovery::takesWhatDidNotComeIn()
{
    World world;
    const QString first = world.happens(5000);
    const QString second = world.happens(4000);
    const QString third = world.happens(10);
    world.receive({asListed(world, second)});
    const auto progress = world.recover();
    QVERIFY2(progress, progress ? "" : qPrintable(progress.error().detail));
    QCOMPARE(progress->listed, 3);
    QCOMPARE(progress->recovered, 2);
    QCOMPARE(progress->unreadable, 0);
    QCOMPARE(world.value(QStringLiteral("select string_agg(source, ' ' order by created_at) "
                                        "from billing.stripe_webhook_events")),
             QStringLiteral("recovery webhook recovery"));
    QCOMPARE(world
                 .value(QStringLiteral("select payload from billing.stripe_webhook_payloads p "
                                       "join billing.stripe_webhook_events e "
                                       "on e.id = p.event_row_id where event_id = ?"),
                        {third})
                 .toUtf8(),
             asListed(world, third));
    // Again finds nothing, and neither does a webhook that comes late.
    QCOMPARE(world.recover()->recovered, 0);
    world.receive({asListed(world, first)});
    QCOMPARE(world.received(), 3);
    const auto runs = listRecoveries(world.companion(), 10);
    QCOMPARE(runs->size(), std::size_t(2));
    QCOMPARE(runs->back().state, QStringLiteral("succeeded"));
    QCOMPARE(runs->back().cause, QStringLiteral("command"));
    QCOMPARE(runs->back().listed, 3);
    QCOMPARE(runs->back().recovered, 2);
    QCOMPARE(runs->back().reached, world.clock.now());
}

void TestRecovery::appliesWhatItTook()
{
    World world;
    world.addTrialVendor(QStringLiteral("ACME"), QStringLiteral("cus_1"));
    world.happens(5000, QStringLiteral("customer.subscription.created"));
    world.happens(4000);
    QVERIFY(world.recover());
    QCOMPARE(world.work().processed, 2);
    QCOMPARE(world.subscription(QStringLiteral("sub_1"), QStringLiteral("s.status, t.code")),
             QStringLiteral("active professional"));
}

void TestRecovery::takesMoreThanAThousandAPageAtATime()
{
    World world;
    for (int i = 0; i < 1250; ++i)
        world.happen(60 + i * 200, updated, QStringLiteral("sub_%1").arg(i));
    const auto progress = world.recover();
    QVERIFY2(progress, progress ? "" : qPrintable(progress.error().detail));
    QCOMPARE(progress->listed, 1250);
    QCOMPARE(progress->recovered, 1250);
    QCOMPARE(world.received(), 1250);
    QVERIFY(world.pages >= 13);
    for (const StripeCall &call : world.stripe.calls) {
        QCOMPARE(call.path, QStringLiteral("/v1/events"));
        QCOMPARE(call.priority, StripePriority::Background);
        QCOMPARE(parameter(call, QStringLiteral("limit")), QStringLiteral("100"));
    }
    QCOMPARE(world.value(QStringLiteral(
                 "select max(id) filter (where created_at < middle) < "
                 "min(id) filter (where created_at > middle + interval '1 day') "
                 "from billing.stripe_webhook_events, (select avg(extract(epoch from created_at)) "
                 "as epoch from billing.stripe_webhook_events) a, to_timestamp(epoch) middle")),
             QStringLiteral("true")); // the oldest first
}

void TestRecovery::asksForWhatIsHandledOnly()
{
    World world;
    world.happens(100, QStringLiteral("plan.deleted"));
    QCOMPARE(world.recover()->listed, 0);
    QSet<QString> asked;
    for (const StripeCall &call : world.stripe.calls) {
        int types = 0;
        for (const auto &[name, value] : call.parameters.pairs()) {
            if (name.startsWith(QLatin1String("types["))) {
                ++types;
                asked.insert(value);
            }
        }
        QVERIFY(types > 0 && types <= 20);
    }
    const QStringList handled = handledTypes();
    QCOMPARE(asked, QSet<QString>(handled.begin(), handled.end()));
}

void TestRecovery::beginsAtTheTimeThatIsGiven()
{
    World world;
    world.happens(7300);
    world.happens(7100);
    RecoveryOptions options;
    options.since = world.clock.now().addSecs(-7200);
    QCOMPARE(world.recover(options)->recovered, 1);
    // Stripe keeps no more than 30 days.
    options.since = world.clock.now().addDays(-400);
    const auto progress = world.recover(options);
    QCOMPARE(progress->since, world.clock.now().addDays(-30));
    QCOMPARE(progress->recovered, 1);
}

void TestRecovery::leavesAnEventThatCannotBeReadBehind()
{
    World world;
    world.happens(100);
    QJsonObject broken = world.stripe.all(Sandbox::Kind::Event).front();
    broken.insert(QStringLiteral("id"), QStringLiteral("evt_broken"));
    broken.insert(QStringLiteral("data"), QJsonObject());
    world.stripe.state.load(Sandbox::Kind::Event, broken);
    world.happens(50);
    const auto progress = world.recover();
    QVERIFY2(progress, progress ? "" : qPrintable(progress.error().detail));
    QCOMPARE(progress->listed, 3);
    QCOMPARE(progress->recovered, 2);
    QCOMPARE(progress->unreadable, 1);
}

void TestRecovery::seesAGapWhereNobodyWasThere()
{
    World world;
    const QDateTime first = world.clock.now();
    const auto begun = world.watch(Presence::Comes);
    QVERIFY(begun);
    QCOMPARE(begun->since, first);
    QVERIFY(closeGap(world.companion(), *begun, first));
    QVERIFY(!world.watch(Presence::Goes));
    world.clock.advanceSeconds(50);
    QVERIFY(!world.watch(Presence::Goes));
    world.clock.advanceSeconds(70);
    const auto found = world.watch(Presence::Goes);
    QVERIFY(found);
    QCOMPARE(found->since, first.addSecs(50));
    // Until it is closed it stays, and it does not begin later.
    world.clock.advanceSeconds(10);
    QCOMPARE(world.watch(Presence::Goes)->since, first.addSecs(50));
    world.clock.advanceSeconds(500);
    QCOMPARE(world.watch(Presence::Goes)->since, first.addSecs(50));
}

void TestRecovery::seesAGapWhereTheServerIsAnotherOne()
{
    World world;
    QVERIFY(closeGap(world.companion(), *world.watch(Presence::Comes), world.clock.now()));
    const QDateTime last = world.clock.now();
    world.value(QStringLiteral("update billing.webhook_watch set server_started_at = "
                               "server_started_at - interval '1 hour' returning 1"));
    world.clock.advanceSeconds(3);
    const auto found = world.watch(Presence::Goes);
    QVERIFY(found);
    QCOMPARE(found->since, last);
}

void TestRecovery::closesAGapWithWhatIsUndeliveredBeforeIt()
{
    World world;
    StripeForm endpoint;
    endpoint.add(QStringLiteral("url"), QStringLiteral("https://billing.example.com/hook"));
    endpoint.add(QStringLiteral("enabled_events[0]"), QStringLiteral("*"));
    world.stripe.post(QStringLiteral("/v1/webhook_endpoints"), endpoint);
    Sandbox::EventLog &events = world.stripe.state.events();
    const QString lost = world.happens(5 * 86400); // Stripe gave up
    events.settle(lost, false);
    events.settle(world.happens(5 * 86400), true); // somebody took it: not ours to find in a gap
    const QString restored = world.happens(1000);  // answered with 200, and lost with the database
    events.settle(restored, true);

    const EventGap gap = world.gapOf(1800);
    const auto progress = world.recover(closing(gap));
    QVERIFY2(progress, progress ? "" : qPrintable(progress.error().detail));
    QCOMPARE(progress->recovered, 2);
    QCOMPARE(world.value(QStringLiteral("select string_agg(event_id, ' ' order by created_at) "
                                        "from billing.stripe_webhook_events")),
             QString(lost + u' ' + restored));
    QCOMPARE(world.gapSince(), QString());
    QCOMPARE(world.recover()->recovered, 1); // asked for everything, it finds the third
}

void TestRecovery::leavesAGapOpenThatCameInBetween()
{
    World world;
    world.happens(100);
    const EventGap gap = world.gapOf(1800);
    QCOMPARE(world.watch(Presence::Comes)->number, gap.number + 1); // another companion starts
    QVERIFY(world.recover(closing(gap)));
    const auto left = world.watch(Presence::Goes);
    QVERIFY(left);
    QCOMPARE(left->since, world.clock.now()); // what lies before was compared
    QVERIFY(world.recover(closing(*left)));
    QVERIFY(!world.watch(Presence::Goes));
}

void TestRecovery::goesOnWhereItWasCutOff()
{
    World world;
    for (int i = 0; i < 450; ++i)
        world.happen(60 + i * 700, updated, QStringLiteral("sub_%1").arg(i));
    RecoveryOptions options = closing(world.gapOf(5 * 86400));
    options.isStopping = [&] { return world.pages >= 8; };
    const auto cut = world.recover(options);
    QVERIFY(!cut);
    QCOMPARE(cut.error().code, ErrorCode::Cancelled);
    const int before = world.received();
    QVERIFY(before > 100 && before < 400);
    const auto runs = listRecoveries(world.companion(), 1);
    QCOMPARE(runs->front().state, QStringLiteral("interrupted"));
    QCOMPARE(runs->front().recovered, before);

    const auto left = world.watch(Presence::Goes);
    QVERIFY(left->since > options.gap->since);
    world.stripe.calls.clear();
    const auto rest = world.recover(closing(*left));
    QVERIFY2(rest, rest ? "" : qPrintable(rest.error().detail));
    QCOMPARE(rest->recovered, 450 - before);
    QVERIFY2(rest->listed <= 450 - before + 40, "what was compared is not compared again");
    QCOMPARE(world.received(), 450);
    QCOMPARE(world.gapSince(), QString());
}

void TestRecovery::keepsTheGapWhileStripeIsAway()
{
    World world;
    world.happens(100);
    const EventGap gap = world.gapOf(1800);
    world.stripe.instead = [](const StripeCall &) {
        StripeError error;
        error.kind = StripeErrorKind::Connection;
        return std::optional<StripeResult<StripeAnswer>>(tl::unexpected(error));
    };
    const auto failed = world.recover(closing(gap));
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::PaymentSystemFailed);
    QCOMPARE(world.gapSince(), QString::number(gap.since.toSecsSinceEpoch()));
    const auto runs = listRecoveries(world.companion(), 1);
    QCOMPARE(runs->front().state, QStringLiteral("failed"));
    QVERIFY(!runs->front().message.isEmpty());
    world.stripe.instead = {};
    QCOMPARE(world.recover(closing(gap))->recovered, 1);
    QCOMPARE(world.gapSince(), QString());
}

// A moment's trouble of the database, which must not count as the events' own fault.
void TestRecovery::keepsTheGapWhileTheInboxIsInUse()
{
    World world;
    world.happens(500);
    const EventGap gap = world.gapOf(1000);
    Session &somebody = world.database().session();
    QVERIFY(somebody.script(
        QStringLiteral("begin; lock table billing.stripe_webhook_payloads in exclusive mode")));
    QVERIFY(world.companion().script(QStringLiteral("set lock_timeout = '100ms'")));
    const auto locked = world.recover(closing(gap));
    QVERIFY(!locked);
    QCOMPARE(locked.error().code, ErrorCode::Timeout);
    QVERIFY(somebody.script(QStringLiteral("rollback")));
    QVERIFY(!world.gapSince().isEmpty());
    QCOMPARE(world.recover(closing(gap))->recovered, 1);
    QVERIFY(world.gapSince().isEmpty());
    QVERIFY(world.companion().script(QStringLiteral("reset lock_timeout")));
}

void TestRecovery::saysWhatStripeKeepsNoLonger()
{
    World world;
    const auto recent = world.recover(closing(world.gapOf(20 * 86400)));
    QVERIFY(recent);
    QVERIFY(recent->note.isEmpty());
    const auto old = world.recover(closing(world.gapOf(40 * 86400)));
    QVERIFY(old);
    QVERIFY(old->note.contains(QLatin1String("stripe sync")));
    QCOMPARE(world.value(QStringLiteral("select message from billing.webhook_recoveries "
                                        "order by id desc limit 1")),
             old->note);
}

void TestRecovery::runsOnceAtATime()
{
    World world;
    const auto other = world.database().open(QStringLiteral("orion_companion"));
    {
        const auto lock = AdvisoryLock::tryTake(*other, QStringLiteral("webhook recovery"));
        QVERIFY(lock && *lock);
        const auto refused = world.recover();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(world.stripe.calls.empty());
    }
    QVERIFY(world.recover());
}

void TestRecovery::tellsOfARunThatWasKilled()
{
    World world;
    QVERIFY(beginRecovery(world.companion(), {}, {world.clock.now()}, world.clock.now()));
    QVERIFY(world.recover());
    const auto runs = listRecoveries(world.companion(), 5);
    QCOMPARE(runs->size(), std::size_t(2));
    QCOMPARE(runs->front().state, QStringLiteral("succeeded"));
    QCOMPARE(runs->back().state, QStringLiteral("interrupted"));
    QVERIFY(runs->back().finishedAt.isValid());
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "test_recovery.moc"
