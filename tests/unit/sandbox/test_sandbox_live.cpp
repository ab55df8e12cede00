#include "tests/unit/sandbox/sandboxfixture.h"

#include "app/sandbox/commandline.h"
#include "app/sandbox/live/liveplatform.h"
#include "app/sandbox/seed.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxLive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsASeedWithoutEvents();
    void fillsWhatASeedLeavesOut();
    void anOverdueSeedHasAnOpenInvoice();
    void refusesASeedThatDoesNotHangTogether_data();
    void refusesASeedThatDoesNotHangTogether();
    void everythingHappensOnALivePlatform();
    void liveEventsAgreeWithTheState();
    void theSameSeedLivesTheSameLife();
    void nothingHappensToNobody();
    void readsTheCommandLine_data();
    void readsTheCommandLine();
};

namespace
{

QJsonObject price(const char *id, const char *product, int amount)
{
    return {{"id"_L1, QString::fromLatin1(id)},
            {"product"_L1, QString::fromLatin1(product)},
            {"currency"_L1, u"eur"_s},
            {"unit_amount"_L1, amount},
            {"recurring"_L1, QJsonObject{{"interval"_L1, u"month"_s}}}};
}

// Two tiers, an add-on, and customers of whom some have subscriptions in each status.
QJsonObject platform(int customers)
{
    const QJsonArray products{QJsonObject{{"id"_L1, u"prod_e"_s}, {"name"_L1, u"Essential"_s}},
                              QJsonObject{{"id"_L1, u"prod_p"_s}, {"name"_L1, u"Professional"_s}},
                              QJsonObject{{"id"_L1, u"prod_a"_s},
                                          {"name"_L1, u"Domain"_s},
                                          {"metadata"_L1, QJsonObject{{"kind"_L1, u"addon"_s}}}}};
    const QJsonArray prices{price("price_e", "prod_e", 4900), price("price_p", "prod_p", 9900),
                            price("price_a", "prod_a", 1500)};
    QJsonArray people;
    QJsonArray subscriptions;
    const QStringList statuses{u"active"_s, u"trialing"_s, u"active"_s, u"past_due"_s, QString()};
    for (int i = 0; i < customers; ++i) {
        const QString id = u"cus_%1"_s.arg(i);
        people.append(QJsonObject{
            {"id"_L1, id}, {"metadata"_L1, QJsonObject{{"vendor_code"_L1, u"VENDOR%1"_s.arg(i)}}}});
        const QString status = statuses.at(i % statuses.size());
        if (status.isEmpty())
            continue;
        subscriptions.append(QJsonObject{
            {"id"_L1, u"sub_%1"_s.arg(i)},
            {"customer"_L1, id},
            {"status"_L1, status},
            {"latest_invoice"_L1, u"in_%1"_s.arg(i)},
            {"trial_end"_L1, status == "trialing"_L1 ? QJsonValue(1'800'000'000) : QJsonValue()},
            {"items"_L1, QJsonArray{QJsonObject{{"price"_L1, u"price_e"_s}}}},
            {"metadata"_L1, QJsonObject{{"kind"_L1, u"base"_s}}}});
    }
    return {{"products"_L1, products},
            {"prices"_L1, prices},
            {"customers"_L1, people},
            {"subscriptions"_L1, subscriptions}};
}

Result<void> load(SandboxFixture &sandbox, const QJsonObject &seed)
{
    return loadSeed(sandbox.state, QJsonDocument(seed).toJson());
}

QStringList live(SandboxFixture &sandbox, quint64 seed, int steps)
{
    LivePlatform platform(sandbox.state, seed);
    QStringList happened;
    for (int i = 0; i < steps; ++i) {
        sandbox.clock.advanceSeconds(2);
        happened.append(platform.step());
    }
    return happened;
}

} // namespace

void TestSandboxLive::loadsASeedWithoutEvents()
{
    SandboxFixture sandbox;
    QVERIFY(load(sandbox, platform(10)));
    QVERIFY(sandbox.eventTypes().isEmpty());
    QCOMPARE(sandbox.get("/v1/customers?limit=100").value("data"_L1).toArray().size(), 10);
    QCOMPARE(sandbox.get("/v1/subscriptions?limit=100").value("data"_L1).toArray().size(), 8);
    sandbox.post("/v1/customers");
    QCOMPARE(sandbox.eventTypes().size(), 1);
}

void TestSandboxLive::fillsWhatASeedLeavesOut()
{
    SandboxFixture sandbox;
    QVERIFY(load(sandbox, platform(1)));
    const QJsonObject subscription = sandbox.get("/v1/subscriptions/sub_0?expand[]=customer");
    const QJsonObject item = firstItem(subscription);
    QVERIFY(number(item, "current_period_end") > sandbox.state.now());
    QCOMPARE(text(item.value("price"_L1).toObject(), "unit_amount_decimal"), u"4900"_s);
    QCOMPARE(text(subscription, "currency"), u"eur"_s);
    QCOMPARE(subscription.value("billing_mode"_L1).toObject().value("type"_L1), u"flexible"_s);
    const QJsonObject settings =
        subscription.value("customer"_L1).toObject().value("invoice_settings"_L1).toObject();
    QVERIFY(text(settings, "default_payment_method").startsWith("pm_"_L1));
}

void TestSandboxLive::anOverdueSeedHasAnOpenInvoice()
{
    SandboxFixture sandbox;
    QVERIFY(load(sandbox, platform(5)));
    const QJsonObject invoice = sandbox.get("/v1/invoices/in_3");
    QCOMPARE(text(invoice, "status"), u"open"_s);
    QCOMPARE(number(invoice, "amount_due"), 4900);
    QCOMPARE(number(invoice, "attempt_count"), 1);
    QCOMPARE(text(sandbox.post("/v1/invoices/in_3/pay"), "status"), u"paid"_s);
    QCOMPARE(text(sandbox.get("/v1/subscriptions/sub_3"), "status"), u"active"_s);
}

void TestSandboxLive::refusesASeedThatDoesNotHangTogether_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const char *json, const char *named) {
        QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(named);
    };
    row("no JSON", "{", "not a JSON object");
    row("an array", "[]", "not a JSON object");
    row("no id", R"({"products":[{"name":"P"}]})", "products");
    row("no such product", R"({"prices":[{"id":"price_1","product":"prod_0"}]})", "price_1");
    row("no amount",
        R"({"products":[{"id":"p","name":"P"}],"prices":[{"id":"price_1","product":"p"}]})",
        "price_1");
    row("no such customer", R"({"subscriptions":[{"id":"sub_1","customer":"cus_0"}]})", "sub_1");
    row("no items", R"({"customers":[{"id":"c"}],"subscriptions":[{"id":"sub_1","customer":"c"}]})",
        "sub_1");
    row("no such price",
        R"({"customers":[{"id":"c"}],
            "subscriptions":[{"id":"sub_1","customer":"c","items":[{"price":"x"}]}]})",
        "sub_1");
}

