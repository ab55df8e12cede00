#include "tests/unit/sandbox/sandboxfixture.h"

#include "app/sandbox/pages/pages.h"
#include "app/sandbox/pages/pdf.h"
#include "app/sandbox/pages/template.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsTemplates_data();
    void fillsTemplates();
    void checkoutShowsWhatIsBought();
    void checkoutEscapesWhatItShows();
    void checkoutSendsTheBuyerBack();
    void checkoutSaysThatTheCardWasDeclined();
    void checkoutSaysThatItIsOver();
    void portalCancelsAndResumes();
    void portalOnlyTouchesItsOwnCustomer();
    void portalLinksExpire();
    void invoicePagesShowTheInvoice();
    void writesAPdf();
};

namespace
{

Http::Request request(const QString &id, const QByteArray &body = {})
{
    Http::Request made;
    made.parameters = {{u"id"_s, id}, {u"secret"_s, id}};
    made.body = body;
    return made;
}

QString checkout(SandboxFixture &sandbox, const QByteArray &more = {})
{
    const QString customer = sandbox.customer();
    return text(sandbox.post("/v1/checkout/sessions",
                             "mode=subscription&customer=" + customer.toLatin1() +
                                 "&success_url=http://x.test/done%3Fs={CHECKOUT_SESSION_ID}"
                                 "&cancel_url=http://x.test/no&line_items[0][price]=" +
                                 sandbox.price().toLatin1() + more),
                "id");
}

QString portal(SandboxFixture &sandbox, const QString &customer)
{
    return text(sandbox.post("/v1/billing_portal/sessions",
                             "return_url=http://x.test/back&customer=" + customer.toLatin1()),
                "url")
        .section(u'/', -1);
}

QByteArray location(const Http::Response &response)
{
    for (const auto &[name, value] : response.headers) {
        if (name == "Location")
            return value;
    }
    return {};
}

} // namespace

void TestSandboxPages::fillsTemplates_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("filled");
    const auto row = [](const char *name, const char *page, const char *filled) {
        QTest::newRow(name) << QString::fromUtf8(page) << QString::fromUtf8(filled);
    };
    row("nothing to fill", "plain { text }", "plain { text }");
    row("value", "<b>{{name}}</b>", "<b>A &amp; B</b>");
    row("value with markup", "{{evil}}", "&lt;script&gt;&quot;x&quot;");
    row("braces in a value are not filled again", "{{braces}}", "{{name}}");
    row("number", "{{count}}", "3");
    row("missing value", "[{{missing}}]", "[]");
    row("section that is there", "{{#name}}yes{{/name}}", "yes");
    row("section that is not", "{{#missing}}no{{/missing}}{{#empty}}no{{/empty}}", "");
    row("inverted", "{{^missing}}none{{/missing}}{{^name}}no{{/name}}", "none");
    row("list with outer values", "{{#list}}{{x}}-{{count}} {{/list}}", "1-3 &lt;-3 ");
    row("never closed", "a{{#name}}b", "a");
    row("half a tag", "a{{name", "a{{name");
}

void TestSandboxPages::fillsTemplates()
{
    QFETCH(QString, page);
    QFETCH(QString, filled);
    const QJsonObject values{
        {"name"_L1, u"A & B"_s},
        {"evil"_L1, u"<script>\"x\""_s},
        {"braces"_L1, u"{{name}}"_s},
        {"count"_L1, 3},
        {"empty"_L1, QJsonArray()},
        {"list"_L1, QJsonArray{QJsonObject{{"x"_L1, u"1"_s}}, QJsonObject{{"x"_L1, u"<"_s}}}}};
    QCOMPARE(renderTemplate(page, values), filled);
}

