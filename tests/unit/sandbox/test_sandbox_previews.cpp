#include "tests/unit/sandbox/billingsteps.h"

#include <QJsonArray>
#include <QTest>

using namespace Orion;
using namespace Orion::Sandbox;
using namespace Qt::StringLiterals;

class TestSandboxPreviews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPreviewIsWhatTheUpdateThenDoes_data();
    void aPreviewIsWhatTheUpdateThenDoes();
    void aPreviewChangesNothing();
    void theNextRegularInvoiceIsPreviewed();
    void whatWaitsIsPartOfTheNextInvoice();
    void aNewSubscriptionIsPreviewed();
    void nothingUpcomingIsAnErrorOfItsOwn_data();
    void nothingUpcomingIsAnErrorOfItsOwn();
    void aProrationDateOutsideThePeriodIsRefused();
};

namespace
{

// What an invoice says about money, line by line.
QJsonArray amountsOf(const QJsonObject &invoice)
{
    QJsonArray amounts{invoice.value("total"_L1), invoice.value("amount_due"_L1),
                       invoice.value("starting_balance"_L1)};
    const QJsonArray lines = invoice.value("lines"_L1).toObject().value("data"_L1).toArray();
    for (const QJsonValue &line : lines)
        amounts.append(QJsonArray{line.toObject().value("amount"_L1),
                                  line.toObject().value("period"_L1),
                                  line.toObject().value("description"_L1)});
    return amounts;
}

QByteArray asDetails(QByteArray form)
{
    // items[0][id]=… becomes subscription_details[items][0][id]=…
    QByteArray details;
    for (const QByteArray &pair : form.split('&')) {
        const qsizetype bracket = pair.indexOf('[');
        const qsizetype equals = pair.indexOf('=');
        const qsizetype end = bracket < 0 || bracket > equals ? equals : bracket;
        details += "&subscription_details[" + pair.left(end) + ']' + pair.mid(end);
    }
    return details;
}

QJsonObject preview(SandboxFixture &sandbox, const QJsonObject &subscription,
                    const QByteArray &details = {})
{
    return sandbox.post("/v1/invoices/create_preview",
                        "subscription=" + text(subscription, "id").toLatin1() + details);
}

} // namespace

void TestSandboxPreviews::aPreviewIsWhatTheUpdateThenDoes_data()
{
    QTest::addColumn<int>("amount");
    QTest::addColumn<QByteArray>("interval");
    QTest::addColumn<qint64>("passed");
    QTest::newRow("dearer") << 19900 << QByteArray("month") << 7 * day + 12345;
    QTest::newRow("cheaper") << 4900 << QByteArray("month") << 20 * day + 7;
    QTest::newRow("yearly") << 99000 << QByteArray("year") << 3 * day + 1;
    QTest::newRow("at the first second") << 19900 << QByteArray("month") << qint64(0);
}

void TestSandboxPreviews::aPreviewIsWhatTheUpdateThenDoes()
{
    QFETCH(int, amount);
    QFETCH(QByteArray, interval);
    QFETCH(qint64, passed);
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QString other = sandbox.price(amount, interval);
    sandbox.clock.advanceSeconds(passed);
    const qint64 date = sandbox.state.now();
    const QByteArray change =
        changeTo(subscription, other) +
        "&proration_behavior=always_invoice&proration_date=" + QByteArray::number(date);
    const QJsonObject expected = preview(sandbox, subscription, asDetails(change));
    QVERIFY2(text(expected, "id").startsWith("upcoming_in_"_L1), qPrintable(errorCode(expected)));
    QCOMPARE(text(expected, "status"), u"draft"_s);

    // Months of 28 days, by hand: the credit is of the old price, the debit of the new one.
    const qint64 left = 28 * day - passed;
    const auto share = [left](qint64 price) {
        return static_cast<qint64>(static_cast<double>(price) * static_cast<double>(left) /
                                       static_cast<double>(28 * day) +
                                   0.5);
    };
    const qint64 debit = interval == "year" ? amount : share(amount);
    QCOMPARE(number(expected, "total"), debit - share(9900));

    sandbox.clock.advanceSeconds(90); // the person thinks about it
    const QJsonObject changed = sandbox.post(path(subscription, "subscriptions"), change);
    const QJsonObject made = latestInvoice(sandbox, changed);
    if (interval == "month") {
        QCOMPARE(amountsOf(made), amountsOf(expected));
    } else { // the new year starts with the change
        QCOMPARE(number(made, "total"), number(expected, "total"));
    }
}