void TestSandboxLive::refusesASeedThatDoesNotHangTogether()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, named);
    SandboxFixture sandbox;
    const auto loaded = loadSeed(sandbox.state, json);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(loaded.error().message.contains(named), qPrintable(loaded.error().message));
}

void TestSandboxLive::everythingHappensOnALivePlatform()
{
    SandboxFixture sandbox;
    QVERIFY(load(sandbox, platform(60)));
    const QStringList happened = live(sandbox, 3, 600);
    QVERIFY(!happened.contains(QString()));
    for (const char *name : {"renewed", "trial converted", "payment failed", "payment recovered",
                             "payment failed again", "overdue cancelled", "subscribed", "upgraded",
                             "cancellation scheduled", "cancellation withdrawn"})
        QVERIFY2(happened.contains(QLatin1String(name)), name);
    for (const char *type :
         {"customer.subscription.created", "customer.subscription.updated",
          "customer.subscription.deleted", "invoice.paid", "invoice.payment_failed"})
        QVERIFY2(sandbox.eventTypes().contains(QLatin1String(type)), type);
    // It neither dies out nor grows without end.
    const auto all = sandbox.get("/v1/subscriptions?limit=100").value("data"_L1).toArray();
    QVERIFY(all.size() > 30 && all.size() <= 60);
}

