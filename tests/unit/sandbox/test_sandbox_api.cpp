#include "tests/unit/sandbox/sandboxfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesKeysThatAreNone_data();
    void refusesKeysThatAreNone();
    void answersUnknownThingsAsStripeDoes_data();
    void answersUnknownThingsAsStripeDoes();
    void echoesTheVersionAndNamesTheRequest();
    void replaysUnderTheSameKey();
    void refusesAKeyWithOtherParameters();
    void keepsNoKeyForParametersItRefused();
    void forgetsKeysAfterADay();
    void refusesKeysThatAreTooLong();
    void pagesThroughALongList();
    void listsObjectsAsTheyAreNow();
    void refusesPagesThatCannotBe();
    void expandsWhereItIsAsked();
    void refusesToExpandWhatIsNoReference();
    void objectsHaveThePresentShape_data();
    void objectsHaveThePresentShape();
    void givesALookupKeyToOnePrice();
    void showsAnEndpointsSecretOnce();
    void listsEventsByTypeTimeAndDelivery();
    void keepsItsNotesToItself();
};

namespace
{

QByteArray headerOf(const Http::Response &response, const char *name)
{
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const auto &header) { return header.first == name; });
    return found == response.headers.end() ? QByteArray() : found->second;
}

QJsonObject objectOf(const Http::Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

QStringList idsOf(const QJsonObject &list)
{
    QStringList ids;
    const QJsonArray data = list.value("data"_L1).toArray();
    for (const QJsonValue &object : data)
        ids.append(text(object.toObject(), "id"));
    return ids;
}

// Follows dots through groups; numbers are positions in arrays.
QJsonValue at(const QJsonObject &object, const QString &path)
{
    QJsonValue value = object;
    const QStringList names = path.split(u'.');
    for (const QString &name : names)
        value = value.isArray() ? value.toArray().at(name.toInt()) : value.toObject().value(name);
    return value;
}

} // namespace

void TestSandboxApi::refusesKeysThatAreNone_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray("") << 401;
    QTest::newRow("no bearer") << QByteArray("sk_test_1") << 401;
    QTest::newRow("no key") << QByteArray("Bearer pk_test_1") << 401;
    QTest::newRow("nothing but the prefix") << QByteArray("Bearer sk_") << 401;
    QTest::newRow("a live key") << QByteArray("Bearer sk_live_1") << 401;
    QTest::newRow("bearer") << QByteArray("Bearer sk_test_1") << 200;
    QTest::newRow("basic, as curl -u sends it")
        << QByteArray("Basic " + QByteArray("sk_test_1:").toBase64()) << 200;
}

void TestSandboxApi::refusesKeysThatAreNone()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    SandboxFixture sandbox;
    const auto response = sandbox.call("GET", "/v1/account", {}, {{"authorization", header}});
    QCOMPARE(response.status, status);
    if (status == 401)
        QCOMPARE(at(objectOf(response), u"error.type"_s), u"invalid_request_error"_s);
    QVERIFY(header.size() < 12 || !response.body.contains(header.mid(7)));
}

void TestSandboxApi::answersUnknownThingsAsStripeDoes_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("param");
    const auto row = [](const char *name, const char *method, const char *target, const char *body,
                        int status, const char *code, const char *param) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << QByteArray(body)
                            << status << QString::fromLatin1(code) << QString::fromLatin1(param);
    };
    row("no such object", "GET", "/v1/customers/cus_none", "", 404, "resource_missing", "id");
    row("no such object to change", "POST", "/v1/subscriptions/sub_none", "", 404,
        "resource_missing", "id");
    row("no such object as parameter", "POST", "/v1/subscriptions",
        "customer=cus_none&items[0][price]=price_none", 400, "resource_missing", "customer");
    row("unknown parameter", "POST", "/v1/customers", "nickname=x", 400, "parameter_unknown",
        "nickname");
    row("unknown parameter in the query", "GET", "/v1/customers?colour=red", "", 400,
        "parameter_unknown", "colour");
    row("missing parameter", "POST", "/v1/products", "", 400, "parameter_missing", "name");
    row("mode that is not there", "POST", "/v1/checkout/sessions",
        "mode=payment&line_items[0][price]=p&success_url=http://x.test/", 400, "", "mode");
    row("unknown address", "GET", "/v1/nonsense", "", 404, "", "");
    row("known address, other method", "DELETE", "/v1/customers", "", 404, "", "");
    row("a body that is no form", "POST", "/v1/customers", "email=%zz", 400, "", "");
}