void TestSandboxPages::checkoutShowsWhatIsBought()
{
    SandboxFixture sandbox;
    Http::Request german = request(checkout(sandbox, "&subscription_data[trial_period_days]=30"));
    german.headers.insert("accept-language", "de-DE,de;q=0.9");
    const auto page = checkoutPage(sandbox.state, german);
    QCOMPARE(page.status, 200);
    const QString html = QString::fromUtf8(page.body);
    QVERIFY(html.contains("Professional"_L1));
    QVERIFY(html.contains(u"99,00\u00a0€ / month"_s));
    QVERIFY(html.contains("a@b.test"_L1));
    QVERIFY(html.contains(u"2. März 2026"_s));
    QVERIFY(html.contains("Start trial"_L1));
    const auto english = checkoutPage(sandbox.state, request(checkout(sandbox)));
    QVERIFY(QString::fromUtf8(english.body).contains(u"€99.00 / month"_s));
    QVERIFY(!english.body.contains("Free trial"));
}

void TestSandboxPages::checkoutEscapesWhatItShows()
{
    SandboxFixture sandbox;
    const QByteArray product =
        text(sandbox.post("/v1/products", "name=%3Cscript%3Ealert(1)%3C/script%3E"), "id")
            .toLatin1();
    const QByteArray price =
        text(sandbox.post("/v1/prices", "currency=eur&unit_amount=1&recurring[interval]=month"
                                        "&product=" +
                                            product),
             "id")
            .toLatin1();
    const QString id =
        text(sandbox.post("/v1/checkout/sessions", "mode=subscription&success_url=http://x.test/"
                                                   "&customer_email=%22%3E%3Cimg%20src=x%3E"
                                                   "&line_items[0][price]=" +
                                                       price),
             "id");
    const auto page = checkoutPage(sandbox.state, request(id));
    QVERIFY(!page.body.contains("<script"));
    QVERIFY(!page.body.contains("<img"));
    QVERIFY(page.body.contains("&lt;script&gt;"));
}

void TestSandboxPages::checkoutSendsTheBuyerBack()
{
    SandboxFixture sandbox;
    const QString id = checkout(sandbox);
    const auto cancelled = checkoutAction(sandbox.state, request(id, "outcome=cancel"));
    QCOMPARE(cancelled.status, 303);
    QCOMPARE(location(cancelled), "http://x.test/no");
    const auto paid = checkoutAction(sandbox.state, request(id, "outcome=pay&card=pm_card_visa"));
    QCOMPARE(paid.status, 303);
    QCOMPARE(location(paid), "http://x.test/done?s=" + id.toLatin1());
}

void TestSandboxPages::checkoutSaysThatTheCardWasDeclined()
{
    SandboxFixture sandbox;
    const QString id = checkout(sandbox);
    for (const char *body : {"outcome=decline", "outcome=pay&card=pm_card_chargeCustomerFail",
                             "outcome=pay&card=nonsense", "", "%zz"})
    {
        const auto page = checkoutAction(sandbox.state, request(id, body));
        QCOMPARE(page.status, 402);
        QVERIFY(page.body.contains("Your card was declined."));
        QVERIFY(page.body.contains("role=\"alert\""));
    }
    QVERIFY(sandbox.eventTypes().contains("payment_intent.payment_failed"_L1));
    QVERIFY(!sandbox.eventTypes().contains("customer.subscription.created"_L1));
}

void TestSandboxPages::checkoutSaysThatItIsOver()
{
    SandboxFixture sandbox;
    const QString id = checkout(sandbox);
    checkoutAction(sandbox.state, request(id, "outcome=pay&card=pm_card_visa"));
    QVERIFY(checkoutPage(sandbox.state, request(id)).body.contains("has been completed"));
    checkoutAction(sandbox.state, request(id, "outcome=pay&card=pm_card_visa"));
    QCOMPARE(sandbox.get("/v1/subscriptions").value("data"_L1).toArray().size(), 1);
    const QString old = checkout(sandbox);
    sandbox.post("/v1/checkout/sessions/" + old.toLatin1() + "/expire");
    QCOMPARE(checkoutPage(sandbox.state, request(old)).status, 410);
    QCOMPARE(checkoutPage(sandbox.state, request(u"cs_none"_s)).status, 404);
}