void TestSandboxLive::liveEventsAgreeWithTheState()
{
    SandboxFixture sandbox;
    QVERIFY(load(sandbox, platform(40)));
    live(sandbox, 4, 300);
    for (const QJsonObject &subscription : sandbox.state.select(Kind::Subscription)) {
        const auto told = sandbox.state.select(Kind::Event, [&](const QJsonObject &event) {
            const QJsonObject object =
                event.value("data"_L1).toObject().value("object"_L1).toObject();
            return text(object, "id") == text(subscription, "id");
        });
        if (told.empty())
            continue;
        const QJsonObject last =
            told.front().value("data"_L1).toObject().value("object"_L1).toObject();
        QCOMPARE(last, subscription); // the newest event tells the present state
        const QString vendor = text(last.value("metadata"_L1).toObject(), "vendor_code");
        QVERIFY(vendor.isEmpty() || vendor.startsWith("VENDOR"_L1));
    }
}

void TestSandboxLive::theSameSeedLivesTheSameLife()
{
    SandboxFixture one;
    SandboxFixture same;
    SandboxFixture other;
    for (SandboxFixture *sandbox : {&one, &same, &other})
        QVERIFY(load(*sandbox, platform(30)));
    const QStringList life = live(one, 5, 200);
    QCOMPARE(live(same, 5, 200), life);
    QVERIFY(live(other, 6, 200) != life);
    QVERIFY(one.state.select(Kind::Event) == same.state.select(Kind::Event));
}

void TestSandboxLive::nothingHappensToNobody()
{
    SandboxFixture sandbox;
    QCOMPARE(live(sandbox, 1, 3), (QStringList{QString(), QString(), QString()}));
    QVERIFY(sandbox.eventTypes().isEmpty());
}

void TestSandboxLive::readsTheCommandLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<bool>("runs");
    const auto row = [](const char *name, const char *arguments, int exitCode, bool runs) {
        QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ', Qt::SkipEmptyParts)
                            << exitCode << runs;
    };
    row("port", "--port 0", 0, true);
    row("webhook", "--port 1 --webhook-url http://x.test/ --webhook-secret whsec_1", 0, true);
    row("live", "--port 1 --live --live-interval 50 --seed-number 7", 0, true);
    row("help", "--help", 0, false);
    row("version", "--version", 0, false);
    row("nothing", "", 2, false);
    row("no port", "--port x", 2, false);
    row("a port too high", "--port 65536", 2, false);
    row("unknown option", "--port 0 --colour", 2, false);
    row("an argument", "--port 0 more", 2, false);
    row("URL without secret", "--port 0 --webhook-url http://x.test/", 2, false);
    row("secret without URL", "--port 0 --webhook-secret s", 2, false);
    row("no URL", "--port 0 --webhook-url x.test --webhook-secret s", 2, false);
    row("no interval", "--port 0 --live-interval 0", 2, false);
    row("no seed number", "--port 0 --seed-number -1", 2, false);
}

void TestSandboxLive::readsTheCommandLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(bool, runs);
    const CommandLine line = readCommandLine(QStringList{u"orion-stripe-sandbox"_s} + arguments);
    QCOMPARE(line.exitCode, exitCode);
    QCOMPARE(line.options.has_value(), runs);
    QCOMPARE(line.text.isEmpty(), runs);
}

QTEST_GUILESS_MAIN(TestSandboxLive)
#include "test_sandbox_live.moc"
