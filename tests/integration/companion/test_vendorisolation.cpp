#include "app/companion/companionserver.h"
#include "services/platform/clock.h"
#include "tests/support/testdatabase.h"
#include "tests/support/testtokens.h"

#include <QTest>

#include <future>

using namespace Orion;

namespace
{

// Stands in every text of the other vendor; no answer to us may contain it.
const QByteArray mark = "zzforeign";

// One vendor with something in every table that the API reads. Its texts and numbers are its own.
const char *const vendorSql = R"(
insert into billing.vendors (vendor_code, name, email, stripe_customer_id)
    values ('%1', '%1 Inc', '%1@example.com', 'cus_%1');
insert into billing.vendor_subscriptions (vendor_id, tier_id, status, stripe_status,
    stripe_subscription_id, stripe_customer_id, period_start, period_end, price_cents)
    select v.id, t.id, 'active', 'active', 'sub_%1', 'cus_%1', now() - interval '3 days',
        now() + interval '27 days', 4900
    from billing.vendors v, billing.subscription_tiers t
    where v.vendor_code = '%1' and t.code = 'essential';
insert into billing.usage_gauges (vendor_id, products, team_members)
    select id, %2, 1 from billing.vendors where vendor_code = '%1';
insert into billing.usage_requests (vendor_id, idempotency_key, metric, delta, used)
    select id, 'shared key', 'orders', 1, %2 from billing.vendors where vendor_code = '%1';
insert into billing.vendor_addons (vendor_id, addon_id, status, stripe_subscription_id,
    stripe_status, domain_name)
    select v.id, a.id, 'active', 'sub_addon_%1', 'active', '%1.example'
    from billing.vendors v, billing.addon_products a
    where v.vendor_code = '%1' and a.code = 'domain';
insert into billing.billing_history (vendor_id, stripe_invoice_id, stripe_customer_id,
    stripe_subscription_id, invoice_number, status, currency, total_cents, invoice_date, pdf_url,
    hosted_url)
    select id, 'in_%1', 'cus_%1', 'sub_%1', '%1-0001', 'paid', 'eur', 4900, now(),
        'https://example.com/%1.pdf', 'https://example.com/%1'
    from billing.vendors where vendor_code = '%1')";

QString titleOf(const Http::Router::Route &route)
{
    return QString::fromLatin1(route.method) + u' ' + route.pattern;
}

} // namespace

// Walks all vendor routes with one vendor's token and looks for traces of another vendor.
class TestVendorIsolation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void showsAndTouchesNothingOfAnotherVendor_data();
    void showsAndTouchesNothingOfAnotherVendor();
    void letsNoVendorActAsAdmin_data();
    void letsNoVendorActAsAdmin();
    void asksEveryoneForAToken_data();
    void asksEveryoneForAToken();

private:
    Http::Response ask(Http::Request request, const QByteArray &authorizationLine);
    void addRoutes(const char *prefix);
    QString everythingOf(const QString &vendor);
    QByteArray idOfAddon(const QString &vendor);

    SystemClock m_clock;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<CompanionServer> m_server;
};

void TestVendorIsolation::initTestCase()
{
    m_database = std::make_unique<TestDatabase>();
    for (const auto &[vendor, number] :
         {std::pair(QStringLiteral("acme"), 3), std::pair(QString::fromLatin1(mark), 177)})
        QVERIFY(
            m_database->session().script(QString::fromLatin1(vendorSql).arg(vendor).arg(number)));
    Configuration configuration;
    configuration.jwtSecret = Secret(testTokenSecret);
    auto tokens = TokenVerifier::fromConfiguration(configuration, m_clock);
    auto migrator = Migrator::fromResources();
    QVERIFY(tokens && migrator);
    m_server = std::make_unique<CompanionServer>(
        m_database->settings(QStringLiteral("orion_companion")), configuration,
        std::move(*migrator), std::move(*tokens), m_clock);
}

void TestVendorIsolation::cleanupTestCase()
{
    m_server.reset();
    m_database.reset();
}

// Every row that names the vendor, whatever the table.
QString TestVendorIsolation::everythingOf(const QString &vendor)
{
    const auto tables = m_database->session().select(
        QStringLiteral("select c.table_name from information_schema.columns c join "
                       "information_schema.tables t using (table_schema, table_name) where "
                       "c.table_schema = 'billing' and c.column_name = 'vendor_id' and t.table_type"
                       " = 'BASE TABLE' order by 1"),
        {}, [](const Row &row) { return row.text(0); });
    if (!tables || tables->size() < 8)
        qFatal("the tables of vendors are not found");
    QString all = m_database->value(
        QStringLiteral("select v::text from billing.vendors v where vendor_code = ?"), {vendor});
    for (const QString &table : *tables)
        all += m_database->value(
            QStringLiteral("select coalesce(string_agg(t::text, ' ' order by t::text), '') from "
                           "billing.%1 t join billing.vendors v on v.id = t.vendor_id where "
                           "vendor_code = ?")
                .arg(table),
            {vendor});
    return all;
}