void TestSandboxApi::answersUnknownThingsAsStripeDoes()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(QString, param);
    SandboxFixture sandbox;
    const auto response = sandbox.call(method, target, body);
    const QJsonObject answer = objectOf(response);
    QCOMPARE(response.status, status);
    QCOMPARE(at(answer, u"error.type"_s), u"invalid_request_error"_s);
    QCOMPARE(errorCode(answer), code);
    QCOMPARE(at(answer, u"error.param"_s).toString(), param);
    QVERIFY(!at(answer, u"error.message"_s).toString().isEmpty());
}

void TestSandboxApi::echoesTheVersionAndNamesTheRequest()
{
    SandboxFixture sandbox;
    const auto given =
        sandbox.call("GET", "/v1/account", {}, {{"stripe-version", "2025-03-31.basil"}});
    QCOMPARE(headerOf(given, "Stripe-Version"), "2025-03-31.basil");
    QVERIFY(headerOf(given, "Request-Id").startsWith("req_"));
    const auto none = sandbox.call("GET", "/v1/nonsense");
    QCOMPARE(headerOf(none, "Stripe-Version"), "2026-10-28.endive");
    QVERIFY(headerOf(none, "Request-Id") != headerOf(given, "Request-Id"));
}

void TestSandboxApi::replaysUnderTheSameKey()
{
    SandboxFixture sandbox;
    const SandboxFixture::Headers key{{"idempotency-key", "k1"}};
    const auto first = sandbox.call("POST", "/v1/customers", "email=a@b.test", key);
    const auto second = sandbox.call("POST", "/v1/customers", "email=a@b.test", key);
    QCOMPARE(second.body, first.body);
    QCOMPARE(headerOf(first, "Idempotent-Replayed"), "");
    QCOMPARE(headerOf(second, "Idempotent-Replayed"), "true");
    QCOMPARE(headerOf(second, "Original-Request"), headerOf(first, "Request-Id"));
    QVERIFY(headerOf(second, "Request-Id") != headerOf(first, "Request-Id"));
    QCOMPARE(idsOf(sandbox.get("/v1/customers")).size(), 1);
    QCOMPARE(sandbox.eventTypes(), QStringList{u"customer.created"_s});
    QCOMPARE(at(sandbox.lastEvent(u"customer.created"_s), u"request.idempotency_key"_s), u"k1"_s);
}

void TestSandboxApi::refusesAKeyWithOtherParameters()
{
    SandboxFixture sandbox;
    const SandboxFixture::Headers key{{"idempotency-key", "k1"}};
    sandbox.call("POST", "/v1/customers", "email=a@b.test", key);
    for (const char *body : {"email=c@d.test", ""}) {
        const auto other = sandbox.call("POST", "/v1/customers", body, key);
        QCOMPARE(other.status, 400);
        QCOMPARE(at(objectOf(other), u"error.type"_s), u"idempotency_error"_s);
    }
    const auto elsewhere = sandbox.call("POST", "/v1/products", "email=a@b.test", key);
    QCOMPARE(at(objectOf(elsewhere), u"error.type"_s), u"idempotency_error"_s);
    QCOMPARE(idsOf(sandbox.get("/v1/customers")).size(), 1);
}

void TestSandboxApi::keepsNoKeyForParametersItRefused()
{
    SandboxFixture sandbox;
    const SandboxFixture::Headers key{{"idempotency-key", "k1"}};
    QCOMPARE(sandbox.call("POST", "/v1/customers", "nonsense=1", key).status, 400);
    QCOMPARE(sandbox.call("POST", "/v1/customers", "email=a@b.test", key).status, 200);
}