void TestSandboxPreviews::aPreviewChangesNothing()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QString dearer = sandbox.price(19900);
    sandbox.clock.advanceSeconds(5 * day);
    const QJsonObject before = present(sandbox, subscription);
    const QByteArray customer = "/v1/customers/" + text(subscription, "customer").toLatin1();
    const QJsonObject buyer = sandbox.get(customer);
    const qsizetype told = sandbox.eventTypes().size();
    preview(sandbox, subscription,
            asDetails(changeTo(subscription, dearer) + "&proration_behavior=always_invoice"));
    preview(sandbox, subscription, "&subscription_details[cancel_now]=true");
    QCOMPARE(present(sandbox, subscription), before);
    QCOMPARE(sandbox.get(customer), buyer);
    QCOMPARE(sandbox.eventTypes().size(), told);
    QCOMPARE(sandbox.get("/v1/invoices").value("data"_L1).toArray().size(), 1);
    // What happens afterwards is told as ever.
    sandbox.post(path(subscription, "subscriptions"), "cancel_at_period_end=true");
    QCOMPARE(sandbox.eventTypes().size(), told + 1);
}

void TestSandboxPreviews::theNextRegularInvoiceIsPreviewed()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const qint64 end = number(firstItem(subscription), "current_period_end");
    const QJsonObject next = preview(sandbox, subscription);
    QCOMPARE(number(next, "total"), 9900);
    QCOMPARE(number(next, "created"), end);
    QCOMPARE(text(next, "billing_reason"), u"subscription_cycle"_s);
    const QJsonObject byCustomer = sandbox.post(
        "/v1/invoices/create_preview", "customer=" + text(subscription, "customer").toLatin1());
    QCOMPARE(amountsOf(byCustomer), amountsOf(next));
    pass(sandbox, 28 * day);
    QCOMPARE(amountsOf(latestInvoice(sandbox, subscription)), amountsOf(next));
}

void TestSandboxPreviews::whatWaitsIsPartOfTheNextInvoice()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price(5600));
    const QByteArray change = changeTo(subscription, sandbox.price(2800));
    sandbox.clock.advanceSeconds(7 * day);
    const qint64 expected = 2800 + 2100 - 4200;
    QCOMPARE(number(preview(sandbox, subscription, asDetails(change)), "total"), expected);
    sandbox.post(path(subscription, "subscriptions"), change);
    QCOMPARE(number(preview(sandbox, subscription), "total"), expected);
    QCOMPARE(number(preview(sandbox, subscription, "&preview_mode=recurring"), "total"), 2800);
}

void TestSandboxPreviews::aNewSubscriptionIsPreviewed()
{
    SandboxFixture sandbox;
    const QByteArray item = "subscription_details[items][0][price]=" + sandbox.price().toLatin1();
    const QByteArray customer = text(sandbox.post("/v1/customers"), "id").toLatin1();
    const QJsonObject first =
        sandbox.post("/v1/invoices/create_preview", "customer=" + customer + '&' + item);
    QCOMPARE(number(first, "amount_due"), 9900);
    QCOMPARE(text(first, "billing_reason"), u"subscription_create"_s);
    QVERIFY(sandbox.get("/v1/subscriptions").value("data"_L1).toArray().isEmpty());
}

void TestSandboxPreviews::nothingUpcomingIsAnErrorOfItsOwn_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::newRow("canceled") << QByteArray();
    QTest::newRow("ends with the period") << QByteArray("cancel_at_period_end=true");
}

void TestSandboxPreviews::nothingUpcomingIsAnErrorOfItsOwn()
{
    QFETCH(QByteArray, before);
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    if (before.isEmpty())
        sandbox.call("DELETE", path(subscription, "subscriptions"));
    else
        sandbox.post(path(subscription, "subscriptions"), before);
    const QByteArray form = "customer=" + text(subscription, "customer").toLatin1();
    const Http::Response answer = sandbox.call("POST", "/v1/invoices/create_preview", form);
    QCOMPARE(answer.status, 400);
    QCOMPARE(errorCode(sandbox.post("/v1/invoices/create_preview", form)),
             u"invoice_upcoming_none"_s);
}

void TestSandboxPreviews::aProrationDateOutsideThePeriodIsRefused()
{
    SandboxFixture sandbox;
    const QJsonObject subscription = sandbox.subscribe(sandbox.price());
    const QByteArray change = changeTo(subscription, sandbox.price(19900)) + "&proration_date=";
    for (const qint64 date : {sandbox.state.now() - 1, sandbox.state.now() + 28 * day + 1}) {
        const QByteArray form = change + QByteArray::number(date);
        QVERIFY(sandbox.post(path(subscription, "subscriptions"), form).contains("error"_L1));
        QVERIFY(preview(sandbox, subscription, asDetails(form)).contains("error"_L1));
    }
}

QTEST_GUILESS_MAIN(TestSandboxPreviews)
#include "test_sandbox_previews.moc"