void TestSandboxPages::portalCancelsAndResumes()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QByteArray id = text(subscription, "id").toLatin1();
    const QString secret = portal(sandbox, text(subscription, "customer"));
    QVERIFY(portalPage(sandbox.state, request(secret)).body.contains("Renews on"));
    const auto cancelled =
        portalAction(sandbox.state, request(secret, "action=cancel&subscription=" + id));
    QVERIFY(cancelled.body.contains("Ends on"));
    const QJsonObject ending = sandbox.get("/v1/subscriptions/" + id);
    QCOMPARE(number(ending, "cancel_at"), number(firstItem(ending), "current_period_end"));
    QVERIFY(!ending.value("cancel_at_period_end"_L1).toBool());
    portalAction(sandbox.state, request(secret, "action=resume&subscription=" + id));
    QVERIFY(sandbox.get("/v1/subscriptions/" + id).value("cancel_at"_L1).isNull());
    const auto card =
        portalAction(sandbox.state, request(secret, "action=update_card&card=pm_card_mastercard"));
    QVERIFY(card.body.contains("Mastercard ending in 4444"));
}

void TestSandboxPages::portalOnlyTouchesItsOwnCustomer()
{
    SandboxFixture sandbox;
    const QJsonObject other = sandbox.subscribe(sandbox.price());
    const QString secret = portal(sandbox, sandbox.customer());
    const QByteArray id = text(other, "id").toLatin1();
    portalAction(sandbox.state, request(secret, "action=cancel&subscription=" + id));
    QVERIFY(sandbox.get("/v1/subscriptions/" + id).value("cancel_at"_L1).isNull());
    QVERIFY(!portalPage(sandbox.state, request(secret)).body.contains(id));
}

void TestSandboxPages::portalLinksExpire()
{
    SandboxFixture sandbox;
    const QString secret = portal(sandbox, sandbox.customer());
    sandbox.clock.advanceSeconds(3599);
    QCOMPARE(portalPage(sandbox.state, request(secret)).status, 200);
    sandbox.clock.advanceSeconds(1);
    QCOMPARE(portalPage(sandbox.state, request(secret)).status, 410);
    QCOMPARE(portalAction(sandbox.state, request(secret, "action=cancel")).status, 410);
}

void TestSandboxPages::invoicePagesShowTheInvoice()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QString id = text(subscription, "latest_invoice");
    const QJsonObject invoice = sandbox.get("/v1/invoices/" + id.toLatin1());
    const auto page = invoicePage(sandbox.state, request(id));
    QVERIFY(page.body.contains(text(invoice, "number").toLatin1()));
    QVERIFY(QString::fromUtf8(page.body).contains(u"€99.00"_s));
    const auto pdf = invoicePdf(sandbox.state, request(id));
    QCOMPARE(pdf.contentType, "application/pdf");
    QVERIFY(pdf.body.contains(text(invoice, "number").toLatin1()));
    QCOMPARE(invoicePdf(sandbox.state, request(u"in_none"_s)).status, 404);
}

void TestSandboxPages::writesAPdf()
{
    const QByteArray pdf = textPdf({u"Total €5 (net)"_s, u"日本"_s});
    QVERIFY(pdf.startsWith("%PDF-1.4\n"));
    QVERIFY(pdf.contains("(Total \\2005 \\(net\\)) Tj"));
    QVERIFY(pdf.contains("(?"
                         "?) Tj"));
    // Each entry of the table of objects points at its object.
    const qsizetype table = pdf.indexOf("xref\n0 6\n");
    QVERIFY(table > 0);
    const QByteArrayList lines = pdf.mid(table).split('\n');
    for (int object = 1; object <= 5; ++object) {
        const qsizetype offset = lines.at(2 + object).left(10).toLongLong();
        QVERIFY(pdf.mid(offset).startsWith(QByteArray::number(object) + " 0 obj\n"));
    }
}

QTEST_GUILESS_MAIN(TestSandboxPages)
#include "test_sandbox_pages.moc"