void TestSandboxApi::forgetsKeysAfterADay()
{
    SandboxFixture sandbox;
    const SandboxFixture::Headers key{{"idempotency-key", "k1"}};
    const auto first = sandbox.call("POST", "/v1/customers", "email=a@b.test", key);
    sandbox.clock.advanceSeconds(24 * 3600 - 1);
    QCOMPARE(sandbox.call("POST", "/v1/customers", "email=a@b.test", key).body, first.body);
    sandbox.clock.advanceSeconds(1);
    const auto later = sandbox.call("POST", "/v1/customers", "email=a@b.test", key);
    QVERIFY(later.body != first.body);
}

void TestSandboxApi::refusesKeysThatAreTooLong()
{
    SandboxFixture sandbox;
    const auto longest =
        sandbox.call("POST", "/v1/customers", {}, {{"idempotency-key", QByteArray(255, 'k')}});
    QCOMPARE(longest.status, 200);
    const auto longer =
        sandbox.call("POST", "/v1/customers", {}, {{"idempotency-key", QByteArray(256, 'k')}});
    QCOMPARE(longer.status, 400);
}

void TestSandboxApi::pagesThroughALongList()
{
    SandboxFixture sandbox;
    QStringList made;
    for (int i = 0; i < 25; ++i)
        made.prepend(text(sandbox.post("/v1/customers"), "id"));
    QStringList seen;
    QByteArray after;
    bool more = true;
    while (more) {
        const QJsonObject page = sandbox.get("/v1/customers?limit=10" + after);
        QCOMPARE(text(page, "object"), u"list"_s);
        QCOMPARE(text(page, "url"), u"/v1/customers"_s);
        seen += idsOf(page);
        more = page.value("has_more"_L1).toBool();
        after = "&starting_after=" + seen.last().toLatin1();
    }
    QCOMPARE(seen, made);
    const QJsonObject back =
        sandbox.get("/v1/customers?limit=10&ending_before=" + made.at(15).toLatin1());
    QCOMPARE(idsOf(back), made.mid(5, 10));
    QVERIFY(back.value("has_more"_L1).toBool());
    QCOMPARE(idsOf(sandbox.get("/v1/customers")), made.mid(0, 10));
}

// The texts that are kept of them change with them.
void TestSandboxApi::listsObjectsAsTheyAreNow()
{
    SandboxFixture sandbox;
    const QString id = text(sandbox.post("/v1/customers", "name=Before"), "id");
    for (const char *name : {"Before", "Between", "After"}) {
        (void)sandbox.post("/v1/customers/" + id.toLatin1(), QByteArray("name=") + name);
        for (int time = 0; time < 2; ++time) {
            const QJsonObject list = sandbox.get("/v1/customers");
            QCOMPARE(list.value("data"_L1).toArray().at(0).toObject(),
                     sandbox.get("/v1/customers/" + id.toLatin1()));
            QCOMPARE(at(list, u"data.0.name"_s), QString::fromLatin1(name));
        }
    }
}

void TestSandboxApi::refusesPagesThatCannotBe()
{
    SandboxFixture sandbox;
    for (const char *query : {"limit=0", "limit=101", "limit=-1", "limit=x"}) {
        const QJsonObject answer = sandbox.get(QByteArray("/v1/customers?") + query);
        QCOMPARE(errorCode(answer), u"parameter_invalid_integer"_s);
    }
    const QJsonObject unknown = sandbox.get("/v1/customers?starting_after=cus_none");
    QCOMPARE(errorCode(unknown), u"resource_missing"_s);
    QCOMPARE(at(unknown, u"error.param"_s), u"starting_after"_s);
}