QByteArray TestVendorIsolation::idOfAddon(const QString &vendor)
{
    return m_database
        ->value(QStringLiteral("select id from billing.vendor_addons where stripe_subscription_id "
                               "= ?"),
                {QString(QStringLiteral("sub_addon_") + vendor)})
        .toLatin1();
}

Http::Response TestVendorIsolation::ask(Http::Request request, const QByteArray &authorizationLine)
{
    request.peer = "192.0.2.1";
    request.headers.insert("content-type", "application/json");
    request.headers.insert("idempotency-key", "shared key");
    if (!authorizationLine.isEmpty())
        request.headers.insert("authorization", authorizationLine.trimmed().mid(15));
    auto promise = std::make_shared<std::promise<Http::Response>>();
    auto answer = promise->get_future();
    m_server->router().dispatch(std::move(request), [promise](Http::Response response) {
        promise->set_value(std::move(response));
    });
    return answer.get();
}

void TestVendorIsolation::addRoutes(const char *prefix)
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("pattern");
    int found = 0;
    for (const Http::Router::Route &route : m_server->router().routes()) {
        if (!route.pattern.startsWith(QLatin1String(prefix)))
            continue;
        QTest::newRow(qPrintable(titleOf(route))) << route.method << route.pattern;
        ++found;
    }
    QVERIFY(found > 0);
}

void TestVendorIsolation::showsAndTouchesNothingOfAnotherVendor_data()
{
    addRoutes("/api/v1/vendor/");
}

void TestVendorIsolation::showsAndTouchesNothingOfAnotherVendor()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, pattern);
    const QString foreign = QString::fromLatin1(mark);
    const QString before = everythingOf(foreign);
    QVERIFY(before.contains(foreign));

    QString path = pattern;
    path.replace(QStringLiteral("{id}"), QString::fromLatin1(idOfAddon(foreign)));
    path.replace(QStringLiteral("{vendor_code}"), foreign);
    QVERIFY2(!path.contains(u'{'), "tell this test what to put into the pattern");
    // As the route wants it, and with every way to name somebody else that one could think of.
    const QByteArrayList bodies{"",
                                "{}",
                                R"({"delta":1})",
                                R"({"tier_code":"professional","is_annual":false})",
                                R"({"addon_code":"email_5","quantity":1})",
                                R"({"reason":"none","immediately":true})",
                                R"({"delta":1,"vendor_code":"zzforeign"})",
                                R"({"vendor_code":"zzforeign"})",
                                R"({"vendor_id":2})"};
    for (const QByteArray &body : bodies) {
        for (const char *query : {"", "vendor_code=zzforeign", "vendor_id=2", "limit=100"}) {
            Http::Request request;
            request.method = method;
            request.path = path;
            request.query = QUrlQuery(QString::fromLatin1(query));
            request.body = method == "GET" ? QByteArray() : body;
            request.headers.insert("x-vendor-code", mark);
            const Http::Response answer = ask(request, authorization(QStringLiteral("acme")));
            // The path that we asked for may be repeated, so only what we did not say counts.
            QByteArray text = answer.body;
            if (pattern.contains(QLatin1String("{vendor_code}")))
                QCOMPARE(answer.status, 403);
            QVERIFY2(!text.contains(mark), text.constData());
            QVERIFY2(!text.contains("177"), text.constData());
            if (pattern.contains(QLatin1String("{id}")))
                QVERIFY2(answer.status == 404 || answer.status == 400 || answer.status == 503,
                         text.constData());
        }
    }
    QCOMPARE(everythingOf(foreign), before);
}

void TestVendorIsolation::letsNoVendorActAsAdmin_data()
{
    addRoutes("/api/v1/admin/");
}

void TestVendorIsolation::letsNoVendorActAsAdmin()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, pattern);
    const QString before = everythingOf(QStringLiteral("acme"));
    Http::Request request;
    request.method = method;
    request.path = pattern;
    // Not even for itself.
    request.path.replace(QStringLiteral("{vendor_code}"), QStringLiteral("acme"));
    request.body = R"({"name":"Acme","email":"a@b","products":1})";
    QCOMPARE(ask(request, authorization(QStringLiteral("acme"))).status, 403);
    QCOMPARE(everythingOf(QStringLiteral("acme")), before);
}

void TestVendorIsolation::asksEveryoneForAToken_data()
{
    addRoutes("/api/v1/");
}

void TestVendorIsolation::asksEveryoneForAToken()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, pattern);
    const bool isOpen = pattern == QLatin1String("/api/v1/webhooks/stripe") ||
                        pattern == QLatin1String("/api/v1/openapi.json");
    Http::Request request;
    request.method = method;
    request.path = pattern;
    QCOMPARE(ask(request, {}).status == 401, !isOpen);
}

QTEST_GUILESS_MAIN(TestVendorIsolation)
#include "test_vendorisolation.moc"