void TestSandboxApi::expandsWhereItIsAsked()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QByteArray id = text(subscription, "id").toLatin1();
    QVERIFY(subscription.value("latest_invoice"_L1).isString());
    const QJsonObject wide = sandbox.get(
        "/v1/subscriptions/" + id +
        "?expand[]=latest_invoice.payments.data.payment.payment_intent&expand[]=customer"
        "&expand[]=items.data.price.product");
    QCOMPARE(errorCode(wide), QString());
    QVERIFY(wide.contains("error"_L1)); // five levels are one too many
    const QJsonObject expanded = sandbox.get("/v1/subscriptions/" + id +
                                             "?expand[]=latest_invoice.payments&expand[]=customer"
                                             "&expand[]=items.data.price.product");
    QCOMPARE(at(expanded, u"customer.email"_s), u"a@b.test"_s);
    QCOMPARE(at(expanded, u"latest_invoice.payments.data.0.status"_s), u"paid"_s);
    QCOMPARE(at(expanded, u"items.data.0.price.product.name"_s), u"Professional"_s);
    const QJsonObject list = sandbox.get("/v1/subscriptions?expand[]=data.customer");
    QCOMPARE(at(list, u"data.0.customer.object"_s), u"customer"_s);
}

void TestSandboxApi::refusesToExpandWhatIsNoReference()
{
    SandboxFixture sandbox;
    const QByteArray id = sandbox.customer().toLatin1();
    for (const char *path : {"email", "metadata", "colour", "invoice_settings"}) {
        const auto response =
            sandbox.call("GET", "/v1/customers/" + id + "?expand[]=" + QByteArray(path));
        QCOMPARE(response.status, 400);
    }
    QVERIFY(
        !sandbox.get("/v1/customers/" + id + "?expand[]=invoice_settings.default_payment_method")
             .contains("error"_L1));
}

void TestSandboxApi::objectsHaveThePresentShape_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<QStringList>("present");
    QTest::addColumn<QStringList>("gone");
    QTest::newRow("subscription") << u"subscription"_s
                                  << QStringList{u"items.data.0.current_period_start"_s,
                                                 u"items.data.0.current_period_end"_s,
                                                 u"items.data.0.price.recurring.interval"_s,
                                                 u"billing_mode.type"_s,
                                                 u"latest_invoice"_s,
                                                 u"trial_settings.end_behavior"_s,
                                                 u"cancel_at_period_end"_s,
                                                 u"billing_cycle_anchor"_s}
                                  << QStringList{u"current_period_start"_s, u"current_period_end"_s,
                                                 u"plan"_s, u"quantity"_s};
    QTest::newRow("invoice")
        << u"invoice"_s
        << QStringList{u"parent.subscription_details.subscription"_s,
                       u"number"_s,
                       u"lines.data.0.pricing.price_details.price"_s,
                       u"total_taxes"_s,
                       u"lines.data.0.parent.subscription_item_details.subscription_item"_s,
                       u"status_transitions.paid_at"_s,
                       u"hosted_invoice_url"_s,
                       u"invoice_pdf"_s}
        << QStringList{u"subscription"_s,
                       u"paid"_s,
                       u"payment_intent"_s,
                       u"charge"_s,
                       u"tax"_s,
                       u"total_tax_amounts"_s,
                       u"lines.data.0.price"_s,
                       u"lines.data.0.plan"_s,
                       u"payments"_s};
}

void TestSandboxApi::objectsHaveThePresentShape()
{
    QFETCH(QString, object);
    QFETCH(QStringList, present);
    QFETCH(QStringList, gone);
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QByteArray invoice = text(subscription, "latest_invoice").toLatin1();
    const QJsonObject shown =
        object == "invoice"_L1 ? sandbox.get("/v1/invoices/" + invoice) : subscription;
    for (const QString &path : present)
        QVERIFY2(!at(shown, path).isUndefined() && !at(shown, path).isNull(), qPrintable(path));
    for (const QString &path : gone)
        QVERIFY2(at(shown, path).isUndefined(), qPrintable(path));
}

void TestSandboxApi::givesALookupKeyToOnePrice()
{
    SandboxFixture sandbox;
    const QByteArray product = text(sandbox.post("/v1/products", "name=P"), "id").toLatin1();
    const QByteArray form = "currency=eur&unit_amount=100&lookup_key=pro&product=" + product;
    const QString first = text(sandbox.post("/v1/prices", form), "id");
    QVERIFY(sandbox.post("/v1/prices", form).contains("error"_L1));
    const QString second =
        text(sandbox.post("/v1/prices", form + "&transfer_lookup_key=true"), "id");
    QCOMPARE(idsOf(sandbox.get("/v1/prices?lookup_keys[]=pro")), QStringList{second});
    QVERIFY(first != second);
    const QJsonObject frozen = sandbox.post("/v1/prices/" + second.toLatin1(), "unit_amount=200");
    QCOMPARE(errorCode(frozen), u"parameter_unknown"_s);
}

void TestSandboxApi::showsAnEndpointsSecretOnce()
{
    SandboxFixture sandbox;
    const QJsonObject made = sandbox.post("/v1/webhook_endpoints",
                                          "url=https://x.test/hook&enabled_events[]=invoice.paid");
    QVERIFY(text(made, "secret").startsWith("whsec_"_L1));
    const QJsonObject seen = sandbox.get("/v1/webhook_endpoints/" + text(made, "id").toLatin1());
    QCOMPARE(text(seen, "url"), u"https://x.test/hook"_s);
    QVERIFY(!seen.contains("secret"_L1));
    const auto list = sandbox.call("GET", "/v1/webhook_endpoints");
    QVERIFY(!list.body.contains(text(made, "secret").toLatin1()));
}

void TestSandboxApi::listsEventsByTypeTimeAndDelivery()
{
    SandboxFixture sandbox;
    sandbox.post("/v1/webhook_endpoints", "url=https://x.test/&enabled_events[]=customer.created");
    std::vector<Delivery> sent;
    sandbox.state.events().setSink([&](const Delivery &delivery) { sent.push_back(delivery); });
    sandbox.post("/v1/customers");
    sandbox.clock.advanceSeconds(100);
    sandbox.post("/v1/customers");
    sandbox.post("/v1/products", "name=P");
    QCOMPARE(sent.size(), std::size_t(2)); // the endpoint does not want product.created
    const auto ids = [&](const QByteArray &query) {
        return idsOf(sandbox.get("/v1/events?" + query));
    };
    QCOMPARE(ids("type=customer.created").size(), 2);
    QCOMPARE(ids("types[]=customer.created&types[]=product.created").size(), 3);
    QCOMPARE(ids("created[gte]=" + QByteArray::number(sandbox.state.now())).size(), 2);
    QCOMPARE(ids("delivery_success=false").size(), 2);
    sandbox.state.events().settle(sent.at(0).eventId, true);
    sandbox.state.events().settle(sent.at(1).eventId, false);
    QCOMPARE(ids("delivery_success=false"), QStringList{sent.at(1).eventId});
    QCOMPARE(ids("delivery_success=true").size(), 2);
    QCOMPARE(number(sandbox.get("/v1/events/" + sent.at(0).eventId.toLatin1()), "pending_webhooks"),
             0);
    QByteArray tooMany;
    for (int i = 0; i < 21; ++i)
        tooMany += "&types[]=a.b";
    QVERIFY(sandbox.get("/v1/events?limit=1" + tooMany).contains("error"_L1));
}

void TestSandboxApi::keepsItsNotesToItself()
{
    SandboxFixture sandbox;
    const QByteArray form = "mode=subscription&success_url=http://x.test/&line_items[0][price]=" +
                            sandbox.price().toLatin1();
    const auto made = sandbox.call("POST", "/v1/checkout/sessions", form);
    const auto list = sandbox.call("GET", "/v1/checkout/sessions");
    QVERIFY(!made.body.contains("\"_"));
    QVERIFY(!list.body.contains("\"_"));
    const QByteArray customer = sandbox.customer().toLatin1();
    const QJsonObject portal = sandbox.post("/v1/billing_portal/sessions", "customer=" + customer);
    QVERIFY(text(portal, "url").startsWith("http://sandbox.test/p/session/"_L1));
    for (const QJsonObject &event : sandbox.state.select(Kind::Event))
        QVERIFY(!QJsonDocument(event).toJson().contains("\"_"));
}

QTEST_GUILESS_MAIN(TestSandboxApi)
#include "test_sandbox_api.moc"
